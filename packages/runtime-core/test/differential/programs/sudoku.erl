%% A solver of sudoku of four and of nine.
-module(sudoku).
-export([cases/0, solve/1, valid/1, candidates/2, four/1]).

cases() -> [{four, [S]} || S <- ["1...........2...", "1234341221434321", "12..............", "11..............", "................"]] ++ [{solve, [S]} || S <- ["53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79", "534678912672195348198342567859761423426853791713924856961537284287419635345286179", "55..............................................................................."]] ++ [{valid, [S]} || S <- ["1234341221434321", "1134341221434321", "1..............1"]] ++ [{candidates, [N, S]} || N <- [0, 1, 5, 15], S <- ["1...........2...", "................"]].

four(S) -> solve(S, 4, 2).
solve(S) -> solve(S, 9, 3).
solve(S, N, B) -> case valid(list_to_tuple(S), N, B) of true -> try find(list_to_tuple(S), N, B), none catch throw:R -> tuple_to_list(R) end; false -> invalid end.
find(T, N, B) -> case best(T, N, B, 0, {99, 0, []}) of {99, _, _} -> throw(T); {_, I, Cs} -> [find(setelement(I + 1, T, C), N, B) || C <- Cs] end.
best(_, N, _, I, Best) when I =:= N * N -> Best;
best(T, N, B, I, {L, _, _} = Best) -> case element(I + 1, T) of $. -> Cs = free(I, T, N, B), best(T, N, B, I + 1, case length(Cs) of K when K < L -> {K, I, Cs}; _ -> Best end); _ -> best(T, N, B, I + 1, Best) end.
free(I, T, N, B) -> Used = [element(J + 1, T) || J <- peers(I, N, B)], [C || C <- digits(N), not lists:member(C, Used)].
peers(I, N, B) -> R = I div N, C = I rem N, [J || J <- seq(0, N * N - 1), J =/= I, J div N =:= R orelse J rem N =:= C orelse (J div N div B =:= R div B andalso J rem N div B =:= C div B)].
seq(A, B) when A > B -> [];
seq(A, B) -> [A | seq(A + 1, B)].
digits(N) -> [$0 + D || D <- seq(1, N)].
valid(S) -> valid(list_to_tuple(S), 4, 2).
valid(T, N, B) -> length([x || I <- seq(0, N * N - 1), J <- peers(I, N, B), element(I + 1, T) =/= $., element(I + 1, T) =:= element(J + 1, T)]) =:= 0.
candidates(I, S) -> free(I, list_to_tuple(S), 4, 2).
