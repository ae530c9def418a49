%% Text in lines and columns.
-module(text_wrapping).
-export([cases/0, wrap/2, justify/2, center/2, columns/1, caesar_lines/2, table/1]).

cases() -> Ts = ["", "one", "the quick brown fox jumps over the lazy dog", "a  b   c", "averyverylongword x"], [{F, [T, N]} || F <- [wrap, justify, center], T <- Ts, N <- [1, 5, 12, 60]] ++ [{columns, [L]} || L <- [[], ["a"], ["a", "bbb", "cc"]]] ++ [{caesar_lines, [T, 3]} || T <- Ts] ++ [{table, [R]} || R <- [[], [["a", "bb"], ["ccc", "d"]], [["x"]]]].

words(T) -> words(T, "").
words([$  | T], "") -> words(T, "");
words([$  | T], W) -> [lists:reverse(W) | words(T, "")];
words([C | T], W) -> words(T, [C | W]);
words([], "") -> [];
words([], W) -> [lists:reverse(W)].
wrap(T, N) -> [join(L) || L <- lines(words(T), N, [], 0)].
lines([W | T], N, [], _) -> lines(T, N, [W], length(W));
lines([W | T], N, L, K) when K + 1 + length(W) =< N -> lines(T, N, [W | L], K + 1 + length(W));
lines([W | T], N, L, _) -> [lists:reverse(L) | lines([W | T], N, [], 0)];
lines([], _, [], _) -> [];
lines([], _, L, _) -> [lists:reverse(L)].
join([]) -> "";
join([W]) -> W;
join([W | T]) -> W ++ " " ++ join(T).
justify(T, N) -> [spread(L, N - length(concat(L)), length(L) - 1) || L <- lines(words(T), N, [], 0)].
concat([]) -> "";
concat([W | T]) -> W ++ concat(T).
spread([W], _, _) -> W;
spread([W | T], S, G) -> K = (S + G - 1) div G, W ++ copies(K, $.) ++ spread(T, S - K, G - 1).
copies(N, _) when N =< 0 -> [];
copies(N, C) -> [C | copies(N - 1, C)].
center(T, N) -> [copies((N - length(L)) div 2, $-) ++ L ++ copies(N - length(L) - (N - length(L)) div 2, $-) || L <- wrap(T, N)].
columns(L) -> W = widest(L, 0), [[X, copies(W - length(X), $ ), "|"] || X <- L].
widest([X | T], W) -> widest(T, max(W, length(X)));
widest([], W) -> W.
caesar_lines(T, N) -> [[if C >= $a, C =< $z -> (C - $a + N) rem 26 + $a; true -> C end || C <- W] || W <- words(T)].
table(R) -> lists:reverse(rows(R, [])).
rows([[A, B] | T], L) -> rows(T, [iolist_to_binary([A, $\t, B]) | L]);
rows([[A] | T], L) -> rows(T, [list_to_binary(A) | L]);
rows([], L) -> L.
