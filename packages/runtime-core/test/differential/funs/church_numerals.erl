%% Numbers, pairs and lists made of funs only.
-module(church_numerals).
-export([cases/0, add/2, multiply/2, power/2, predecessor/1, compare/2, lists_of/1, bools/2, combinators/1]).

cases() -> [{F, [A, B]} || F <- [add, multiply, power, compare], A <- [0, 1, 2, 3], B <- [0, 1, 3]] ++ [{predecessor, [N]} || N <- [0, 1, 5]] ++ [{lists_of, [L]} || L <- [[], [1], [a, b, c]]] ++ [{bools, [A, B]} || A <- [true, false], B <- [true, false]] ++ [{combinators, [X]} || X <- [1, a]].

number(0) -> fun(_) -> fun(X) -> X end end;
number(N) -> successor(number(N - 1)).
successor(N) -> fun(F) -> fun(X) -> F((N(F))(X)) end end.
value(N) -> (N(fun(X) -> X + 1 end))(0).
plus(A, B) -> (A(fun successor/1))(B).
times(A, B) -> fun(F) -> A(B(F)) end.
add(A, B) -> value(plus(number(A), number(B))).
multiply(A, B) -> value(times(number(A), number(B))).
power(A, B) -> N = number(A), value(((number(B))(fun(M) -> times(N, M) end))(number(1))).
pair(A, B) -> fun(S) -> (S(A))(B) end.
first(P) -> P(fun(A) -> fun(_) -> A end end).
second(P) -> P(fun(_) -> fun(B) -> B end end).
before(N) -> first((N(fun(P) -> pair(second(P), successor(second(P))) end))(pair(number(0), number(0)))).
predecessor(N) -> value(before(number(N))).
minus(A, B) -> (B(fun before/1))(A).
compare(A, B) -> {value(minus(number(A), number(B))), value(minus(number(B), number(A)))}.
lists_of(L) -> to_list(from_list(L)).
from_list([H | T]) -> R = from_list(T), fun(C, N) -> C(H, R(C, N)) end;
from_list([]) -> fun(_, N) -> N end.
to_list(L) -> {L(fun(X, A) -> [X | A] end, []), L(fun(_, N) -> N + 1 end, 0)}.
bool(true) -> fun(A, _) -> A end;
bool(false) -> fun(_, B) -> B end.
bools(A, B) -> P = bool(A), Q = bool(B), {P(Q(yes, no), no), P(yes, Q(yes, no)), P(no, yes)}.
combinators(X) -> S = fun(A) -> fun(B) -> fun(C) -> (A(C))(B(C)) end end end, K = fun(A) -> fun(_) -> A end end, ((S(K))(K))(X).
