%% Functions of math whose results are exact, and their errors.
-module(math_calls).
-export([cases/0, one/2, two/3, in_expression/1, exact/0, nested/1]).

cases() ->
    [{one, [F, X]} || F <- [sqrt, ceil, floor], X <- [0, 0.0, 1, 4.0, 2.25, 1 bsl 60, -0.5, -1, 1.0e300, 1 bsl 1100, a, "x"]]
    ++ [{one, [F, X]} || F <- [log, log2, log10, acos, asin, acosh, atanh], X <- [0, -1, 1, a, 1 bsl 1100], not (F =:= acos andalso X =:= -1), not (F =:= asin andalso (X =:= 1 orelse X =:= -1)), not (F =:= acos andalso X =:= 0)]
    ++ [{one, [F, X]} || F <- [sin, cos, tan, exp, sinh, cosh, tanh, atan, asinh], X <- [0, 0.0, b]]
    ++ [{two, [F, X, Y]} || F <- [pow, fmod], X <- [0, 1, 2, -2.0, 10, 1.0e200], Y <- [0, 1, 2.0, -1, 3]] ++ [{two, [atan2, 0, 1]}, {two, [atan2, a, 1]}, {two, [pow, -8.0, 0.5]}, {two, [pow, 2, 5000]}]
    ++ [{in_expression, [X]} || X <- [0, 1, 16, 6.25, -4, x]] ++ [{exact, []}] ++ [{nested, [X]} || X <- [16, 81.0, 0]].

one(F, X) -> Y = math:F(X), {Y}.
two(F, X, Y) -> Z = math:F(X, Y), [Z].
in_expression(X) -> math:sqrt(X) * 2 + 1.
exact() -> {math:sqrt(9) =:= 3.0, math:pow(2, 10), math:floor(-0.5), math:ceil(0.2), math:fmod(7, 3)}.
nested(X) -> math:sqrt(math:sqrt(X)) + math:floor(math:sqrt(X) / 3).
