%% The native functions of maps and their errors.
-module(map_natives).
-export([cases/0, two/3, three/4, one/2, from/1, taken/2, merged/2]).

cases() ->
    Ms = [#{}, #{a => 1}, #{a => 2, b => 3, 1 => x}, no_map, []],
    [{two, [F, K, M]} || F <- [get, find, is_key, remove, take], K <- [a, 1, 1.0], M <- Ms] ++ [{three, [F, K, v, M]} || F <- [put, update], K <- [a, c], M <- Ms]
    ++ [{one, [F, M]} || F <- [keys, values], M <- Ms] ++ [{from, [L]} || L <- [[], [{a, 1}], [{a, 1}, {a, 2}, {b, 3}], [{a, 1} | x], [a], [{1, 2, 3}], z]] ++ [{taken, [K, M]} || K <- [a, q], M <- Ms] ++ [{merged, [A, B]} || A <- Ms, B <- Ms].

two(F, K, M) -> X = maps:F(K, M), {X}.
three(F, K, V, M) -> X = maps:F(K, V, M), [X].
one(F, M) -> X = maps:F(M), {X, length(X)}.
from(L) -> M = maps:from_list(L), {M, map_size(M)}.
taken(K, M) -> case maps:take(K, M) of {V, R} -> {V, map_size(R), R}; error -> none end.
merged(A, B) -> M = maps:merge(A, B), {M, map_size(M)}.
