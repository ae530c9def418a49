%% Maps in patterns, guards, construction and update.
-module(map_syntax).
-export([cases/0, make/2, make_many/1, literal/1, assoc/3, assoc_known/1, exact/3, exact_known/1, exact_many/1, mixed/2, match/1, match_key/2,
         nested/1, in_guard/2, guard_update/1, guard_bifs/2, sizes/1, get_bif/2, key_bif/2, clauses/1, rebind/1, big_keys/1, deep/1,
         comprehend/1, many_pairs/1, frames/2, closures/1, keep/1, odd_keys/1, equal_keys/1, overwrite/1, is_a_map/1, large_literal/1]).

maps() ->
    [#{}, #{a => 1}, #{a => 1, b => 2}, #{b => 2, c => 3}, #{a => #{b => #{c => deep}}}, #{1 => int, 1.0 => float}, #{"key" => <<"value">>},
     #{{a, b} => [1], [] => nil}, maps:from_list([{I, I * I} || I <- lists:seq(1, 40)]), maps:from_list([{{k, I}, I} || I <- lists:seq(1, 33)])].

others() -> [a, [], {}, 1, 1.5, <<>>, [{a, 1}], fun erlang:abs/1].

keys() -> [a, b, c, 1, 1.0, 2, "key", {a, b}, {k, 7}, [], 1 bsl 70, -0.0, 0.0, #{}, #{a => 1}].

cases() ->
    [{make, [A, B]} || A <- [1, x, [1 | 2]], B <- [#{}, {}]] ++
    [{F, [M]} || F <- [assoc_known, exact_known, exact_many, match, nested, guard_update, sizes, clauses, is_a_map, overwrite, comprehend], M <- maps() ++ others()] ++
    [{F, [K, V, M]} || F <- [assoc, exact], K <- keys(), V <- [new], M <- maps() ++ [a, []]] ++
    [{F, [K, M]} || F <- [match_key, get_bif, key_bif, in_guard, guard_bifs], K <- keys(), M <- maps() ++ [a, []]] ++
    [{mixed, [K, M]} || K <- [a, x, y, z], M <- [#{}, #{a => 1, y => 2}, #{y => 1}, #{x => 1, y => 2, z => 3}]] ++
    [{F, [X]} || F <- [make_many, literal, rebind, big_keys, odd_keys, equal_keys, large_literal], X <- [1, a, "text"]] ++
    [{deep, [N]} || N <- [0, 1, 50]] ++ [{many_pairs, [N]} || N <- [1, 7]] ++ [{frames, [N, #{}]} || N <- [0, 5, 80]] ++
    [{closures, [#{a => 1, b => 2}]}, {keep, [60]}].

listed(M) -> lists_sort(maps:keys(M), M).
lists_sort(Keys, M) -> [{K, maps:get(K, M)} || K <- sort(Keys)].
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).

make(A, B) -> #{a => A, A => B, 3 => [A], B => b, {x, A} => B, "s" => A}.
make_many(X) -> #{a => X, z => X, m => 1, 3 => three, -1 => X, 2.5 => [X], 'B' => b, "str" => X, <<"bin">> => X, {t, u} => X, [] => nil}.
literal(X) -> {#{}, #{a => 1, b => [2], c => #{d => e}}, #{1 => a, 1.0 => b, {} => c, "x" => d}, X}.
assoc(K, V, M) -> N = M#{K => V}, {map_size(N), map_size(M), map_get(K, N)}.
exact(K, V, M) -> N = M#{K := V}, {map_size(N), map_get(K, N), map_get(K, M)}.
assoc_known(M) -> N = M#{a => new, c => other, "key" => 1, 17 => x}, {listed(N), map_size(M)}.
exact_known(M) -> N = M#{a := new}, listed(N).
exact_many(M) -> N = M#{z := 1, b := 2, a := 3}, listed(N).
mixed(K, M) -> M#{K => 1, x => 2, y := 3, K => 4}.

match(#{a := A, b := B}) -> {ab, A, B};
match(#{a := A}) -> {a, A};
match(#{1 := A, 1.0 := B}) -> {numbers, A, B};
match(#{"key" := A}) -> {key, A};
match(#{{k, 7} := A, {k, 33} := B}) -> {large, A, B};
match(M) when is_map(M) -> {none, map_size(M)}.

match_key(K, M) -> #{K := V} = M, V.

nested(#{a := #{b := #{c := X}}}) -> {found, X};
nested(M) -> #{b := X, c := Y} = M, {X, Y}.

in_guard(K, M) when map_get(K, M) =:= 1 -> one;
in_guard(K, M) when is_map_key(K, M) -> key;
in_guard(_, M) when map_size(M) > 2 -> large;
in_guard(_, _) -> other.

guard_bifs(K, M) -> {reason(fun() -> map_size(M) end), reason(fun() -> map_get(K, M) end), reason(fun() -> is_map_key(K, M) end), is_map(M)}.
reason(F) -> try F() catch error:Reason -> {reason, Reason} end.

guard_update(M) when M#{a => 1} =:= #{a => 1} -> only_a;
guard_update(M) when M#{b := 2} =:= M -> same;
guard_update(M) when M =:= #{} -> empty;
guard_update(_) -> none.

sizes(M) -> {map_size(M), map_size(M#{new => 1}), map_size(M#{a => 1})}.
get_bif(K, M) -> X = map_get(K, M), [X].
key_bif(K, M) -> X = is_map_key(K, M), [X].

clauses(#{c := C, b := B}) -> {C, B};
clauses(#{b := 2} = M) -> maps:keys(M);
clauses(#{[] := N}) -> N;
clauses(#{40 := N, 1 := M}) -> N + M.

rebind(X) -> M = #{x => X, y => 2}, #{x := Y, y := Z} = M, #{Y => Z, Z => Y, M => M}.
big_keys(X) -> M = #{(1 bsl 80) => X, (1 bsl 40) => b, -(1 bsl 80) => c, 1.0e10 => d, 10000000000 => e},
    #{10000000000 := E, 1.0e10 := D} = M, {E, D, maps:keys(M), maps:values(M)}.
odd_keys(X) -> M = #{fun erlang:abs/1 => X, self => 1, <<>> => 2, <<1, 2, 3>> => 3, #{} => 4, #{a => X} => 5, {} => 6, [[]] => 7, 'é' => 8},
    {maps:get(fun erlang:abs/1, M), maps:get(#{a => X}, M), maps:get(<<1, 2, 3>>, M), maps:get('é', M), maps:get([[]], M), maps:keys(M)}.
equal_keys(X) -> Zero = zero(X), M = #{0.0 => a, Zero => b, 0 => c}, {map_size(M), maps:values(M), maps:get(-0.0, M)}.
zero(_) -> -0.0.
overwrite(M) when is_map(M) -> #{M => M, a => M};
overwrite(M) -> [M].
is_a_map(M) -> {is_map(M), is_map(M) andalso map_size(M) > 1}.

deep(0) -> #{};
deep(N) -> #{n => N, rest => deep(N - 1)}.

comprehend(M) -> [{V, K} || {K, V} <- pairs(M)].
pairs(M) -> [{K, maps:get(K, M)} || K <- sort(maps:keys(M))].

many_pairs(N) ->
    M = #{k1 => N, k2 => N, k3 => N, k4 => N, k5 => N, k6 => N, k7 => N, k8 => N, k9 => N, k10 => N, k11 => N, k12 => N, k13 => N, k14 => N,
          k15 => N, k16 => N, k17 => N, k18 => N, k19 => N, k20 => N, k21 => N, k22 => N, k23 => N, k24 => N, k25 => N, k26 => N, k27 => N,
          k28 => N, k29 => N, k30 => N, k31 => N, k32 => N, k33 => N, k34 => N + 1},
    #{k1 := A, k34 := B} = M,
    {A, B, map_size(M), map_size(M#{k1 := 1, k20 := 2, k34 := 3}), map_size(M#{l1 => 1, k2 => 2})}.

large_literal(X) ->
    M = #{1 => a, 2 => b, 3 => c, 4 => d, 5 => e, 6 => f, 7 => g, 8 => h, 9 => i, 10 => j, 11 => k, 12 => l, 13 => m, 14 => n, 15 => o, 16 => p,
          17 => q, 18 => r, 19 => s, 20 => t, 21 => u, 22 => v, 23 => w, 24 => x, 25 => y, 26 => z, 27 => aa, 28 => bb, 29 => cc, 30 => dd,
          31 => ee, 32 => ff, 33 => #{in => side}, 34 => "list"},
    {maps:get(33, M), map_size(M), maps:find(X, M), listed(M#{X => X})}.

frames(0, M) -> listed(M);
frames(N, M) -> R = frames(N - 1, M#{N => {N, N}}), [length(R) | R].

closures(M) -> F = fun(K) -> maps:get(K, M) end, G = fun(#{a := A}) -> A end, {F(a), F(b), G(M), reason(fun() -> F(c) end), reason(fun() -> G(#{}) end)}.

keep(0) -> [];
keep(N) -> M = #{n => N, l => [N, N], t => {N}}, #{l := [A | _], t := {B}} = M#{n := 0}, [A + B, map_size(M) | keep(N - 1)].
