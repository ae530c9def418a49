%% float/1 of integers around 2^53 and larger.
-module(float_conversion).
-export([cases/0, convert/1, in_guard/1, sums/1, exact/2, product/1]).

cases() ->
    Xs = [0, 1, -1, 134217728, (1 bsl 53) - 1, (1 bsl 53) + 1, (1 bsl 53) + 2, (1 bsl 54) + 2, (1 bsl 54) + 6, (1 bsl 63) - 512, (1 bsl 63) - 513, 1 bsl 64, -(1 bsl 64) + 1, (1 bsl 100) + (1 bsl 46), (1 bsl 100) + (1 bsl 47), (1 bsl 100) + (1 bsl 47) + 1, (1 bsl 1023), 1 bsl 1024, (1 bsl 1024) - (1 bsl 970), (1 bsl 1024) - (1 bsl 970) - 1, 2.5, a],
    [{F, [X]} || F <- [convert, in_guard, product], X <- Xs] ++ [{sums, [L]} || L <- [[], [1], [1, 0.5], [1 bsl 53, 1.0, 1], [1 bsl 1024, 1.0], [1.0, x]]]
    ++ [{exact, [A, B]} || A <- [0, 52, 53, 63, 64, 1000], B <- [0, 1]].

convert(X) -> F = float(X), {F, trunc(F)}.
in_guard(X) when float(X) > 1.0e18 -> large;
in_guard(X) when float(X) =:= 1.0 -> one;
in_guard(X) -> {none, X}.
sums(L) -> sums(L, 0.0).
sums([H | T], S) -> sums(T, S + H);
sums([], S) -> S.
exact(A, B) -> X = (1 bsl A) + B, {float(X) == X, float(X) > X, float(X) < X}.
product(X) -> X * 1.0.
