%% Quotients of integers, which are floats.
-module(integer_quotients).
-export([cases/0, divide/2, exact/1, halves/1, constant/1, large/2]).

cases() ->
    [{divide, [X, Y]} || X <- [0, 1, -7, 134217728, (1 bsl 53) + 1, 1 bsl 64, -(1 bsl 100)], Y <- [1, -2, 3, 10, 1 bsl 53, 1 bsl 70, 0, 0.0]]
    ++ [{F, [X]} || F <- [exact, halves, constant], X <- [0, 1, 5, -9, (1 bsl 53) - 1, (1 bsl 53) + 1, (1 bsl 63) - 1, 1 bsl 80]]
    ++ [{large, [1 bsl A, 1 bsl B]} || A <- [1000, 1023, 1024, 2000], B <- [0, 900, 1023, 1024]].

divide(X, Y) -> X / Y.
exact(X) -> Q = X / 1, {Q, Q == X, trunc(Q) =:= X}.
halves(X) -> [X / 2, X / 4, X / 1024, (X / 2) * 2 == X].
constant(X) -> {X / 3, 1 / (X + 1), X / -10, X / 0.5}.
large(X, Y) -> {X / Y}.
