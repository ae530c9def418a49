%% Integers as patterns: dense, sparse, large, negative.
-module(integer_literals).
-export([cases/0, name/1, big/1, negative/1, dense/1, sparse/1, mixed/1, in_tuple/1]).

cases() ->
    Xs = [0, 1, 2, 9, -1, 134217727, 134217728, -134217728, -134217729, 1 bsl 32, 1 bsl 59, 1 bsl 63, -(1 bsl 63), 1 bsl 64, 1 bsl 100, 1.0, a],
    [{F, [X]} || F <- [name, big, negative, dense, sparse, mixed, in_tuple], X <- Xs].

name(0) -> zero; name(1) -> one; name(2) -> two; name(_) -> many.
big(134217728) -> small_end; big(4294967296) -> word; big(16#8000000000000000) -> long; big(16#10000000000000000) -> more; big(1267650600228229401496703205376) -> big; big(X) -> {no, X}.
negative(-1) -> minus_one; negative(-134217728) -> a; negative(-134217729) -> b; negative(-16#8000000000000000) -> c; negative(X) when X < 0 -> less; negative(_) -> none.
dense(X) -> case X of 0 -> a; 1 -> b; 2 -> c; 3 -> d; 4 -> e; 5 -> f; 6 -> g; 7 -> h; 8 -> i; 9 -> j end.
sparse(X) -> case X of -1 -> a; 134217727 -> b; 1000000 -> c; 7 -> d; 1 -> e; _ when is_integer(X) -> f; _ -> g end.
mixed(1) -> int; mixed(1.0) -> float; mixed(a) -> atom; mixed(1152921504606846976) -> big; mixed(0) -> zero; mixed(_) -> other.
in_tuple(X) -> case {X, X} of {0, 0} -> zero; {A, 4294967296} -> {w, A}; {1152921504606846976, A} -> {A}; {A, A} -> same end.
