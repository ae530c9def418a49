%% Lists of pairs as tables.
-module(association_lists).
-export([cases/0, find/2, store/3, delete/2, merge/2, update/2, keys/1, group/1, index/1]).

cases() ->
    As = [[], [{a, 1}], [{b, 2}, {a, 1}, {b, 3}], [{1, x}, {1.0, y}], [bad, {a, 1}]],
    [{F, [K, A]} || F <- [find, delete, update], K <- [a, 1], A <- As] ++ [{store, [K, v, A]} || K <- [a, z], A <- As] ++ [{merge, [A, B]} || A <- As, B <- lists:sublist(As, 3)] ++ [{F, [A]} || F <- [keys, group, index], A <- As].

find(K, [{K, V} | _]) -> {ok, V};
find(K, [{_, _} | T]) -> find(K, T);
find(_, []) -> error.
store(K, V, [{K, _} | T]) -> [{K, V} | T];
store(K, V, [P | T]) -> [P | store(K, V, T)];
store(K, V, []) -> [{K, V}].
delete(K, L) -> [P || {J, _} = P <- L, J =/= K].
merge([{K, V} | T], L) -> merge(T, store(K, V, L));
merge([], L) -> L;
merge([X | T], L) -> {skipped, X, merge(T, L)}.
update(K, L) -> [case P of {K, V} -> {K, {new, V}}; _ -> P end || P <- L].
keys(L) -> [element(1, P) || P <- L].
group(L) -> group(L, []).
group([{K, V} | T], G) -> case lists:keyfind(K, 1, G) of {_, Vs} -> group(T, store(K, [V | Vs], G)); false -> group(T, [{K, [V]} | G]) end;
group([_ | T], G) -> group(T, G);
group([], G) -> G.
index(L) -> index(L, 1).
index([H | T], N) -> [{N, H} | index(T, N + 1)];
index([], _) -> [].
