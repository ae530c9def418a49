%% Lists as the compiler takes them apart without its optimizations: both parts of a cell in one register.
-module(unoptimized_lists).
-compile([no_ssa_opt, no_type_opt]).
-export([cases/0, unused/1, crossed/2, skipped/1, last_two/1]).

cases() ->
    Ls = [[], [1], [a, b, c], [1, 2, 3, 4 | x], "text", [[1], [2, 3]], not_a_list],
    [{F, [L]} || F <- [unused, skipped, last_two], L <- Ls] ++ [{crossed, [L, K]} || L <- Ls, K <- Ls].

unused(L) -> unused(L, L, []).
unused(L, A, B) -> [{A, B} || _ <- L, <<_:16/little>> <= <<5:3, 7:13>>].
crossed(L, K) -> [{X, L} || _ <- L, X <- K, X =/= b].
skipped([_, _ | T]) -> T;
skipped([_ | T]) -> skipped(T, T);
skipped(T) -> T.
skipped(A, A) -> {same, A}.
last_two([_ | [_ | [_ | _]] = T]) -> last_two(T);
last_two(L) -> L.
