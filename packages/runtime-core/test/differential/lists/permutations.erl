%% Permutations, subsets and other combinations.
-module(permutations).
-export([cases/0, all/1, combinations/2, subsets/1, product/1, derangements/1, next/1, partitions/1, gray/1]).

cases() ->
    [{F, [L]} || F <- [all, derangements], L <- [[], [1], [1, 2], [a, b, c]]] ++ [{combinations, [N, L]} || N <- [0, 1, 2, 3], L <- [[], [1, 2, 3], "abcd"]] ++ [{F, [L]} || F <- [subsets, partitions], L <- [[], [x], [1, 2, 3]]]
    ++ [{product, [L]} || L <- [[], [[]], [[1, 2], "ab"], [[1], [2, 3], [4, 5]]]] ++ [{next, [L]} || L <- [[], [1], [1, 2, 3], [1, 3, 2], [3, 2, 1], [2, 3, 1], [1, 1, 2]]] ++ [{gray, [N]} || N <- [0, 1, 2, 3]].

all([]) -> [[]];
all(L) -> [[H | T] || H <- L, T <- all(L -- [H])].
combinations(0, _) -> [[]];
combinations(_, []) -> [];
combinations(N, [H | T]) -> [[H | C] || C <- combinations(N - 1, T)] ++ combinations(N, T).
subsets([]) -> [[]];
subsets([H | T]) -> S = subsets(T), S ++ [[H | X] || X <- S].
product([]) -> [[]];
product([L | T]) -> [[X | P] || X <- L, P <- product(T)].
derangements(L) -> [P || P <- all(L), differs(P, L)].
differs([X | _], [X | _]) -> false;
differs([_ | T], [_ | U]) -> differs(T, U);
differs([], []) -> true.
next(L) -> case step(lists:reverse(L), []) of last -> last; R -> R end.
step([A, B | T], S) when B < A -> swap(B, lists:reverse([A | S]), T);
step([A | T], S) -> step(T, [A | S]);
step([], _) -> last.
swap(B, S, T) -> swap(B, lists:reverse(S), [], T).
swap(B, [X | L], S, T) -> case L of [Y | _] when Y > B -> swap(B, L, [X | S], T); _ -> lists:reverse(T) ++ [X | lists:reverse(lists:reverse(S) ++ [B | L])] end.
partitions([]) -> [[]];
partitions([H | T]) -> [P || Q <- partitions(T), P <- [[[H] | Q] | into(H, Q)]].
into(_, []) -> [];
into(H, [S | T]) -> [[[H | S] | T] | [[S | U] || U <- into(H, T)]].
gray(0) -> [[]];
gray(N) -> G = gray(N - 1), [[0 | X] || X <- G] ++ [[1 | X] || X <- lists:reverse(G)].
