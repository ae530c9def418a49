-module(hello).
-export([main/0]).

main() ->
    Names = ["Ada", "Joe", "Mike", "Robert", "Grace"],
    Self = self(),
    [spawn(fun() -> greet(Name, Self) end) || Name <- Names],
    [receive {hello, Name} -> io:format("Hello, ~s!~n", [Name]) end || _ <- Names],
    {greeted, length(Names)}.

%% Waits as long as the name is, so that the shortest comes first.
greet(Name, Receiver) ->
    timer:sleep(100 * length(Name)),
    Receiver ! {hello, Name}.
