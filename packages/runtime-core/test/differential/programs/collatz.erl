%% The Collatz sequence.
-module(collatz).
-export([cases/0, length_of/1, path/1, best/1, range/2]).

cases() -> [{F, [N]} || F <- [length_of, path], N <- [1, 2, 3, 7, 27]] ++ [{length_of, [N]} || N <- [97, 871, 134217727, 113383, (1 bsl 40) - 1]] ++ [{best, [N]} || N <- [1, 10, 50]] ++ [{range, [A, B]} || A <- [1, 5], B <- [0, 5, 9]].

length_of(N) -> length_of(N, 1).
length_of(1, L) -> L;
length_of(N, L) when N rem 2 =:= 0 -> length_of(N div 2, L + 1);
length_of(N, L) -> length_of(3 * N + 1, L + 1).
path(1) -> [1];
path(N) -> [N | path(case N band 1 of 0 -> N bsr 1; 1 -> N * 3 + 1 end)].
best(N) -> best(N, {0, 0}).
best(0, B) -> B;
best(N, {L, _} = B) -> case length_of(N) of K when K >= L -> best(N - 1, {K, N}); _ -> best(N - 1, B) end.
range(A, B) when A > B -> [];
range(A, B) -> [{A, length_of(A)} | range(A + 1, B)].
