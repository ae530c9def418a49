%% Patterns of maps: keys that are there, values that match.
-module(map_patterns).
-export([cases/0, one/1, two/1, literal/1, nested/1, bound/2, empty/1, mixed/1, rest/2]).

cases() ->
    Ms = [#{}, #{a => 1}, #{a => 2, b => 3}, #{a => #{b => 5}}, #{1 => x, 1.0 => y}, #{"k" => v}, #{a => [1, 2], b => <<"t">>}, [], {a, 1}, #{b => #{}}],
    [{F, [M]} || F <- [one, two, literal, nested, empty, mixed], M <- Ms] ++ [{F, [M, K]} || F <- [bound, rest], M <- Ms, K <- [a, 1, "k", z]].

one(#{a := X}) -> {a, X};
one(#{b := X}) -> {b, X};
one(M) when is_map(M) -> none;
one(X) -> X.
two(#{a := A, b := B}) -> {A, B};
two(#{a := A}) -> A;
two(_) -> none.
literal(#{a := 1}) -> one;
literal(#{a := 2, b := 3}) -> two;
literal(#{1 := x}) -> integer;
literal(#{"k" := V}) -> V;
literal(_) -> none.
nested(#{a := #{b := X}}) -> X;
nested(#{a := [H | _], b := <<C, _/binary>>}) -> {H, C};
nested(#{b := #{}}) -> inner;
nested(M) -> {no, M}.
bound(M, K) -> case M of #{K := V} -> {K, V}; #{} -> {none, map_size(M)}; _ -> no_map end.
empty(#{} = M) when map_size(M) =:= 0 -> empty;
empty(#{}) -> map;
empty(_) -> none.
mixed({_, _} = T) -> T;
mixed(#{1.0 := Y, 1 := X}) -> [X, Y];
mixed([]) -> nil;
mixed(#{a := X}) when is_list(X); is_integer(X), X > 1 -> {ok, X};
mixed(#{}) -> map.
rest(M, K) -> try #{K := V} = M, V catch error:R -> R end.
