%% Builds a list of a million elements by body recursion: a deep stack that the collector has to scan.
-module(deep_build).
-export([main/0]).

main() ->
    List = build(1000000),
    {sum(List, 0), count(List)}.

build(0) -> [];
build(N) -> [N band 255 | build(N - 1)].

sum([], Acc) -> Acc;
sum([H | T], Acc) -> sum(T, Acc + H).

count([]) -> 0;
count([_ | T]) -> 1 + count(T).
