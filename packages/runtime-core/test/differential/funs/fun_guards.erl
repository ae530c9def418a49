%% is_function in guards, and funs compared with other terms.
-module(fun_guards).
-export([cases/0, kind/1, arity/2, in_case/2, comparisons/2, order/1, equal/2]).

cases() -> Xs = [1, a, [], {}, fun erlang:abs/1, fun erlang:max/2, fun erlang:self/0, <<>>], [{kind, [X]} || X <- Xs] ++ [{F, [X, N]} || F <- [arity, in_case], X <- Xs, N <- [0, 1, 2, -1, a, 1 bsl 70]] ++ [{comparisons, [X, Y]} || X <- Xs, Y <- [1, [], fun erlang:abs/1]] ++ [{order, [X]} || X <- Xs] ++ [{equal, [X, Y]} || X <- [1, a], Y <- [1, b]].

kind(F) when is_function(F, 0) -> zero;
kind(F) when is_function(F, 1) -> {one, F(-1)};
kind(F) when is_function(F) -> more;
kind(_) -> none.
arity(F, N) -> try is_function(F, N) catch error:R -> R end.
in_case(F, N) -> if is_function(F, N) -> yes; not is_function(F) -> no; true -> other end.
comparisons(X, Y) -> {X < Y, X == Y, X >= Y}.
order(X) -> F = fun() -> X end, [X < F, F > 5, F > atom, F < {}, F < [], F < <<>>, F =:= F].
equal(X, Y) -> F = fun() -> X end, G = fun() -> Y end, {make(X) =:= make(Y), make(X) == make(X), F =:= G, make(X) < make(Y)}.
make(X) -> fun(Z) -> {X, Z} end.
