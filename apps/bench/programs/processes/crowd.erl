%% 100,000 processes alive at once: each answers a message, then is told to stop.
-module(crowd).
-export([main/0, begin_all/1, end_all/1, idle/0]).

main() ->
    All = begin_all(100000),
    [Pid ! {self(), hello} || Pid <- All],
    Count = count(All, 0),
    end_all(All),
    Count.

begin_all(0) -> [];
begin_all(N) -> [spawn(?MODULE, idle, []) | begin_all(N - 1)].

end_all(All) -> [Pid ! stop || Pid <- All], ok.

idle() ->
    receive
        {From, Term} -> From ! Term, idle();
        stop -> ok
    end.

count([], N) -> N;
count([_ | Rest], N) -> receive hello -> count(Rest, N + 1) end.
