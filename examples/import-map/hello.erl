-module(hello).
-export([greet/1]).

%% A process for each letter, so that there is something to do.
greet(Name) ->
    Self = self(),
    Pids = [spawn(fun() -> Self ! {self(), Letter} end) || <<Letter>> <= Name],
    Letters = << <<(receive {Pid, Letter} -> Letter end)>> || Pid <- Pids >>,
    <<"Hello from ", Letters/binary>>.
