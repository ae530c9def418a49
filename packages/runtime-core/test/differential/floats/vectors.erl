%% Vectors and matrices of floats in tuples and lists.
-module(vectors).
-export([cases/0, dot/2, scale/2, norm/1, cross/2, average/1, variance/1, rotate/2, matrix/2]).

cases() ->
    Vs = [[], [1.0], [1, 2.0, -3.5], [0.1, 0.2, 0.3], [1 bsl 60, 0.5, 2]],
    [{dot, [A, B]} || A <- Vs, B <- Vs] ++ [{scale, [K, A]} || K <- [2, 0.5], A <- Vs] ++ [{F, [A]} || F <- [norm, average, variance], A <- Vs]
    ++ [{cross, [A, B]} || A <- [{1, 0, 0}, {1.5, -2.0, 3}], B <- [{0, 1.0, 0}, {a, b, c}]] ++ [{rotate, [{1.0, 2}, N]} || N <- [0, 1, 2, 7]]
    ++ [{matrix, [[[1.0, 2], [3, 4.5]], N]} || N <- [0, 1, 2, 5]].

dot([A | T], [B | U]) -> A * B + dot(T, U);
dot([], []) -> 0.0.
scale(K, V) -> [K * X || X <- V].
norm(V) -> math:sqrt(dot(V, V)).
average(V) -> sum(V) / length(V).
variance(V) -> M = average(V), average([(X - M) * (X - M) || X <- V]).
sum([H | T]) -> H + sum(T);
sum([]) -> 0.
cross({A1, A2, A3}, {B1, B2, B3}) -> {A2 * B3 - A3 * B2, A3 * B1 - A1 * B3, A1 * B2 - A2 * B1}.
rotate(P, 0) -> P;
rotate({X, Y}, N) -> rotate({0.6 * X - 0.8 * Y, 0.8 * X + 0.6 * Y}, N - 1).
matrix(_, 0) -> [[1, 0], [0, 1]];
matrix(M, N) -> multiply(M, matrix(M, N - 1)).
multiply([[A, B], [C, D]], [[E, F], [G, H]]) -> [[A * E + B * G, A * F + B * H], [C * E + D * G, C * F + D * H]].
