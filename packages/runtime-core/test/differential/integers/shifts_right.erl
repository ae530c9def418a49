%% bsr: sign extension, large amounts, bits one by one.
-module(shifts_right).
-export([cases/0, by/2, constant/1, negative/2, bits/1, loop/2]).

cases() ->
    Xs = [0, 1, -1, 5, -5, 134217727, -134217728, 1 bsl 50, -(1 bsl 63), (1 bsl 64) + 1, -(1 bsl 100) - 1],
    [{by, [X, N]} || X <- Xs, N <- [0, 1, 27, 63, 64, 100, 1000]] ++ [{constant, [X]} || X <- Xs]
    ++ [{negative, [X, N]} || X <- [3, -3], N <- [-1, -26, -60, -64]]
    ++ [{bits, [X]} || X <- [0, 1, 37, 1 bsl 30, (1 bsl 33) - 3]] ++ [{loop, [X, N]} || X <- [1 bsl 70, -(1 bsl 70)], N <- [7, 64]]
    ++ [{by, [X, N]} || {X, N} <- [{a, 1}, {1, a}, {1.5, 1}, {7, 1 bsl 80}, {-7, 1 bsl 80}, {1 bsl 80, 1 bsl 80}]].

by(X, N) -> X bsr N.
constant(X) -> {X bsr 0, X bsr 1, X bsr 8, X bsr 27, X bsr 28, X bsr 31, X bsr 63, X bsr 64}.
negative(X, N) -> {X bsr N, X bsr N =:= X bsl -N}.
bits(0) -> [];
bits(X) -> [X band 1 | bits(X bsr 1)].
loop(0, _) -> [];
loop(-1, _) -> [minus];
loop(X, N) -> [X | loop(X bsr N, N)].
