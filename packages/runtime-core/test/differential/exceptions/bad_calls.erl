%% badfun, badarity and undef, in bodies and at the end.
-module(bad_calls).
-export([cases/0, bad_fun/1, bad_arity/1, undefined/1, module/1, tail_fun/1, tail_undefined/1, apply_bad/2,
         fun_reference/1,
         of_arity/2]).

cases() -> [{F, [X]} || F <- [bad_fun, bad_arity, undefined, module, tail_fun, tail_undefined, fun_reference], X <- [1, a, [], {a, b}, "f", <<>>]] ++ [{of_arity, [Way, F]} || Way <- [body, bound, protected, comprehended, tail, called], F <- [fun erlang:abs/1, fun erlang:max/2, fun erlang:self/0]] ++ [{apply_bad, [F, A]} || F <- [x, 1, fun erlang:abs/1, {a, b}], A <- [[], [1], [1, 2], x, [1 | 2]]].

bad_fun(X) -> {X(1, 2)}.
bad_arity(X) -> F = fun(A, B) -> {A, B, X} end, try F(X) catch error:{badarity, {G, As}} -> {is_function(G, 2), As} end.
undefined(X) -> {?MODULE:not_there(X, 2), 1}.
module(X) -> try X:f(1) catch error:R -> R end.
tail_fun(X) -> X().
tail_undefined(X) -> no_such_module:call(X, X).
apply_bad(F, A) -> try {apply(F, A)} catch error:R -> R end.
fun_reference(X) -> F = fun no_such_module:g/1, {is_function(F, 1), try F(X) catch error:R -> R end}.

%% A call in a body has its function in the trace twice.
of_arity(body, F) -> {F(1, 2, 3)};
of_arity(bound, F) -> X = F(F, 2, 3), [X];
of_arity(protected, F) -> try F(1, 2, 3) of X -> X catch throw:_ -> ok end;
of_arity(comprehended, F) -> [F(X, X, X) || X <- [1, 2]];
of_arity(tail, F) -> F(1, 2, 3);
of_arity(called, F) -> called(F), ok.

called(F) -> F(1, 2, 3).
