%% Maps compared with maps and with other terms.
-module(map_equality).
-export([cases/0, equal/2, exact/2, order/2, as_key/2, in_list/2, literal/1]).

cases() ->
    Ms = [#{}, #{a => 1}, #{a => 1.0}, #{b => 1}, #{a => 1, b => 2}, #{1 => a}, #{1.0 => a}, #{2 => a}, #{a => #{b => 1}}, #{a => #{b => 1.0}}, {}, [], <<>>, 5],
    [{F, [A, B]} || F <- [equal, exact, order], A <- Ms, B <- [#{a => 1}, #{1 => a}, #{a => #{b => 1}}, #{}]] ++ [{as_key, [A, B]} || A <- lists:sublist(Ms, 6), B <- lists:sublist(Ms, 3)] ++ [{in_list, [A, Ms]} || A <- Ms] ++ [{literal, [A]} || A <- Ms].

equal(A, B) -> {A == B, A /= B}.
exact(A, B) -> if A =:= B -> same; A == B -> equal; true -> different end.
order(A, B) -> {A < B, A =< B, max(A, B), min(A, B)}.
as_key(A, B) -> case #{A => 1} of #{B := X} -> X; M -> map_size(M#{B => 2}) end.
in_list(A, L) -> {lists:member(A, L), [X || X <- L, X == A]}.
literal(M) -> case M of #{a := 1.0} -> float; _ when M =:= #{a => 1} -> one; _ when M == #{1.0 => a} -> key; _ when M > #{} -> more; _ -> less end.
