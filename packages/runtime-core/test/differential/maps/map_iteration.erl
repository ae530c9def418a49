%% Maps gone through by their native iterator.
-module(map_iteration).
-export([cases/0, sum/1, filter/2, map/1, fold/2, pairs/1, next/1]).

cases() ->
    Ms = [#{}, #{a => 1}, #{c => 3, a => 1, b => 2}, #{1 => 2, 1.0 => 3, 0 => 4}, #{{x} => 5, "s" => 6, <<>> => 7}],
    Big = maps:from_list([{I, I * I} || I <- lists:seq(1, 100)]),
    [{F, [M]} || F <- [sum, map], M <- [Big | Ms]] ++ [{F, [M]} || F <- [pairs, next], M <- Ms] ++ [{filter, [M, N]} || M <- [Big | Ms], N <- [2, 9500]] ++ [{fold, [M, A]} || M <- Ms, A <- [0, [], x]] ++ [{pairs, [none]}].

iterate(M) -> erts_internal:map_next(0, M, iterator).
sum(M) -> sum(iterate(M), 0).
sum({_, V, I}, S) when is_tuple(I); I =:= none -> sum(I, S + V);
sum({_, V, [P | M]}, S) -> sum(erts_internal:map_next(P, M, iterator), S + V);
sum([P | M], S) -> sum(erts_internal:map_next(P, M, iterator), S);
sum(none, S) -> S.
filter(M, N) -> filter(pairs(M), N, #{}).
filter([{K, V} | T], N, M) when V > N -> filter(T, N, M#{K => V});
filter([_ | T], N, M) -> filter(T, N, M);
filter([], _, M) -> M.
map(M) -> R = map(pairs(M), #{}), {map_size(R), R =:= M, sum(R) - sum(M)}.
map([{K, V} | T], M) -> map(T, M#{K => V + 1});
map([], M) -> M.
fold(M, A) -> fold(maps:values(M), A, 0).
fold([V | T], A, N) when is_integer(A) -> fold(T, A + V, N + 1);
fold([V | T], A, N) when is_list(A) -> fold(T, [V | A], N + 1);
fold(_, A, N) -> {A, N}.
pairs(M) -> [{K, map_get(K, M)} || K <- maps:keys(M)].
next(M) -> lists:reverse(next(iterate(M), [])).
next({K, V, I}, L) -> next(I, [{K, V} | L]);
next([P | M], L) -> next(erts_internal:map_next(P, M, iterator), L);
next(none, L) -> L.
