%% Lazy streams, currying, fixed points.
-module(memo_and_lazy).
-export([cases/0, stream/2, sieve/1, zip/1, force/2, fixpoint/1, curry/3, pipeline/2]).

cases() -> [{stream, [N, M]} || N <- [0, 5], M <- [1, 10]] ++ [{sieve, [N]} || N <- [0, 1, 10]] ++ [{zip, [N]} || N <- [0, 1, 8]] ++ [{force, [X, N]} || X <- [1, a], N <- [0, 2]] ++ [{fixpoint, [N]} || N <- [0, 5, 20]] ++ [{curry, [A, B, C]} || A <- [1, x], B <- [2], C <- [3, y]] ++ [{pipeline, [X, L]} || X <- [3, 2.5], L <- [[], [double], [double, negate, square], [text]]].

ints(N) -> fun() -> {N, ints(N + 1)} end.
take(0, _) -> [];
take(N, S) -> case S() of {X, R} -> [X | take(N - 1, R)]; [] -> [] end.
map(F, S) -> fun() -> {X, R} = S(), {F(X), map(F, R)} end.
filter(P, S) -> fun() -> skip(P, S()) end.
skip(P, {X, R}) -> case P(X) of true -> {X, filter(P, R)}; false -> skip(P, R()) end.
stream(N, M) -> take(M, map(fun(X) -> X * X end, filter(fun(X) -> X rem 3 =/= 1 end, ints(N)))).
sieve(N) -> take(N, primes(ints(2))).
primes(S) -> fun() -> {P, R} = S(), {P, primes(filter(fun(X) -> X rem P =/= 0 end, R))} end.
zip(N) -> F = fun F(A, B) -> fun() -> {A, F(B, A + B)} end end, take(N, F(0, 1)).
force(X, 0) -> X;
force(X, N) -> T = fun() -> {N, X} end, force(T(), N - 1).
fixpoint(N) -> Y = fun(F) -> G = fun(H) -> F(fun(A) -> (H(H))(A) end) end, G(G) end, (Y(fun(S) -> fun(0) -> 0; (M) -> M + S(M - 1) end end))(N).
curry(A, B, C) -> F = fun(X) -> fun(Y) -> fun(Z) -> try {X + Y, Y + Z} catch error:E -> {E, X, Z} end end end end, ((F(A))(B))(C).
pipeline(X, L) -> run(X, [step(S) || S <- L]).
run(X, [F | T]) -> run(F(X), T);
run(X, []) -> X.
step(double) -> fun(X) -> X * 2 end;
step(negate) -> fun erlang:'-'/1;
step(square) -> fun(X) -> X * X end;
step(text) -> fun(X) -> {text, X} end.
