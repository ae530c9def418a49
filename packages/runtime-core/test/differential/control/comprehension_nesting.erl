%% Comprehensions inside of comprehensions, funs and patterns.
-module(comprehension_nesting).
-export([cases/0, matrix/2, flatten/1, conditional/2, funs/1, errors/1, strings/1, deep/2]).

cases() -> Ls = [[], [1], [1, 2, 3], [[1, 2], [3]], [{a, 1}, {b, 2}, c]], [{matrix, [A, B]} || A <- [0, 1, 3], B <- [0, 2]] ++ [{F, [L]} || F <- [flatten, funs, errors, strings], L <- Ls] ++ [{conditional, [L, N]} || L <- Ls, N <- [1, a]] ++ [{deep, [L, N]} || L <- Ls, N <- [0, 1, 2]].

seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
matrix(A, B) -> [[{I, J, I * J} || J <- seq(B), J =/= I] || I <- seq(A)].
flatten(L) -> [Y || X <- L, Y <- if is_list(X) -> X; true -> [X] end].
conditional(L, N) -> [if X =:= N -> same; is_list(X) -> [Y || Y <- X, Y > 1]; true -> X end || X <- L, X > 0].
funs(L) -> [F() || F <- [fun() -> [Y || Y <- L, Y =/= X] end || X <- L]].
errors(L) -> try [X + length([Y || Y <- L, Y =:= X]) || X <- L] catch error:R -> {R, L} end.
strings(L) -> [case X of {A, N} -> [A || _ <- seq(N)]; _ when is_integer(X) -> [$a + X || _ <- seq(X)]; _ -> X end || X <- L].
deep(L, N) -> [[[{X, Y, Z} || Z <- seq(N), Z =< Y] || Y <- seq(N)] || X <- L, N > 0].
