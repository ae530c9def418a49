%% Maps used as objects.
-module(record_like_maps).
-export([cases/0, new/1, birthday/1, move/2, update_all/2, validate/1, default/2, path/2, set/3]).

cases() ->
    Ps = [#{name => "ann", age => 40, pos => {0, 0}}, #{name => <<"bob">>, age => 1 bsl 27, pos => {1, -1}}, #{name => x}, #{age => old}, #{}, none],
    [{new, [X]} || X <- ["ann", 5, []]] ++ [{F, [P]} || F <- [birthday, validate], P <- Ps] ++ [{move, [P, D]} || P <- Ps, D <- [{1, 1}, x]] ++ [{update_all, [L, F]} || L <- [[], lists:sublist(Ps, 2), Ps], F <- [age, name]]
    ++ [{default, [P, K]} || P <- Ps, K <- [age, colour]] ++ [{path, [T, P]} || T <- [tree()], P <- [[], [a], [a, b], [a, b, c], [a, x], [a, b, c, d], [z]]] ++ [{set, [T, P, new]} || T <- [tree()], P <- [[], [a], [a, b, c], [a, x], [q, r]]].
tree() -> #{a => #{b => #{c => leaf}, 1 => one}}.

new(Name) -> #{name => Name, age => 0, pos => {0, 0}, tags => []}.
birthday(#{age := A} = P) when is_integer(A) -> P#{age := A + 1};
birthday(#{name := N}) -> {no_age, N};
birthday(P) -> {bad, P}.
move(#{pos := {X, Y}} = P, {DX, DY}) -> P#{pos := {X + DX, Y + DY}};
move(P, D) when is_map(P) -> P#{pos => D}.
update_all(L, F) -> [P#{F := changed} || P <- L].
validate(#{name := N, age := A}) when is_list(N) orelse is_binary(N), A >= 0, A < 200 -> ok;
validate(#{name := _, age := A}) -> {bad_age, A};
validate(#{} = P) -> {missing, [K || K <- [name, age, pos], not is_map_key(K, P)]};
validate(_) -> no_map.
default(P, K) -> try value_of(K, P, 7) catch error:{case_clause, M} -> {none, M} end.
path(T, []) -> T;
path(T, [K | R]) -> case T of #{K := S} -> path(S, R); _ -> {none, K} end.
set(_, [], V) -> V;
set(T, [K | R], V) when is_map(T) -> T#{K => set(case T of #{K := S} -> S; #{} -> #{} end, R, V)};
set(_, P, V) -> set(#{}, P, V).
value_of(K, M, D) -> case M of #{K := V} -> V; #{} -> D end.
