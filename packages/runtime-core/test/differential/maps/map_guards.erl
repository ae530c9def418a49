%% Guards about maps.
-module(map_guards).
-export([cases/0, sized/1, value/2, key/2, compare/2, field/1, alternatives/2, in_guard/1]).

cases() ->
    Ms = [#{}, #{a => 1}, #{a => 2, b => 1}, #{a => b, b => c}, a, [], maps:from_list([{I, I} || I <- lists:seq(1, 40)])],
    [{F, [M]} || F <- [sized, field, in_guard], M <- Ms] ++ [{F, [M, K]} || F <- [value, key, alternatives], M <- Ms, K <- [a, b, 7, 1.0]] ++ [{compare, [A, B]} || A <- lists:sublist(Ms, 5), B <- [#{}, #{a => 2, b => 1}, b]].

sized(M) when map_size(M) > 32 -> large;
sized(M) when map_size(M) =:= 0 -> empty;
sized(M) when is_map(M) -> small;
sized(_) -> none.
value(M, K) when map_get(K, M) =:= 1 -> one;
value(M, K) when is_map_key(map_get(K, M), M) -> chained;
value(M, K) when is_map_key(K, M) -> {there, map_get(K, M)};
value(_, _) -> none.
key(M, K) -> {is_map_key(K, M), map_get(K, M)}.
compare(A, B) when A < B -> less;
compare(A, B) when A =:= B -> same;
compare(A, B) when A > B -> more.
field(M) when map_get(a, M) > map_get(b, M) -> a;
field(M) when map_get(a, M) < map_get(b, M) -> b;
field(M) when M == #{a => 1}; M =:= #{} -> constant;
field(_) -> none.
alternatives(M, K) when is_map_key(K, M), is_integer(map_get(K, M)); K =:= a -> {yes, K};
alternatives(M, _) when not is_map(M) orelse map_size(M) < 2 -> small;
alternatives(_, _) -> no.
in_guard(M) -> if is_map(M) andalso is_map_key(a, M) -> map_size(M) + 1; is_map(M) -> none; true -> M end.
