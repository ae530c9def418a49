%% Comprehensions over lists: several generators, filters, nesting.
-module(list_comprehensions).
-export([cases/0, squares/1, filtered/1, pairs/2, triples/1, nested/1, shadow/1, strings/1, guards/2]).

cases() ->
    Ls = [[], [1], [1, 2, 3], [3, a, 4.0, {b}], [[1, 2], [], [3]]],
    [{F, [L]} || F <- [filtered, nested, shadow, strings], L <- Ls] ++ [{squares, [L]} || L <- lists:sublist(Ls, 3)] ++ [{pairs, [A, B]} || A <- Ls, B <- lists:sublist(Ls, 4)] ++ [{triples, [N]} || N <- [0, 5, 13]] ++ [{guards, [L, N]} || L <- Ls, N <- [2, x]].

squares(L) -> [X * X || X <- L].
filtered(L) -> {[X || X <- L, is_integer(X), X > 1], [X || X <- L, not is_atom(X)], [x || {_} <- L], [T || [_ | T] <- L]}.
pairs(A, B) -> [{X, Y} || X <- A, Y <- B, X =/= Y].
triples(N) -> [{A, B, C} || C <- seq(N), B <- seq(C), A <- seq(B), A * A + B * B =:= C * C].
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
nested(L) -> [[{X, Y} || Y <- L, Y >= X] || X <- L].
shadow(X) -> [X || X <- X, _ <- [1, 2]].
strings(L) -> [C || X <- L, is_list(X), C <- "ab" ++ X].
guards(L, N) -> [if X > N -> more; X =:= N -> same; true -> less end || X <- L, X =/= 1 orelse N =:= x, is_number(X) andalso X < 100 orelse is_list(X)].
