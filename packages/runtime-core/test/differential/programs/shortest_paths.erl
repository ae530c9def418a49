%% Algorithms on graphs.
-module(shortest_paths).
-export([cases/0, dijkstra/2, path/3, breadth/2, floyd/1, components/1, topological/1, spanning/1, cycle/1]).

cases() -> G = #{a => [{b, 4}, {c, 1}], b => [{d, 1}], c => [{b, 2}, {d, 5}], d => [], e => [{a, 1}]}, H = #{1 => [{2, 7}], 2 => [{3, 1}], 3 => [{1, 2}]}, [{dijkstra, [X, S]} || {X, S} <- [{G, a}, {G, e}, {G, d}, {H, 1}, {H, 3}]] ++ [{path, [X, A, B]} || {X, A, B} <- [{G, a, d}, {G, e, d}, {G, d, a}, {H, 1, 3}, {G, a, a}]] ++ [{breadth, [X, S]} || {X, S} <- [{G, a}, {H, 2}]] ++ [{F, [X]} || F <- [floyd, components, topological, spanning, cycle], X <- [#{}, G, H]].

dijkstra(G, S) -> dijkstra([{0, S}], G, #{}).
dijkstra([{D, N} | Q], G, Done) when not is_map_key(N, Done) -> dijkstra(insert([{D + W, M} || {M, W} <- map_get(N, G)], Q), G, Done#{N => D});
dijkstra([_ | Q], G, Done) -> dijkstra(Q, G, Done);
dijkstra([], _, Done) -> Done.
insert([H | T], Q) -> insert(T, put_in(H, Q));
insert([], Q) -> Q.
put_in(X, [Y | T]) when X > Y -> [Y | put_in(X, T)];
put_in(X, Q) -> [X | Q].
path(G, A, B) -> path([{0, A, [A]}], G, B, #{}).
path([{D, B, P} | _], _, B, _) -> {D, lists:reverse(P)};
path([{D, N, P} | Q], G, B, Seen) -> case Seen of #{N := _} -> path(Q, G, B, Seen); _ -> path(insert([{D + W, M, [M | P]} || {M, W} <- map_get(N, G)], Q), G, B, Seen#{N => x}) end;
path([], _, _, _) -> none.
breadth(G, S) -> breadth([S], [], G, #{S => 0}, [S]).
breadth([N | T], Next, G, D, O) -> {D2, New} = visit(map_get(N, G), map_get(N, D) + 1, D, []), breadth(T, Next ++ New, G, D2, New ++ O);
breadth([], [], _, D, O) -> {D, lists:reverse(O)};
breadth([], Next, G, D, O) -> breadth(Next, [], G, D, O).
visit([{M, _} | T], K, D, New) when is_map_key(M, D) -> visit(T, K, D, New);
visit([{M, _} | T], K, D, New) -> visit(T, K, D#{M => K}, New ++ [M]);
visit([], _, D, New) -> {D, New}.
floyd(G) -> Ns = maps:keys(G), D = edges(Ns, G, #{}), relax([{K, I, J} || K <- Ns, I <- Ns, J <- Ns], D).
edges([N | T], G, D) -> edges(T, G, add([{{N, M}, W} || {M, W} <- map_get(N, G)], D#{{N, N} => 0}));
edges([], _, D) -> D.
add([{K, V} | T], D) -> add(T, D#{K => V});
add([], D) -> D.
relax([{K, I, J} | T], D) -> case D of #{{I, K} := A, {K, J} := B, {I, J} := C} when A + B < C -> relax(T, D#{{I, J} := A + B}); #{{I, J} := _} -> relax(T, D); #{{I, K} := A, {K, J} := B} -> relax(T, D#{{I, J} => A + B}); _ -> relax(T, D) end;
relax([], D) -> D.
components(G) -> P = join([{N, M} || N <- maps:keys(G), {M, _} <- map_get(N, G)], #{}), [{N, root(N, P)} || N <- maps:keys(G)].
join([{A, B} | T], P) -> case {root(A, P), root(B, P)} of {R, R} -> join(T, P); {R, S} -> join(T, P#{S => R}) end;
join([], P) -> P.
root(N, P) -> case P of #{N := M} -> root(M, P); _ -> N end.
topological(G) -> top(maps:keys(G), G, []).
top([], _, O) -> lists:reverse(O);
top(Ns, G, O) -> case [N || N <- Ns, not lists:member(N, [M || K <- Ns, {M, _} <- map_get(K, G)])] of [] -> {cycle, Ns}; [N | _] -> top(Ns -- [N], G, [N | O]) end.
spanning(G) -> kruskal(insert([{W, N, M} || N <- maps:keys(G), {M, W} <- map_get(N, G)], []), #{}, []).
kruskal([{W, A, B} | T], P, S) -> case {root(A, P), root(B, P)} of {R, R} -> kruskal(T, P, S); {R, Q} -> kruskal(T, P#{Q => R}, [{W, A, B} | S]) end;
kruskal([], _, S) -> {lists:reverse(S), sum(S)}.
sum([{W, _, _} | T]) -> W + sum(T);
sum([]) -> 0.
cycle(G) -> case topological(G) of {cycle, L} -> {yes, L}; _ -> no end.
