%% Lists of lists, and trees of lists.
-module(nested_lists).
-export([cases/0, depth/1, flatten/1, map/2, count/2, transpose/1, path/2, diagonal/1, rotate/1, equal/2]).

cases() ->
    Ts = [[], [1], [[1, 2], [3]], [[[[a]]], b, [c, [d]]], [[], [[]], [[[]]]], [1 | 2]],
    Ms = [[], [[1]], [[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]], [[a], [b], [c]]],
    [{F, [T]} || F <- [depth, flatten], T <- Ts] ++ [{map, [f, T]} || T <- Ts] ++ [{count, [X, T]} || X <- [1, a, []], T <- Ts] ++ [{F, [M]} || F <- [transpose, diagonal, rotate], M <- Ms] ++ [{path, [P, T]} || P <- [[], [1], [1, 1], [3, 2, 1]], T <- Ts] ++ [{equal, [A, B]} || A <- Ts, B <- [[1], [[1, 2], [3]]]].

depth([H | T]) -> max(1 + depth(H), depth(T));
depth([]) -> 1;
depth(_) -> 0.
flatten(T) -> flatten(T, []).
flatten([H | T], A) -> flatten(H, flatten(T, A));
flatten([], A) -> A;
flatten(X, A) -> [X | A].
map(F, [H | T]) -> [map(F, H) | map(F, T)];
map(_, []) -> [];
map(F, X) -> {F, X}.
count(X, X) -> 1;
count(X, [H | T]) -> count(X, H) + count(X, T);
count(_, _) -> 0.
transpose([]) -> [];
transpose([[] | _]) -> [];
transpose(M) -> [[hd(R) || R <- M] | transpose([tl(R) || R <- M])].
path([], T) -> {ok, T};
path([N | P], T) when is_list(T) -> case nth(N, T) of none -> {none, N}; X -> path(P, X) end;
path(P, _) -> {leaf, P}.
nth(1, [H | _]) -> H;
nth(N, [_ | T]) -> nth(N - 1, T);
nth(_, _) -> none.
diagonal([[X | _] | R]) -> [X | diagonal([T || [_ | T] <- R])];
diagonal([]) -> [].
rotate(M) -> lists:reverse(transpose(M)).
equal([A | T], [B | U]) -> equal(A, B) andalso equal(T, U);
equal(X, X) -> true;
equal(A, B) -> {differ, A, B}.
