%% Loops whose counters cross the ends of small integers.
-module(counting_loops).
-export([cases/0, up/2, down/2, by/3, both/4, crossing/2, nested/1, until/1]).

cases() ->
    [{up, [A, A + 5]} || A <- starts()] ++ [{down, [A + 5, A]} || A <- starts()]
    ++ [{by, [A, A + 50, S]} || A <- starts(), S <- [7, 49]] ++ [{both, [A, A + 6, A + 6, A]} || A <- starts()]
    ++ [{crossing, [A, N]} || A <- starts(), N <- [0, 1, 40]] ++ [{nested, [N]} || N <- [0, 1, 5, 12]] ++ [{until, [X]} || X <- [1, 3, 1 bsl 25, 1 bsl 62]].
starts() -> [0, -3, 134217725, -134217731, (1 bsl 59) - 3, (1 bsl 63) - 3, -(1 bsl 63) - 3, (1 bsl 64) - 3].

up(A, B) when A > B -> [];
up(A, B) -> [A | up(A + 1, B)].
down(A, B) -> down(A, B, []).
down(A, B, L) when A < B -> L;
down(A, B, L) -> down(A - 1, B, [A | L]).
by(A, B, S) -> by(A, B, S, 0).
by(A, B, _, N) when A >= B -> {A, N};
by(A, B, S, N) -> by(A + S, B, S, N + 1).
both(A, B, C, D) when A =< B, C >= D -> [A - C | both(A + 1, B, C - 1, D)];
both(A, _, C, _) -> {A, C}.
crossing(A, 0) -> A;
crossing(A, N) -> B = A + N, crossing(B, N - 1).
nested(N) -> outer(N, N, 0).
outer(0, _, S) -> S;
outer(I, N, S) -> outer(I - 1, N, inner(N, I, S)).
inner(0, _, S) -> S;
inner(J, I, S) -> inner(J - 1, I, S + I * J).
until(X) when X > 1 bsl 66 -> [X];
until(X) -> [X | until(X * 8)].
