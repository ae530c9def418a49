%% Naive reverse: allocation of list cells, most of it garbage at once.
-module(nrev).
-export([main/0]).

main() -> repeat(10, range(1, 1000), 0).

repeat(0, _, Sum) -> Sum;
repeat(N, List, Sum) ->
    [Head | _] = nrev(List),
    repeat(N - 1, List, Sum + Head).

range(From, To) when From > To -> [];
range(From, To) -> [From | range(From + 1, To)].

nrev([]) -> [];
nrev([H | T]) -> append(nrev(T), [H]).

append([], Tail) -> Tail;
append([H | T], Tail) -> [H | append(T, Tail)].
