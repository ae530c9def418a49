%% Maps whose values are maps.
-module(maps_of_maps).
-export([cases/0, group/2, merge/2, flatten/1, invert/1, update/3, delete/2, depth/1]).

cases() -> Ms = [#{}, #{a => 1}, #{a => #{b => 2}}, #{a => #{b => #{c => 3}}, d => 4}, #{x => #{}, y => #{a => #{}}}], [{F, [M]} || F <- [flatten, depth, invert], M <- Ms] ++ [{merge, [A, B]} || A <- Ms, B <- Ms] ++ [{update, [P, v, M]} || P <- [[a], [a, b], [a, b, c], [z, y]], M <- Ms] ++ [{delete, [P, M]} || P <- [[a], [a, b], [q, r]], M <- Ms] ++ [{group, [L, N]} || L <- [[], [{a, x, 1}, {a, y, 2}, {b, x, 3}, {a, x, 4}]], N <- [0, 10]].

group(L, N) -> group(L, N, #{}).
group([{A, B, V} | T], N, M) -> group(T, N, case M of #{A := #{B := S} = I} -> M#{A := I#{B := S + V}}; #{A := I} -> M#{A := I#{B => N + V}}; #{} -> M#{A => #{B => N + V}} end);
group([], _, M) -> M.
merge(A, B) when is_map(A), is_map(B) -> into(maps:keys(B), B, A);
merge(_, B) -> B.
into([K | T], B, A) -> into(T, B, case A of #{K := X} -> A#{K := merge(X, map_get(K, B))}; _ -> A#{K => map_get(K, B)} end);
into([], _, A) -> A.
flatten(M) -> maps:from_list(flat(M, [])).
flat(M, P) -> [E || K <- maps:keys(M), E <- case map_get(K, M) of #{} = S when map_size(S) > 0 -> flat(S, [K | P]); V -> [{lists:reverse(P, [K]), V}] end].
invert(M) -> maps:from_list([{V, K} || {K, V} <- [{K, map_get(K, M)} || K <- maps:keys(M)]]).
update([K], V, M) -> M#{K => V};
update([K | P], V, M) -> case M of #{K := #{} = S} -> M#{K := update(P, V, S)}; _ -> M#{K => update(P, V, #{})} end.
delete([K], M) -> maps:remove(K, M);
delete([K | P], M) -> try #{K := S} = M, M#{K := delete(P, S)} catch error:{badmatch, _} -> M; error:{badmap, X} -> {no_map, X} end.
depth(M) when is_map(M) -> 1 + deepest(maps:values(M), 0);
depth(_) -> 0.
deepest([H | T], D) -> deepest(T, max(D, depth(H)));
deepest([], D) -> D.
