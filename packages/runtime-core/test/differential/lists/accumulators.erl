%% Tail recursion with one or several accumulators.
-module(accumulators).
-export([cases/0, reverse/1, split/2, partition/2, min_max/1, evens/1, average/1, sums/1, runs/1]).

cases() ->
    Ls = [[], [1], [3, 1, 2], [5, 5, 1, 1, 1, 9], [2.5, 1, 1 bsl 70], [1, 2 | 3]],
    [{F, [L]} || F <- [reverse, min_max, evens, average, sums, runs], L <- Ls] ++ [{F, [N, L]} || F <- [split, partition], N <- [0, 1, 2, 7], L <- Ls].

reverse(L) -> reverse(L, []).
reverse([H | T], A) -> reverse(T, [H | A]);
reverse([], A) -> A.
split(N, L) -> split(N, L, []).
split(0, L, A) -> {reverse(A), L};
split(N, [H | T], A) -> split(N - 1, T, [H | A]);
split(N, [], A) -> {short, N, A}.
partition(P, L) -> partition(P, L, [], [], 0).
partition(P, [H | T], A, B, N) when H < P -> partition(P, T, [H | A], B, N + 1);
partition(P, [H | T], A, B, N) -> partition(P, T, A, [H | B], N);
partition(_, [], A, B, N) -> {A, B, N}.
min_max([H | T]) -> min_max(T, H, H).
min_max([H | T], A, B) when H < A -> min_max(T, H, B);
min_max([H | T], A, B) when H > B -> min_max(T, A, H);
min_max([_ | T], A, B) -> min_max(T, A, B);
min_max([], A, B) -> {A, B}.
evens(L) -> evens(L, true, []).
evens([H | T], true, A) -> evens(T, false, [H | A]);
evens([_ | T], false, A) -> evens(T, true, A);
evens(_, Last, A) -> {Last, reverse(A)}.
average(L) -> average(L, 0, 0).
average([H | T], S, N) -> average(T, S + H, N + 1);
average([], S, N) -> S / N.
sums(L) -> sums(L, 0, 1, 0).
sums([H | T], S, P, Q) -> sums(T, S + H, P * H, Q + H * H);
sums([], S, P, Q) -> {S, P, Q}.
runs([H | T]) -> runs(T, H, 1, []);
runs([]) -> [].
runs([H | T], H, N, A) -> runs(T, H, N + 1, A);
runs([H | T], X, N, A) -> runs(T, H, 1, [{X, N} | A]);
runs([], X, N, A) -> reverse([{X, N} | A]).
