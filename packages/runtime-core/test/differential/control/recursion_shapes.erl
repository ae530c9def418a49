%% Recursion in several places of a function.
-module(recursion_shapes).
-export([cases/0, binary/1, mutual/1, nested/1, through_fun/2, multiple/1, hofstadter/1, gather/2]).

cases() -> [{F, [N]} || F <- [binary, mutual, nested, multiple, hofstadter], N <- [0, 1, 2, 5, 9]] ++ [{through_fun, [N, X]} || N <- [0, 1, 4], X <- [a, []]] ++ [{gather, [T, A]} || T <- [nil, {nil, 1, nil}, {{nil, 1, nil}, 2, {nil, 3, {nil, 4, nil}}}], A <- [[], [z]]].

binary(0) -> 1;
binary(N) -> binary(N - 1) + binary(N div 2).
mutual(0) -> 1;
mutual(N) -> N - lautum(mutual(N - 1)).
lautum(0) -> 0;
lautum(N) -> N - mutual(lautum(N - 1)).
nested(N) when N > 100 -> N - 10;
nested(N) -> nested(nested(N + 11)).
through_fun(0, X) -> [X];
through_fun(N, X) -> F = fun(M) -> {M, through_fun(M, [X])} end, [F(N - 1), F(N div 2)].
multiple(N) when N < 2 -> [N];
multiple(N) -> multiple(N - 1) ++ [N | multiple(N - 2)].
hofstadter(N) when N < 3 -> 1;
hofstadter(N) -> hofstadter(N - hofstadter(N - 1)) + hofstadter(N - hofstadter(N - 2)).
gather(nil, A) -> A;
gather({L, X, R}, A) -> gather(L, [X | gather(R, [A])]).
