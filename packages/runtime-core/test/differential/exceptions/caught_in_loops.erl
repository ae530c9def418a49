%% Exceptions that loops catch and go on.
-module(caught_in_loops).
-export([cases/0, collect/1, retry/2, first/1, sum/1, stop/2, nested/2, stack/2]).

cases() -> [{F, [L]} || F <- [collect, first, sum], L <- [[], [1, 2], [1, a, 0, {}], [0, 0, 5], "ab"]] ++ [{retry, [N, M]} || N <- [0, 1, 3], M <- [0, 2, 3]] ++ [{stop, [L, X]} || L <- [[], [1, 2, 3]], X <- [2, 9]] ++ [{nested, [A, B]} || A <- [0, 1, 3], B <- [0, 2]] ++ [{stack, [N, X]} || N <- [0, 1, 50], X <- [a]].

collect(L) -> [try 12 div X catch error:R -> R end || X <- L].
retry(N, M) -> retry(N, M, 0).
retry(N, M, T) -> try attempt(T, M) of R -> {R, T} catch throw:again when T < N -> retry(N, M, T + 1); throw:again -> gave_up end.
attempt(T, M) when T < M -> throw(again);
attempt(_, _) -> ok.
first([H | T]) -> try {H, 1 / H} catch error:badarith -> first(T) end;
first([]) -> none.
sum(L) -> sum(L, 0, []).
sum([H | T], S, B) -> try S + H of N -> sum(T, N, B) catch _:_ -> sum(T, S, [H | B]) end;
sum([], S, B) -> {S, B}.
stop(L, X) -> try each(L, X), none catch throw:{found, Y} -> Y end.
each([X | _], X) -> throw({found, X});
each([_ | T], X) -> each(T, X);
each([], _) -> ok.
nested(A, B) -> [try [try throw({I, J}) catch {I, J} when J > 1 -> J end || J <- seq(B)] catch {X, Y} -> {X, Y} end || I <- seq(A)].
seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
stack(0, X) -> X;
stack(N, X) -> try stack(N - 1, X) + 1 catch error:badarith -> [N | try stack(0, X) catch _:_ -> [] end]; error:R -> {R, N} end.
