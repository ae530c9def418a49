%% Funs that call themselves by name.
-module(named_funs).
-export([cases/0, factorial/1, fibonacci/1, walk/1, even/1, captured/2, shadowed/1, tail/2, arity/1]).

cases() -> [{F, [N]} || F <- [factorial, fibonacci, even, shadowed, arity], N <- [0, 1, 5, 12, 21, a], not (N =:= 21 andalso F =:= fibonacci), not (F =:= even andalso N =:= a), not (F =:= fibonacci andalso N =:= a), not (F =:= factorial andalso N =:= a)] ++ [{walk, [T]} || T <- [[], 1, [1, [2, [3]], 4], {a, b}]] ++ [{captured, [X, N]} || X <- [1, a], N <- [0, 3]] ++ [{tail, [N, A]} || N <- [0, 500], A <- [0, 1 bsl 60]].

factorial(N) -> F = fun Fact(0) -> 1; Fact(M) -> M * Fact(M - 1) end, F(N).
fibonacci(N) -> (fun Fib(M) when M < 2 -> M; Fib(M) -> Fib(M - 1) + Fib(M - 2) end)(N).
walk(T) -> W = fun W([H | R], A) -> W(R, W(H, A)); W([], A) -> A; W(X, A) -> [X | A] end, W(T, []).
even(N) -> E = fun Even(0, _) -> true; Even(M, O) -> O(M - 1, Even) end, O = fun Odd(0, _) -> false; Odd(M, F) -> F(M - 1, Odd) end, E(N, O).
captured(X, N) -> F = fun Loop(0) -> [X]; Loop(M) -> [{X, M} | Loop(M - 1)] end, {F(N), is_function(F, 1)}.
shadowed(N) -> F = fun F(M) when M =:= N -> {F1, A} = {fun F(Q) -> {inner, Q, is_function(F)} end, M}, F1(A); F(M) -> {M} end, F(N).
tail(N, A) -> (fun Sum(0, S) -> S; Sum(M, S) -> Sum(M - 1, S + M) end)(N, A).
arity(N) -> F = fun Self(A) -> {A, is_function(Self, 1), is_function(Self, 2)} end, F(N).
