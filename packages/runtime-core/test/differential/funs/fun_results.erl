%% Functions that give back functions.
-module(fun_results).
-export([cases/0, adders/2, tables/1, choose/2, state/1, partial/3, flip/2, tuple_of/1]).

cases() -> Xs = [1, 2.5, [a], 1 bsl 60], [{F, [X, Y]} || F <- [adders, choose, flip], X <- Xs, Y <- [1, 3]] ++ [{F, [X]} || F <- [tables, tuple_of], X <- Xs] ++ [{state, [L]} || L <- [[], [inc], [inc, inc, get, dec, get]]] ++ [{partial, [A, B, C]} || A <- [1, x], B <- [2], C <- [3, []]].

adder(N) -> fun(X) -> X + N end.
adders(X, Y) -> F = adder(Y), G = adder(F(10)), try {F(X), G(X), (adder(X))(Y)} catch error:R -> {R, F(1)} end.
tables(X) -> [(fun(F) -> F(X) end)(G) || G <- [fun(A) -> {A} end, fun(A) -> [A] end, fun erlang:is_list/1, fun(_) -> fun() -> X end() end]].
choose(X, Y) -> F = if X > Y -> fun(A, B) -> {more, A, B} end; true -> fun(A, B) -> {less, B, A} end end, F(X, Y).
state(L) -> run(L, counter(0), []).
counter(N) -> fun(inc) -> counter(N + 1); (dec) -> counter(N - 1); (get) -> N end.
run([get | T], C, A) -> run(T, C, [C(get) | A]);
run([M | T], C, A) -> run(T, C(M), A);
run([], C, A) -> {C(get), A}.
partial(A, B, C) -> F = fun(X, Y, Z) -> {X, Y, Z} end, G = fun(X) -> fun(Y, Z) -> F(X, Y, Z) end end, H = fun(Y, Z) -> (G(A))(Y, Z) end, {H(B, C), (G(C))(B, A)}.
flip(X, Y) -> Flip = fun(F) -> fun(A, B) -> F(B, A) end end, {(Flip(fun erlang:max/2))(X, Y), (Flip(fun(A, B) -> [A | B] end))(X, Y), (Flip(Flip(fun(A, B) -> {A, B} end)))(X, Y)}.
tuple_of(X) -> {F, G} = {fun(Y) -> {X, Y} end, fun(Y) -> {Y, X} end}, F(G(F(1))).
