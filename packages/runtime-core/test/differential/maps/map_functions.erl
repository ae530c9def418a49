%% The native functions of maps, with good and bad arguments.
-module(map_functions).
-export([cases/0, get/2, find/2, is_key/2, put/3, update/3, remove/2, take/2, merge/2, keys/1, values/1, from_list/1, from_keys/2,
         next/3, iterate/1, to_list/1, size_of/1]).

small() -> [#{}, #{a => 1}, #{a => 1, b => 2, c => 3}, #{1 => x, 1.0 => y, "k" => z}, #{b => 7, d => 8}].
large() -> [maps:from_list([{I, {I}} || I <- lists:seq(1, N)]) || N <- [32, 33, 100]].
bad() -> [a, [], {}, 1, [{a, 1}], <<1>>].
keys() -> [a, 1, 1.0, "k", 33, 100, x].

cases() ->
    [{F, [K, M]} || F <- [get, find, is_key, take, remove], K <- keys(), M <- small() ++ large() ++ bad()] ++
    [{F, [K, v, M]} || F <- [put, update], K <- keys(), M <- small() ++ large() ++ bad()] ++
    [{merge, [A, B]} || A <- small() ++ large() ++ [a, []], B <- small() ++ large() ++ [b, {}]] ++
    [{F, [M]} || F <- [keys, values, iterate, to_list, size_of], M <- small() ++ large() ++ bad()] ++
    [{from_list, [L]} || L <- [[], [{a, 1}], [{a, 1}, {a, 2}], [{b, 1}, {a, 2}, {c, 3}, {b, 4}], [{1, a}, {1.0, b}, {1, c}],
                               [{I rem 20, I} || I <- lists:seq(1, 100)], [{I, I} || I <- lists:seq(1, 32)], [{I, I} || I <- lists:seq(33, 1, -1)],
                               [{{I, I * 1.0}, "x"} || I <- lists:seq(1, 200)], [{a, 1} | b], [{a, 1}, b], [{a}], [{a, 1, 2}], a, {}, [a | b]]] ++
    [{from_keys, [L, V]} || V <- [v, []], L <- [[], [a], [a, a, b], [c, b, a], lists:seq(1, 40), [I rem 7 || I <- lists:seq(1, 60)], [a | b], a, "text"]] ++
    [{next, [P, M, I]} || P <- [0, none, x], M <- [#{}, #{a => 1, b => 2}, x], I <- [iterator, [], [x], {}]].

listed(M) -> sort([{K, maps:get(K, M)} || K <- maps:keys(M)]).
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).

get(K, M) -> X = maps:get(K, M), [X].
find(K, M) -> X = maps:find(K, M), [X].
is_key(K, M) -> X = maps:is_key(K, M), [X].
put(K, V, M) -> X = maps:put(K, V, M), {map_size(X), listed(X)}.
update(K, V, M) -> X = maps:update(K, V, M), {map_size(X), listed(X)}.
remove(K, M) -> X = maps:remove(K, M), {map_size(X), listed(X)}.
take(K, M) -> case maps:take(K, M) of {V, N} -> {V, map_size(N), listed(N)}; Other -> Other end.
merge(A, B) -> X = maps:merge(A, B), {map_size(X), listed(X)}.
keys(M) -> X = maps:keys(M), {length(X), sort(X)}.
values(M) -> X = maps:values(M), {length(X), sort(X)}.
from_list(L) -> X = maps:from_list(L), {map_size(X), listed(X)}.
from_keys(L, V) -> X = maps:from_keys(L, V), {map_size(X), listed(X)}.
size_of(M) -> X = map_size(M), {X}.
next(P, M, I) -> erts_internal:map_next(P, M, I).

%% As maps:next/1 and maps:to_list/1 of OTP go through a map.
iterate(M) -> sort(step(erts_internal:map_next(0, M, iterator))).
step({K, V, Next}) -> [{K, V} | step(Next)];
step([Path | M]) when is_integer(Path) -> step(erts_internal:map_next(Path, M, iterator));
step(none) -> [].

to_list(M) -> sort(to_list_step(erts_internal:map_next(0, M, []))).
to_list_step([Path, M | L]) when is_integer(Path), is_map(M) -> to_list_step(erts_internal:map_next(Path, M, L));
to_list_step(L) -> L.
