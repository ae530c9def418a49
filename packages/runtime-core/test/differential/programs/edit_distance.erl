%% Distances of texts and what they have in common.
-module(edit_distance).
-export([cases/0, distance/2, subsequence/2, substring/2, align/2, hamming/2]).

cases() -> Ts = ["", "a", "kitten", "sitting", "saturday", "sunday", "abcabba", "cbabac"], [{F, [A, B]} || F <- [distance, subsequence, substring], A <- Ts, B <- ["", "kitten", "sunday"]] ++ [{align, [A, B]} || A <- ["abc", "kitten"], B <- ["", "axc", "sitting"]] ++ [{hamming, [A, B]} || A <- ["abc", ""], B <- ["abd", "", "ab"]].

distance(A, B) -> last(rows(A, seq(0, length(B)), B, 1)).
rows([], R, _, _) -> R;
rows([C | T], R, B, I) -> rows(T, row(C, B, R, [I]), B, I + 1).
row(C, [D | T], [X, Y | R], [P | _] = A) -> row(C, T, [Y | R], [min(min(P + 1, Y + 1), X + if C =:= D -> 0; true -> 1 end) | A]);
row(_, [], _, A) -> lists:reverse(A).
seq(A, B) when A > B -> [];
seq(A, B) -> [A | seq(A + 1, B)].
last([X]) -> X;
last([_ | T]) -> last(T).
subsequence([C | T], [C | U]) -> [C | subsequence(T, U)];
subsequence([], _) -> [];
subsequence(_, []) -> [];
subsequence([_ | T] = A, [_ | U] = B) when length(A) + length(B) < 13 -> longer(subsequence(T, B), subsequence(A, U));
subsequence([_ | T], [_ | U]) -> subsequence(T, U).
longer(A, B) when length(A) >= length(B) -> A;
longer(_, B) -> B.
substring(A, B) -> best([common(T, U) || T <- tails(A), U <- tails(B)], "").
tails([]) -> [[]];
tails([_ | T] = L) -> [L | tails(T)].
common([C | T], [C | U]) -> [C | common(T, U)];
common(_, _) -> [].
best([H | T], B) when length(H) > length(B) -> best(T, H);
best([_ | T], B) -> best(T, B);
best([], B) -> B.
align([C | T], [C | U]) -> [C | align(T, U)];
align([A | T], [B | U]) -> [{A, B} | align(T, U)];
align([], U) -> [{insert, U}];
align(T, []) -> [{delete, T}].
hamming(A, B) when length(A) =:= length(B) -> length([x || {X, Y} <- zip(A, B), X =/= Y]).
zip([A | T], [B | U]) -> [{A, B} | zip(T, U)];
zip([], []) -> [].
