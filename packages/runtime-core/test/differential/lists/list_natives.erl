%% The native functions of the module lists, and their errors.
-module(list_natives).
-export([cases/0, member/2, reverse/2, keys/3, find/3, reversed/1, search/3]).

cases() ->
    Ls = [[], [1], [a, 1, 1.0, "s", {x}], [1 | 2], x],
    Ts = [[], [{a, 1}, {b, 2}], [x, {}, {1.0, q}, {1, r}, {b}], [{a, 1} | z], [y | {a}], y],
    [{member, [X, L]} || X <- [1, 1.0, {x}, z], L <- Ls] ++ [{reverse, [A, B]} || A <- Ls, B <- [[], [t], u]] ++ [{reversed, [L]} || L <- Ls] ++ [{F, [K, N, T]} || F <- [keys, find, search], K <- [a, 1], N <- [1, 2], T <- Ts] ++ [{find, [a, N, [{a}]]} || N <- [0, -1, x, 1.0, 1 bsl 70]].

member(X, L) -> R = lists:member(X, L), {R}.
reverse(A, B) -> [lists:reverse(A, B)].
reversed(L) -> {lists:reverse(L), lists:reverse(lists:reverse(L)) =:= L}.
keys(K, N, L) -> case lists:keymember(K, N, L) of true -> yes; false -> no end.
find(K, N, L) -> case lists:keyfind(K, N, L) of T when is_tuple(T) -> {found, T}; false -> none end.
search(K, N, L) -> case lists:keysearch(K, N, L) of {value, V} -> V; R -> R end.
