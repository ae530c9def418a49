%% Native functions on tuples, with errors.
-module(tuple_natives).
-export([cases/0, make/2, filled/3, set/3, insert/3, delete/2, convert/1, chain/1, at/2, guarded/2]).

cases() -> Ts = [{}, {a}, {1, 2, 3}, x, [1]], [{make, [N, X]} || N <- [0, 1, 5, -1, a, 1 bsl 70], X <- [x]] ++ [{filled, [N, d, L]} || N <- [0, 3], L <- [[], [{1, a}], [{3, c}, {1, a}, {3, z}], [{4, x}], [{0, x}], [y], [{1, a} | z]]] ++ [{F, [N, T, new]} || F <- [set, insert], N <- [0, 1, 2, 4, a], T <- Ts] ++ [{delete, [N, T]} || N <- [0, 1, 3, 4], T <- Ts] ++ [{convert, [T]} || T <- Ts ++ [[], [a | b], "abc"]] ++ [{chain, [T]} || T <- Ts] ++ [{F, [N, T]} || F <- [at, guarded], N <- [0, 1, 2, 3, 4, -1, 1 bsl 26, -(1 bsl 27), 1 bsl 27, 1 bsl 70, a, 1.0], T <- Ts ++ [<<1, 2, 3>>, #{a => 1}, 1.5, 1 bsl 70, fun lists:reverse/1, [], self]].

make(N, X) -> {erlang:make_tuple(N, X)}.
filled(N, D, L) -> {erlang:make_tuple(N, D, L)}.
set(N, T, X) -> setelement(N, T, X).
insert(N, T, X) -> [erlang:insert_element(N, T, X)].
delete(N, T) -> {erlang:delete_element(N, T)}.
convert(T) -> {try tuple_to_list(T) catch error:R -> R end, try list_to_tuple(T) catch error:E -> E end}.
chain(T) -> A = erlang:append_element(T, last), B = setelement(1, A, first), C = erlang:insert_element(2, B, second), {C, tuple_size(C), T}.
at(N, T) -> X = element(N, T), {X, element(1, {X})}.
guarded(N, T) when element(N, T) =:= 2 -> two;
guarded(N, T) when element(N, T) > 0; N =:= a -> more;
guarded(_, _) -> no.
