%% Integers written into binaries: truncated, negative, large.
-module(integer_segments).
-export([cases/0, build/2, several/3, sizes/1, negative/1, units/2, errors/2]).

cases() ->
    Xs = [0, 1, -1, 255, 256, -129, 134217728, 1 bsl 63, -(1 bsl 64), (1 bsl 90) + 5],
    [{build, [X, W]} || X <- Xs, W <- [0, 1, 7, 8, 13, 32, 65]] ++ [{sizes, [X]} || X <- Xs] ++ [{negative, [X]} || X <- Xs] ++ [{several, [A, B, C]} || A <- [1, -1], B <- [300, 5], C <- [1 bsl 40, 0]]
    ++ [{units, [X, N]} || X <- [1, 16#abcdef], N <- [0, 1, 2, 3]] ++ [{errors, [X, W]} || {X, W} <- [{a, 8}, {1.0, 8}, {1, -1}, {1, a}, {<<1>>, 8}, {[], 8}, {1, 1.0}, {1, 1 bsl 70}]].

build(X, W) -> <<X:W>>.
several(A, B, C) -> <<A:3, B:9, C:20, A, B:16/little, C:40>>.
sizes(X) -> [<<X>>, <<X:16>>, <<X:32/little>>, <<X:64>>, <<X:3, X:5>>].
negative(X) -> <<(-X):12, X:4, (bnot X):16>>.
units(X, N) -> {<<X:N/unit:8>>, <<X:N/unit:4-little>>, <<X:N/integer-unit:1>>}.
errors(X, W) -> {<<X:W>>, 1}.
