%% Long float expressions: values kept over calls, used twice, boxed late.
-module(float_registers).
-export([cases/0, polynomial/2, horner/2, kept/2, swap/2, condition/2, loop/2, tuple/1]).

cases() ->
    Xs = [0.0, 1.0, -2.5, 3, 1 bsl 60, a],
    [{F, [X, Y]} || F <- [polynomial, kept, swap, condition], X <- Xs, Y <- [0.5, 4, b]] ++ [{horner, [X, L]} || X <- [2.0, -1], L <- [[], [1.0], [1, 2.5, -3.0, 4]]]
    ++ [{loop, [X, N]} || X <- [1.0, 0.1, 3], N <- [0, 1, 50]] ++ [{tuple, [X]} || X <- Xs].

polynomial(X, Y) -> 3.0 * X * X * X - 2.0 * X * X * Y + 0.5 * X * Y * Y - Y * Y * Y + 1.0.
horner(X, L) -> horner(X, L, 0.0).
horner(X, [C | T], S) -> horner(X, T, S * X + C);
horner(_, [], S) -> S.
kept(X, Y) -> A = X * 2.0, B = id(Y), C = A + B * 1.0, {id(C), A, C - A}.
id(X) -> X.
swap(X, Y) -> A = X + Y * 1.0, B = A - X, C = A - B, {A, B, C, C == X}.
condition(X, Y) -> S = X * 1.5, T = Y * 1.5, if S > T -> S - T; S == T -> 0.0; true -> T - S end.
loop(X, 0) -> X;
loop(X, N) -> Y = X * 0.5 + 1.0, loop(Y, N - 1).
tuple(X) -> {X + 1.0, {X + 2.0, [X * 2.0 | X - 1.0]}}.
