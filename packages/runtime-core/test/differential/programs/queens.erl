%% Queens that do not attack each other, and a knight's tour.
-module(queens).
-export([cases/0, solve/1, count/1, all/1, board/1, knights/2, safe/2]).

cases() -> [{solve, [N]} || N <- [1, 2, 3, 4, 5, 6, 8]] ++ [{count, [N]} || N <- [0, 1, 4, 5, 6]] ++ [{all, [4]}, {all, [3]}] ++ [{board, [N]} || N <- [1, 4, 5]] ++ [{knights, [N, P]} || {N, P} <- [{1, {1, 1}}, {3, {1, 1}}, {5, {1, 1}}]] ++ [{safe, [Q, L]} || Q <- [1, 2, 3], L <- [[], [1], [4, 1], [3, 5]]].

solve(N) -> try place(N, N, [], fun(S) -> throw({found, S}) end), none catch {found, S} -> S end.
place(0, _, S, F) -> F(S);
place(K, N, S, F) -> [place(K - 1, N, [Q | S], F) || Q <- seq(N), safe(Q, S)].
safe(Q, S) -> safe(Q, S, 1).
safe(Q, [P | T], D) -> Q =/= P andalso abs(Q - P) =/= D andalso safe(Q, T, D + 1);
safe(_, [], _) -> true.
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
count(N) -> count(N, N, []).
count(0, _, _) -> 1;
count(K, N, S) -> sum([count(K - 1, N, [Q | S]) || Q <- seq(N), safe(Q, S)]).
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
all(N) -> flat(N, N, []).
flat(0, _, S) -> [S];
flat(K, N, S) -> [R || Q <- seq(N), safe(Q, S), R <- flat(K - 1, N, [Q | S])].
board(N) -> case solve(N) of none -> none; S -> [[if C =:= Q -> $Q; true -> $. end || C <- seq(N)] || Q <- S] end.
knights(N, P) -> tour([P], N * N - 1, N).
tour(L, 0, _) -> lists:reverse(L);
tour([P | _] = L, K, N) -> try_all(order([{length(moves(M, [M | L], N)), M} || M <- moves(P, L, N)]), L, K, N).
try_all([{_, M} | T], L, K, N) -> case tour([M | L], K - 1, N) of none -> try_all(T, L, K, N); R -> R end;
try_all([], _, _, _) -> none.
moves({X, Y}, L, N) -> [{A, B} || {DX, DY} <- [{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}], A <- [X + DX], B <- [Y + DY], A > 0, A =< N, B > 0, B =< N, not lists:member({A, B}, L)].
order([]) -> [];
order([H | T]) -> order([X || X <- T, X < H]) ++ [H] ++ order([X || X <- T, X >= H]).
