%% Results kept in maps: dynamic programming.
-module(memo_tables).
-export([cases/0, fibonacci/1, partitions/2, collatz/1, change/2, grid/2, subset/2]).

cases() ->
    [{fibonacci, [N]} || N <- [0, 1, 2, 30, 90, 150]] ++ [{partitions, [N, K]} || N <- [0, 1, 5, 30], K <- [1, 3, 30]] ++ [{collatz, [N]} || N <- [1, 2, 30, 97]] ++ [{change, [N, C]} || N <- [0, 1, 30, 63], C <- [[], [1, 5, 10, 25], [2, 4], [1, 5, 10, 21, 25]]]
    ++ [{grid, [A, B]} || A <- [0, 1, 5, 16], B <- [0, 2, 18]] ++ [{subset, [L, S]} || L <- [[], [3, 34, 4, 12, 5, 2], [1, 2, 4, 8, 16]], S <- [0, 9, 30, 31, 32]].

fibonacci(N) -> {V, M} = fibonacci(N, #{0 => 0, 1 => 1}), {V, map_size(M)}.
fibonacci(N, M) ->
    case M of
        #{N := V} -> {V, M};
        _ -> {A, M1} = fibonacci(N - 1, M), {B, M2} = fibonacci(N - 2, M1), {A + B, M2#{N => A + B}}
    end.
partitions(N, K) -> element(1, partitions(N, K, #{})).
partitions(0, _, M) -> {1, M};
partitions(N, K, M) when N < 0; K =:= 0 -> {0, M};
partitions(N, K, M) when is_map_key({N, K}, M) -> {map_get({N, K}, M), M};
partitions(N, K, M) -> {A, M1} = partitions(N - K, K, M), {B, M2} = partitions(N, K - 1, M1), {A + B, M2#{{N, K} => A + B}}.
collatz(N) -> collatz(N, #{1 => 0}, {0, 1}).
collatz(0, _, Best) -> Best;
collatz(N, M, {L, B}) -> {X, M1} = steps(N, M), collatz(N - 1, M1, if X > L -> {X, N}; true -> {L, B} end).
steps(N, M) when is_map_key(N, M) -> {map_get(N, M), M};
steps(N, M) -> {X, M1} = steps(if N band 1 =:= 0 -> N bsr 1; true -> 3 * N + 1 end, M), {X + 1, M1#{N => X + 1}}.
change(N, C) -> change(1, N, C, #{0 => 0}).
change(I, N, _, M) when I > N -> value_of(N, M, impossible);
change(I, N, C, M) -> case [map_get(I - X, M) || X <- C, is_map_key(I - X, M)] of [] -> change(I + 1, N, C, M); L -> change(I + 1, N, C, M#{I => least(L) + 1}) end.
least([X]) -> X;
least([X | T]) -> min(X, least(T)).
grid(A, B) -> element(1, grid(A, B, #{})).
grid(0, _, M) -> {1, M};
grid(_, 0, M) -> {1, M};
grid(A, B, M) -> K = [A | B], case M of #{K := V} -> {V, M}; #{} -> {X, M1} = grid(A - 1, B, M), {Y, M2} = grid(A, B - 1, M1), {X + Y, M2#{K => X + Y}} end.
subset(L, S) -> is_map_key(S, sums(L, #{0 => []})).
sums([X | T], M) -> sums(T, add(maps:keys(M), X, M));
sums([], M) -> M.
add([K | T], X, M) -> add(T, X, M#{K + X => []});
add([], _, M) -> M.
value_of(K, M, D) -> case M of #{K := V} -> V; #{} -> D end.
