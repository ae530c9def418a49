%% Errors about maps: badmap, badkey, badmatch, with their traces.
-module(map_errors).
-export([cases/0, get/2, update/2, pattern/1, merge/2, size/1, body/1, in_fun/1, caught/1, stack/2]).

cases() ->
    Ms = [#{}, #{a => 1}, [], x, {a, 1}, 7],
    [{F, [M]} || F <- [pattern, size, body, in_fun, caught], M <- Ms] ++ [{F, [M, K]} || F <- [get, update, stack], M <- Ms, K <- [a, {b}]] ++ [{merge, [A, B]} || A <- [#{}, y], B <- [#{}, z]].

get(M, K) -> {map_get(K, M)}.
update(M, K) -> {M#{K := 1}}.
pattern(M) -> #{a := X} = M, X.
merge(A, B) -> [maps:merge(A, B)].
size(M) -> map_size(M) + 1.
body(M) ->
    X = is_map_key(a, M),
    {X, M#{b => X}}.
in_fun(M) -> F = fun(K) -> M#{K := 1} end, [F(a), F(b)].
caught(M) -> [try M#{a := 1} catch error:{badkey, K} -> {key, K}; error:{badmap, B} -> {map, B} end, catch value_of(a, M, d)].
stack(M, K) -> [deeper(M, K) | tail].
deeper(M, K) -> maps:get(K, M) + 1.
value_of(K, M, D) -> case M of #{K := V} -> V; _ -> {D, M} end.
