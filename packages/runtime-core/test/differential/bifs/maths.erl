%% The module math, to twelve digits: the last bits are the platform's.
-module(maths).
-export([cases/0, one/2, two/3]).

cases() ->
    [{one, [F, X]} || F <- [sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, exp, log, log2, log10, sqrt, ceil, floor, erf, erfc],
                      X <- [0, 1, -1, 2, 0.5, -0.5, 1.5, 3.7, 10, 100.25, 709.0, 710.0, 1.0e-10, 1 bsl 70, 1 bsl 2000, a, "1"]] ++
    [{two, [F, X, Y]} || F <- [pow, atan2, fmod], X <- [0, 1, -1, 2.5, 10, -8, 1.0e300, 1 bsl 1100, a], Y <- [0, 1, -1, 0.5, 2, 3, 1.0e10, 1000, 1 bsl 2000, b]].

one(F, X) -> Y = call(F, [X]), rounded(Y).
two(F, X, Z) -> Y = call(F, [X, Z]), rounded(Y).
call(F, A) -> apply(math, F, A).
rounded(X) when X == 0 -> 0.0;
rounded(X) -> list_to_float(float_to_list(X, [{scientific, 12}])).
