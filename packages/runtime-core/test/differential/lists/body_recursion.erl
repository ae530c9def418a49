%% Recursion that builds lists after the call.
-module(body_recursion).
-export([cases/0, map/2, append/2, zip/2, take/2, drop/2, every/2, interleave/2, duplicate/1, flatten/1]).

cases() ->
    Ls = [[], [1], [1, 2, 3, 4, 5], "text", [a | b], x],
    [{F, [A, B]} || F <- [append, zip, interleave], A <- Ls, B <- [[], [x, y], "abcdefg"]] ++ [{map, [K, L]} || K <- [1, a], L <- Ls] ++ [{F, [N, L]} || F <- [take, drop, every], N <- [0, 1, 2, 9], L <- Ls]
    ++ [{duplicate, [L]} || L <- Ls] ++ [{flatten, [T]} || T <- [[], [1, [2, [3, [4]]]], [[[]], [[], [a]]], ["ab", [["c"]]], [1 | 2], b]].

map(K, [H | T]) -> [H + K | map(K, T)];
map(_, []) -> [].
append([H | T], L) -> [H | append(T, L)];
append([], L) -> L.
zip([A | T], [B | U]) -> [{A, B} | zip(T, U)];
zip([], []) -> [];
zip(A, B) -> [{rest, A, B}].
take(0, _) -> [];
take(_, []) -> [];
take(N, [H | T]) -> [H | take(N - 1, T)].
drop(0, L) -> L;
drop(N, [_ | T]) -> drop(N - 1, T);
drop(_, L) -> L.
every(0, _) -> [];
every(N, L) -> every(N, 1, L).
every(N, N, [H | T]) -> [H | every(N, 1, T)];
every(N, I, [_ | T]) -> every(N, I + 1, T);
every(_, _, []) -> [].
interleave([H | T], L) -> [H | interleave(L, T)];
interleave(_, L) -> L.
duplicate([H | T]) -> [H, H | duplicate(T)];
duplicate([]) -> [].
flatten([H | T]) when is_list(H) -> append(flatten(H), flatten(T));
flatten([H | T]) -> [H | flatten(T)];
flatten([]) -> [].
