%% trunc, round, floor and ceil of floats and integers.
-module(rounding).
-export([cases/0, all/1, half/1, guards/1, back/1, to_list/1, big/1]).

cases() ->
    Fs = [0.0, -0.0, 0.4, 0.5, 0.6, -0.4, -0.5, -0.6, 1.5, 2.5, -1.5, -2.5, 0.49999999999999994, 4503599627370497.5, 9007199254740992.0, 134217727.5, -134217728.5, 1.0e15, 1.0e22, 1.7976931348623157e308, 5.0e-324],
    [{F, [X]} || F <- [all, half, guards, back], X <- Fs ++ [5, -(1 bsl 70), a]] ++ [{to_list, [Fs]}] ++ [{big, [X]} || X <- [1.0e18, 9.223372036854775e18, 9.223372036854776e18, 1.8446744073709552e19, -1.0e20, 1.0e100]].

all(X) -> {trunc(X), round(X), floor(X), ceil(X)}.
half(X) -> {round(X * 2) / 2, trunc(X + 0.5), floor(X / 2)}.
guards(X) when trunc(X) =:= round(X), floor(X) =:= ceil(X) -> whole;
guards(X) when round(X) > trunc(X) -> up;
guards(X) when ceil(X) =:= 0; floor(X) < -1 -> low;
guards(_) -> other.
back(X) -> float(trunc(X)) == X.
to_list(L) -> [round(X) || X <- L, abs(X) < 1.0e10].
big(X) -> [trunc(X), -trunc(-X) =:= trunc(X), trunc(X) rem 1000007, floor(X) =:= ceil(X)].
