%% Funs with free variables of all numbers and kinds.
-module(closures).
-export([cases/0, capture/2, many/1, nested/2, counter/1, order/2, shadow/1, large/2, kept/2]).

cases() -> Xs = [1, a, [x], 1 bsl 70, 2.5, <<"b">>, #{}], [{F, [X, Y]} || F <- [capture, nested, order, large, kept], X <- Xs, Y <- [1, y]] ++ [{F, [X]} || F <- [many, shadow], X <- Xs] ++ [{counter, [N]} || N <- [0, 1, 10]].

capture(X, Y) -> F = fun(Z) -> {X, Y, Z} end, G = fun() -> X end, H = fun(A, B) -> [A, Y | B] end, {F(1), G(), H(2, 3)}.
many(X) -> A = {X, 1}, B = {X, 2}, C = [A | B], D = X, E = [C], F = {D, E}, G = a, fun(H) -> {A, B, C, D, E, F, G, H, X} end(last).
nested(X, Y) -> F = fun(A) -> fun(B) -> fun(C) -> {X, Y, A, B, C} end end end, ((F(1))(2))(3).
counter(N) -> F = make(N), F().
make(0) -> fun() -> [] end;
make(N) -> G = make(N - 1), fun() -> [N | G()] end.
order(X, Y) -> [F(X) || F <- [fun(A) -> A =:= Y end, fun(A) -> {A, Y} end, fun(_) -> X end]].
shadow(X) -> F = fun(X1) -> Y = [X1], G = fun(Y1) -> {X, X1, Y, Y1} end, G(Y) end, F(X).
large(X, Y) -> T = list_to_tuple([X, Y, X, Y, X, Y]), F = fun(N) -> element(N, T) end, [F(I) || I <- [1, 2, 6]].
kept(X, Y) -> F = fun(A) -> A =:= X end, {id(F(Y)), id(F(X)), (id(F))(X)}.
id(X) -> X.
