%% No clause matches: the arguments in the trace.
-module(function_clauses).
-export([cases/0, exported/1, two/2, local/1, fun_clause/1, deep/1, guard/1, literal/1, many/5, zero/1]).

cases() -> [{F, [X]} || F <- [exported, local, fun_clause, deep, guard, literal, zero], X <- [0, 1, a, {x, [1]}, "st", <<>>]] ++ [{two, [X, Y]} || X <- [1, b], Y <- [c, []]] ++ [{many, [1, 2, 3, 4, X]} || X <- [5, #{}, fun erlang:abs/1]].

exported(1) -> one.
two(1, c) -> ok.
local(X) -> {only(X, 7), ok}.
only(a, _) -> a.
fun_clause(X) -> F = fun(a) -> a; ({_, _}) -> pair end, {F(X)}.
deep(X) -> [level(X, 3)].
level(X, 0) -> bottom(X);
level(X, N) -> {level(X, N - 1)}.
bottom(0) -> 0.
guard(X) when is_integer(X), X > 0 -> X;
guard(X) when is_list(X) -> guard(tl(X)).
literal({x, [1 | _]}) -> ok;
literal("st") -> string;
literal(<<0>>) -> zero.
many(1, 2, 3, 4, 5) -> ok;
many(1, 2, 3, 4, [_]) -> list.
zero(X) -> Y = [X], none(Y).
none([0]) -> zero;
none([1]) -> one.
