%% Keys of all types, and keys that are nearly the same.
-module(key_kinds).
-export([cases/0, lookup/1, replace/1, integers/1, equal_keys/2, as_literal/1, large/1]).

cases() ->
    Ks = [1, 1.0, 0.0, 134217728, 1 bsl 64, -(1 bsl 70), a, [], [1], "text", {}, {a, 1}, <<>>, <<"b">>, <<1:3>>, #{}, #{a => 1}, {[#{1 => {}}]}, 1.5],
    [{F, [K]} || F <- [lookup, replace, as_literal, large], K <- Ks] ++ [{integers, [N]} || N <- [0, 134217727, (1 bsl 59) - 1, (1 bsl 63) - 1]] ++ [{equal_keys, [A, B]} || {A, B} <- [{1, 1.0}, {1, 1}, {<<1>>, <<1:8>>}, {[1], "\1"}, {1 bsl 64, 18446744073709551616.0}, {{1}, {1.0}}, {#{1 => 1}, #{1 => 1.0}}]].

lookup(K) -> M = #{1 => int, 1.0 => float, a => atom, [] => nil, {a, 1} => tuple, <<"b">> => binary, #{a => 1} => map, "text" => text, 18446744073709551616 => big}, case M of #{K := V} -> V; _ -> none end.
replace(K) -> M = #{K => 1, x => 2}, N = M#{K := 3, K => 4}, {maps:get(K, N), map_size(N), N#{K := 1} =:= M}.
integers(N) -> M = #{N => a, N + 1 => b, N + 2 => c, -N => d, -N - 1 => e, -N - 2 => f}, {[value_of(X, M, none) || X <- [N, N + 1, N + 2, N + 3, -N, -N - 1, -N - 2, -N - 3]], map_size(M)}.
equal_keys(A, B) -> M = #{A => 1, B => 2}, {map_size(M), maps:get(A, M), is_map_key(B, #{A => x})}.
as_literal(K) -> M = #{a => K, K => a}, case M of #{a := a} -> same; #{a := {a, X}} -> X; #{a := X, {a, 1} := _} -> X; #{a := Y} when map_size(M) =:= 2 -> {Y} end.
large(K) -> M = fill(40, #{K => start}), {maps:get(K, M), map_size(maps:remove(K, M)), maps:find({none, K}, M), map_size(M#{K := 1})}.
fill(0, M) -> M;
fill(N, M) -> fill(N - 1, M#{{n, N} => N}).
value_of(K, M, D) -> case M of #{K := V} -> V; #{} -> D end.
