%% Sums, products and quotients of floats, and of floats and integers.
-module(float_arithmetic).
-export([cases/0, add/2, subtract/2, multiply/2, divide/2, chain/3, negate/1, mixed/2]).

cases() ->
    Xs = [0.0, -0.0, 1.0, -1.5, 0.1, 1.0e308, -1.0e308, 5.0e-324, 9007199254740993.0, 3, -7, 1 bsl 53, 1 bsl 70, a],
    [{F, [X, Y]} || F <- [add, subtract, multiply, divide], X <- Xs, Y <- [0.1, -3, 1.0e308]]
    ++ [{chain, [X, Y, Z]} || X <- [1.5, 2, b], Y <- [0.5, 4], Z <- [0.25, 0, 1 bsl 1030]] ++ [{negate, [X]} || X <- Xs] ++ [{mixed, [X, 0.0]} || X <- Xs].

add(X, Y) -> X + Y.
subtract(X, Y) -> X - Y.
multiply(X, Y) -> X * Y.
divide(X, Y) -> X / Y.
chain(X, Y, Z) -> (X + 1.0) * (Y - 2.5) / (Z + 0.5) - X * Y * Z.
negate(X) -> Y = -X, {Y, 0.0 - X}.
mixed(X, Y) -> {X * 2 + 1, 1.0 + X - Y, X + 1}.
