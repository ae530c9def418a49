%% Comparison of integers of all sizes.
-module(comparing_integers).
-export([cases/0, order/2, equal/2, max_min/2, sort/1, compare_constant/1, exact/2]).

cases() ->
    Xs = [0, 1, -1, 134217727, 134217728, -134217729, 1 bsl 62, -(1 bsl 63), 1 bsl 63, (1 bsl 64) + 1, -(1 bsl 64) - 1, 1 bsl 100, -(1 bsl 100)],
    [{F, [X, Y]} || F <- [order, max_min], X <- Xs, Y <- [0, 134217728, -(1 bsl 64) - 1]] ++ [{F, [X, X + D]} || F <- [equal, exact], X <- Xs, D <- [0, 1]]
    ++ [{sort, [L]} || L <- [Xs, lists:reverse(Xs), Xs ++ Xs]] ++ [{compare_constant, [X]} || X <- Xs].

order(X, Y) -> {X < Y, X =< Y, X > Y, X >= Y}.
equal(X, Y) -> {X == Y, X /= Y, X =:= Y, X =/= Y}.
max_min(X, Y) -> {max(X, Y), min(X, Y)}.
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P | sort([X || X <- T, X >= P])].
compare_constant(X) -> [X < 5, X >= -5, X =:= 134217727, X =< 134217728, X > 18446744073709551616, X == -18446744073709551617].
exact(X, Y) -> if X =:= Y -> same; X == Y -> equal; X < Y -> less; true -> more end.
