-module(ring).
-export([start/0, round/2]).

%% Ten processes that pass a number on.
start() ->
    register(main, self()),
    First = chain(10, main),
    First ! 0,
    receive N -> N end.

chain(0, Next) -> Next;
chain(N, Next) -> chain(N - 1, spawn(ring, round, [N, Next])).

round(Id, Next) ->
    receive N -> Next ! N + Id end,
    round(Id, Next).
