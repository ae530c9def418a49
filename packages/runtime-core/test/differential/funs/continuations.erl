%% Continuation passing: what is to be done next, as a fun.
-module(continuations).
-export([cases/0, factorial/2, fold/2, generator/2, early/2, tree/1, parser/1]).

cases() -> [{factorial, [N, K]} || N <- [0, 1, 10, 25], K <- [0, 5]] ++ [{fold, [L, A]} || L <- [[], [1, 2, 3], "ab"], A <- [[], x]] ++ [{generator, [N, M]} || N <- [0, 1, 5], M <- [0, 3]] ++ [{early, [L, X]} || L <- [[1, 2, 3], [], [2, 0, 4]], X <- [0, 2]] ++ [{tree, [T]} || T <- [leaf, {leaf, 1, leaf}, {{leaf, 1, leaf}, 2, {leaf, 3, leaf}}]] ++ [{parser, [S]} || S <- ["", "1", "12", "1+2", "1+2+30", "+", "1+"]].

factorial(N, K) -> fact(N, fun(X) -> X + K end).
fact(0, K) -> K(1);
fact(N, K) -> fact(N - 1, fun(X) -> K(N * X) end).
fold(L, A) -> fold(L, A, fun(R) -> {done, R} end).
fold([H | T], A, K) -> fold(T, A, fun(R) -> K([{H, R}]) end);
fold([], A, K) -> K(A).
generator(N, M) -> take(M, fun() -> from(N) end).
from(N) -> {N, fun() -> from(N * 2 + 1) end}.
take(0, _) -> [];
take(M, G) -> {X, H} = G(), [X | take(M - 1, H)].
early(L, X) -> product(L, X, fun(R) -> {product, R} end, fun(Y) -> {stopped, Y} end).
product([X | _], X, _, Stop) -> Stop(X);
product([H | T], X, K, Stop) -> product(T, X, fun(R) -> K(R * H) end, Stop);
product([], _, K, _) -> K(1).
tree(T) -> walk(T, fun(X) -> {X} end).
walk(leaf, K) -> K([]);
walk({L, X, R}, K) -> walk(L, fun(A) -> walk(R, fun(B) -> K(A ++ [X | B]) end) end).
parser(S) -> expression(S, fun(V, []) -> {ok, V}; (V, R) -> {rest, V, R} end, fun(R) -> {error, R} end).
expression(S, K, E) -> number(S, fun(V, [$+ | R]) -> expression(R, fun(W, T) -> K(V + W, T) end, E); (V, R) -> K(V, R) end, E).
number([D | R], K, _) when D >= $0, D =< $9 -> digits(R, D - $0, K);
number(R, _, E) -> E(R).
digits([D | R], V, K) when D >= $0, D =< $9 -> digits(R, V * 10 + D - $0, K);
digits(R, V, K) -> K(V, R).
