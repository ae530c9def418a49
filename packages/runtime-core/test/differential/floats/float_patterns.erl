%% Floats in patterns: what is equal there is equal exactly.
-module(float_patterns).
-export([cases/0, literal/1, tuple/1, list/1, selected/1, key/2, bound/2]).

cases() ->
    Xs = [0.5, 1.0, -1.5, 1, 2, 1.0e10, 10000000000, 0.1, a, 2.0],
    [{F, [X]} || F <- [literal, tuple, list, selected], X <- Xs] ++ [{F, [X, Y]} || F <- [key, bound], X <- Xs, Y <- [1, 1.0, 2.0]].

literal(0.5) -> half;
literal(-1.5) -> minus;
literal(1.0e10) -> large;
literal(0.1) -> tenth;
literal(_) -> none.
tuple(X) -> case {X, float} of {1.0, _} -> one; {2, T} -> {two, T}; {2.0, T} -> {point, T}; {Y, float} -> Y end.
list(X) -> case [X, X * 2] of [0.5, 1.0] -> a; [1.0, Y] -> Y; [1, Y] -> {Y}; L -> L end.
selected(X) -> case X of 1.0 -> a; 2.0 -> b; 1 -> c; 2 -> d; 0.5 -> e; X when is_float(X) -> f; _ -> g end.
key(X, Y) -> case #{1 => int, 1.0 => float, X => given} of #{Y := V} -> V; _ -> none end.
bound(X, Y) -> case {Y, X} of {X, Y} -> same; {_, Z} when Z == Y -> equal; _ -> different end.
