%% Traces of more than eight frames, of repeated frames and of tail calls.
-module(deep_traces).
-export([cases/0, nine/1, recursive/2, tail/2, mixed/2, repeated/2, through_fun/2, mutual/2, bottom/2, caught/2]).

cases() -> [{nine, [X]} || X <- [1, a]] ++ [{F, [N, X]} || F <- [recursive, tail, mixed, repeated, through_fun, mutual], N <- [0, 1, 3, 9, 20], X <- [a]] ++ [{F, [N, K]} || F <- [bottom, caught], N <- [0, 5, 6, 7, 8, 12], K <- [error, error2, exit, undef, badfun, clause, case_clause, native, maps]].

nine(X) -> {a(X)}.
a(X) -> {b(X)}.
b(X) -> {c(X)}.
c(X) -> {d(X)}.
d(X) -> {e(X)}.
e(X) -> {f(X)}.
f(X) -> {g(X)}.
g(X) -> {h(X)}.
h(X) -> {i(X)}.
i(X) -> [X * 2].
recursive(0, X) -> fail(X, 1);
recursive(N, X) -> 1 + recursive(N - 1, X).
tail(0, X) -> X * 2;
tail(N, X) -> tail(N - 1, X).
mixed(0, X) -> hd(X);
mixed(N, X) when N rem 2 =:= 0 -> mixed(N - 1, X);
mixed(N, X) -> {mixed(N - 1, X)}.
repeated(0, X) -> {nine(X)};
repeated(N, X) ->
    Y = repeated(N - 1, X),
    [Y].
through_fun(0, X) -> X();
through_fun(N, X) -> F = fun(M) -> {through_fun(M, X)} end, {F(N - 1)}.
fail(X, _) when is_integer(X) -> X.
bottom(0, K) -> cause(K);
bottom(N, K) -> {mottob(N - 1, K)}.
mottob(0, K) -> [cause(K)];
mottob(N, K) -> [bottom(N - 1, K)].
cause(error) -> error(bad);
cause(error2) -> {error(bad, [x])};
cause(exit) -> exit(bad);
cause(undef) -> {no_such_module:f(1)};
cause(badfun) -> {(id(x))()};
cause(clause) -> fail(x, y);
cause(case_clause) -> case id(z) of a -> b end;
cause(native) -> {list_to_tuple(id(x))};
cause(maps) -> [maps:keys(id(x))].
id(X) -> X.
caught(N, K) -> try bottom(N, K) catch C:R:S -> {C, R, length(S) > 8, element(2, hd(S))} end.
mutual(0, X) -> element(1, X);
mutual(N, X) -> {lautum(N - 1, X)}.
lautum(0, X) -> element(2, X);
lautum(N, X) -> [mutual(N - 1, X)].
