%% bsl of all sizes, also by negative amounts.
-module(shifts_left).
-export([cases/0, by/2, one/1, constant/1, negative/2, sum/2, mask/2]).

cases() ->
    Xs = [0, 1, -1, 5, -5, 134217727, -134217728, 1 bsl 50, -(1 bsl 63), (1 bsl 64) + 1],
    [{by, [X, N]} || X <- Xs, N <- [0, 1, 27, 28, 63, 64]] ++ [{one, [N]} || N <- [0, 26, 27, 28, 31, 32, 59, 60, 62, 63, 64, 100, -1]]
    ++ [{constant, [X]} || X <- Xs] ++ [{negative, [X, N]} || X <- Xs, N <- [-1, -28]]
    ++ [{sum, [X, N]} || X <- [1, -3], N <- [1, 30, 62, 70]] ++ [{mask, [X, N]} || X <- [-1, 12345], N <- [8, 28, 40]]
    ++ [{by, [X, N]} || {X, N} <- [{a, 1}, {1, a}, {1.0, 1}, {1, 1.0}, {0, 1 bsl 70}, {5, -(1 bsl 70)}, {-5, -(1 bsl 70)}]].

by(X, N) -> X bsl N.
one(N) -> 1 bsl N.
constant(X) -> {X bsl 0, X bsl 1, X bsl 4, X bsl 28, X bsl 36, X bsl 64}.
negative(X, N) -> X bsl N =:= X bsr -N.
sum(X, N) -> (X bsl N) + (X bsl (N - 1)).
mask(X, N) -> (X bsl N) band ((1 bsl N) - 1) bor (X band 1).
