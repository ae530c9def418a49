%% Floats beside integers, also where floats have no fractions left.
-module(float_comparison).
-export([cases/0, order/2, equal/2, sorted/1, zero/1, clauses/1, max_min/2]).

cases() ->
    Xs = [0, 0.0, -0.0, 1, 1.0, 1.5, -1.0, 9007199254740992, 9007199254740993, 9007199254740992.0, 9007199254740994.0, 1 bsl 63, 9.223372036854775807e18, (1 bsl 63) - 1, -(1 bsl 1030), 1.0e308],
    [{F, [X, Y]} || F <- [order, equal, max_min], X <- Xs, Y <- [0.0, 9007199254740993, 9.223372036854775807e18]] ++ [{sorted, [L]} || L <- [[1.0, 1, 0, 0.5, -2, -2.0], [2, 1.5, 1 bsl 64, 1.0e30, 1 bsl 100]]]
    ++ [{F, [X]} || F <- [zero, clauses], X <- Xs ++ [a]].

order(X, Y) -> {X < Y, X =< Y, X > Y, X >= Y}.
equal(X, Y) -> {X == Y, X =:= Y, X /= Y, X =/= Y}.
sorted([]) -> [];
sorted([H | T]) -> insert(H, sorted(T)).
insert(X, [Y | T]) when X > Y -> [Y | insert(X, T)];
insert(X, L) -> [X | L].
zero(X) when X == 0 -> zero;
zero(X) when X < 0 -> negative;
zero(X) when X > 0 -> positive.
clauses(1) -> one;
clauses(1.0) -> one_point;
clauses(1.5) -> half;
clauses(X) when X == 9007199254740993 -> big;
clauses(X) when is_float(X) -> float;
clauses(X) -> X.
max_min(X, Y) -> {max(X, Y), min(X, Y)}.
