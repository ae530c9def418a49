%% Results that are no floats: badarith, in bodies and guards.
-module(float_errors).
-export([cases/0, overflow/1, by_zero/2, text/1, caught/2, guard/2, nested/1, square/2]).

cases() ->
    Xs = [1.0e308, -1.0e308, 1.0e200, 0.0, 2, 1 bsl 1100, a, "1.0"],
    [{F, [X]} || F <- [overflow, text, nested], X <- Xs] ++ [{F, [X, Y]} || F <- [by_zero, caught, guard], X <- Xs, Y <- [0.0, -0.0, 0, 1.0e-200]] ++ [{square, [X, N]} || X <- [1.5, -10.0], N <- [1, 5, 12]].

overflow(X) -> {X * 10.0}.
by_zero(X, Y) -> [X / Y].
text(X) -> X + 0.5.
caught(X, Y) -> {catch_it(fun() -> X / Y end), catch_it(fun() -> X * X * 1.0 end), try X * 1.0e300 + Y catch error:R -> R end}.
catch_it(F) -> try F() catch error:R -> R end.
guard(X, Y) when X / Y > 1 -> more;
guard(X, Y) when X * 1.0e300 > Y -> product;
guard(_, _) -> failed.
nested(X) ->
    Y = X * 2.0,
    Z = Y * Y + 1.0,
    {Y, Z}.
square(X, 0) -> X;
square(X, N) -> square(X * X, N - 1).
