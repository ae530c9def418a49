%% Terms walked through and measured.
-module(sizes_of_terms).
-export([cases/0, flat_size/1, external/1, depth/1, count/2, same/1, fold/1]).

cases() -> Ts = [1, 1 bsl 70, a, 1.5, [], [1, 2], "abc", {a, [b]}, #{a => 1}, #{k => #{l => [m]}}, <<1, 2>>, {{{}}}, [[[]], {[]}]], [{F, [T]} || F <- [external, depth, same, fold], T <- Ts] ++ [{count, [X, T]} || X <- [a, 1, []], T <- Ts] ++ [{flat_size, [T]} || T <- Ts].

flat_size(T) -> erts_debug:flat_size(T) =:= 2 * erts_debug:flat_size(T) - erts_debug:flat_size(T).
external(T) -> byte_size(term_to_binary([X || X <- leaves(T, []), not is_atom(X)])).
depth(T) -> 1 + deepest(parts(T), 0).
deepest([H | T], D) -> deepest(T, max(D, depth(H)));
deepest([], D) -> D.
parts(T) when is_tuple(T) -> tuple_to_list(T);
parts(T) when is_list(T) -> T;
parts(M) when is_map(M) -> maps:keys(M) ++ maps:values(M);
parts(_) -> [].
count(X, X) -> 1;
count(X, T) -> total([count(X, P) || P <- parts(T)], 0).
total([H | T], S) -> total(T, S + H);
total([], S) -> S.
same(T) -> U = {T, [T]}, {erts_debug:same(element(1, U), hd(element(2, U))), T =:= element(1, U)}.
fold(T) -> lists:reverse(leaves(T, [])).
leaves([H | T], A) -> leaves(T, leaves(H, A));
leaves([], A) -> A;
leaves(T, A) when is_tuple(T) -> leaves(tuple_to_list(T), A);
leaves(M, A) when is_map(M) -> leaves(maps:values(M), A);
leaves(X, A) -> [X | A].
