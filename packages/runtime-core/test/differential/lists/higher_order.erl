%% Funs given to functions over lists.
-module(higher_order).
-export([cases/0, fold/2, map_all/2, filter/2, compose/2, zip_with/2, scan/2, iterate/2, until/1, partition/2, any_all/1]).

cases() ->
    Ls = [[], [1], [1, 2, 3], [4, a, 5], "xyz"],
    [{F, [K, L]} || F <- [fold, map_all, filter, scan, partition], K <- [0, 2], L <- Ls] ++ [{compose, [X, N]} || X <- [1, 2.5], N <- [0, 1, 4]] ++ [{zip_with, [A, B]} || A <- [[], [1, 2], [3]], B <- [[], [10, 20]]] ++ [{iterate, [X, N]} || X <- [1, 3], N <- [0, 5, 40]] ++ [{until, [X]} || X <- [1, 7, 1000]] ++ [{any_all, [L]} || L <- Ls].

foldl(F, A, [H | T]) -> foldl(F, F(H, A), T);
foldl(_, A, []) -> A.
foldr(F, A, [H | T]) -> F(H, foldr(F, A, T));
foldr(_, A, []) -> A.
map(F, [H | T]) -> [F(H) | map(F, T)];
map(_, []) -> [].
fold(K, L) -> {foldl(fun(X, A) -> [X | A] end, K, L), foldr(fun(X, A) -> {X, A} end, K, L), foldl(fun(_, N) -> N + 1 end, K, L)}.
map_all(K, L) -> {map(fun(X) -> {K, X} end, L), map(fun is_atom/1, L), map(fun(X) -> map(fun(Y) -> [X | Y] end, L) end, [a])}.
filter(K, L) -> F = fun(P) -> [X || X <- L, P(X)] end, [F(fun(X) -> X > K end), F(fun is_integer/1), F(fun(_) -> K =:= 0 end)].
compose(X, N) -> F = foldl(fun(G, H) -> fun(Y) -> G(H(Y)) end end, fun(Y) -> Y end, copies(N, fun(Y) -> Y * 2 end)), F(X).
copies(0, _) -> [];
copies(N, X) -> [X | copies(N - 1, X)].
zip_with(A, B) -> zip(fun(X, Y) -> X + Y end, A, B).
zip(F, [A | T], [B | U]) -> [F(A, B) | zip(F, T, U)];
zip(_, [], []) -> [].
scan(K, L) -> lists:reverse(foldl(fun(X, [A | _] = S) -> [[X | A] | S] end, [[K]], L)).
iterate(X, N) -> foldl(fun(F, A) -> F(A) end, X, copies(N, fun(Y) -> Y * 3 + 1 end)).
until(X) -> U = fun G(Y) when Y > 500 -> Y; G(Y) -> G(Y * Y + 1) end, U(X).
partition(K, L) -> foldr(fun(X, {A, B}) -> if X > K -> {[X | A], B}; true -> {A, [X | B]} end end, {[], []}, L).
any_all(L) -> {foldl(fun(X, A) -> A orelse is_atom(X) end, false, L), foldl(fun(X, A) -> A andalso is_integer(X) end, true, L)}.
