%% Arithmetic with numbers that are nested tuples.
-module(peano).
-export([cases/0, add/2, multiply/2, power/2, compare/2, divide/2, parity/1, factorial/1]).

cases() -> [{F, [A, B]} || F <- [add, multiply, power, compare, divide], A <- [0, 1, 3, 6], B <- [0, 1, 2, 3], B > 0 orelse F =/= divide] ++ [{F, [A]} || F <- [parity, factorial], A <- [0, 1, 4, 5]].

n(0) -> z;
n(N) -> {s, n(N - 1)}.
v(z) -> 0;
v({s, N}) -> 1 + v(N).
plus(z, B) -> B;
plus({s, A}, B) -> {s, plus(A, B)}.
times(z, _) -> z;
times({s, A}, B) -> plus(B, times(A, B)).
minus(A, z) -> A;
minus({s, A}, {s, B}) -> minus(A, B);
minus(z, _) -> less.
add(A, B) -> v(plus(n(A), n(B))).
multiply(A, B) -> v(times(n(A), n(B))).
power(A, B) -> v(pow(n(A), n(B))).
pow(_, z) -> {s, z};
pow(A, {s, B}) -> times(A, pow(A, B)).
compare(A, B) -> case minus(n(A), n(B)) of less -> less; z -> equal; {s, _} = D -> {more, v(D)} end.
divide(A, B) -> {Q, R} = quotient(n(A), n(B), z), {v(Q), v(R)}.
quotient(A, B, Q) -> case minus(A, B) of less -> {Q, A}; D -> quotient(D, B, {s, Q}) end.
parity(A) -> even(n(A)).
even(z) -> even;
even({s, N}) -> odd(N).
odd(z) -> odd;
odd({s, N}) -> even(N).
factorial(A) -> v(fact(n(A))).
fact(z) -> {s, z};
fact({s, N} = M) -> times(M, fact(N)).
