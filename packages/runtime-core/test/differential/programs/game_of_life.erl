%% Conway's cells as a list of positions.
-module(game_of_life).
-export([cases/0, step/1, steps/2, blinker/1, glider/1, neighbours/2, text/2]).

cases() -> Ps = [[], [{1, 1}], [{0, 1}, {1, 1}, {2, 1}], [{1, 0}, {2, 1}, {0, 2}, {1, 2}, {2, 2}], [{0, 0}, {0, 1}, {1, 0}, {1, 1}]], [{step, [P]} || P <- Ps] ++ [{steps, [P, N]} || P <- Ps, N <- [0, 2, 8]] ++ [{blinker, [N]} || N <- [0, 1, 2]] ++ [{glider, [N]} || N <- [0, 4, 12]] ++ [{neighbours, [C, P]} || C <- [{1, 1}, {0, 0}], P <- Ps] ++ [{text, [P, N]} || P <- Ps, N <- [1, 3]].

step(P) -> Set = set(P, #{}), sort([C || C <- candidates(P), alive(C, Set)]).
set([H | T], M) -> set(T, M#{H => true});
set([], M) -> M.
candidates(P) -> maps:keys(set([{X + DX, Y + DY} || {X, Y} <- P, DX <- [-1, 0, 1], DY <- [-1, 0, 1]], #{})).
alive(C, S) -> case count(C, S) of 3 -> true; 2 -> is_map_key(C, S); _ -> false end.
count({X, Y}, S) -> length([1 || DX <- [-1, 0, 1], DY <- [-1, 0, 1], {DX, DY} =/= {0, 0}, is_map_key({X + DX, Y + DY}, S)]).
sort([]) -> [];
sort([H | T]) -> sort([X || X <- T, X < H]) ++ [H] ++ sort([X || X <- T, X > H]).
steps(P, 0) -> sort(P);
steps(P, N) -> steps(step(P), N - 1).
blinker(N) -> steps([{0, 1}, {1, 1}, {2, 1}], N).
glider(N) -> L = steps([{1, 0}, {2, 1}, {0, 2}, {1, 2}, {2, 2}], N), {length(L), hd(L)}.
neighbours(C, P) -> count(C, set(P, #{})).
text(P, N) -> S = set(P, #{}), [[case S of #{{X, Y} := _} -> $#; _ -> $. end || X <- seq(0, N)] || Y <- seq(0, N)].
seq(A, B) when A > B -> [];
seq(A, B) -> [A | seq(A + 1, B)].
