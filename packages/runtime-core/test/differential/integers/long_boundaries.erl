%% Arithmetic around 2^31, 2^32, 2^63 and 2^64.
-module(long_boundaries).
-export([cases/0, sum/2, difference/2, product/2, mixed/2, back/1, negate/1]).

cases() ->
    Ends = [(1 bsl B) + D || B <- [31, 32, 63, 64], D <- [-1, 0, 1]],
    [{F, [X, Y]} || F <- [sum, difference, product, mixed], X <- Ends, Y <- [-1, 1 bsl 31, -(1 bsl 63)]]
    ++ [{F, [X]} || F <- [back, negate], X <- Ends].

sum(X, Y) -> X + Y.
difference(X, Y) -> [X - Y | Y - X].
product(X, Y) -> X * Y.
mixed(X, Y) -> (X + Y) * (X - Y) =:= X * X - Y * Y.
back(X) -> Y = X * X, {Y div X =:= X, Y - X * (X - 1), Y rem X}.
negate(X) -> {-X, - -X, abs(-X), X + -X}.
