%% Funs, apply, calls of all kinds and the stack traces of their errors.
-module(functions).
-export([cases/0, map/1, compose/1, counter/1, env/3, named/1, arity0/0, bad_fun/1, bad_arity/1, external/1, apply_fun/2, apply3/3,
         apply_dynamic/2, undefined_function/1, undefined_local_module/1, tail_undefined/1, raise_error/1, raise_exit/1, raise_throw/1,
         error_args/2, body_error/1, deep_error/1, tail_error/1, native_body/1, native_tail/1, arithmetic_body/1, guard_body/1,
         clause_deep/1, mutual/1, fun_error/1, fun_clause/1, equal_funs/1, ext_equal/0, closure_big/1, recursive_fun/1, pass/2,
         error_in_list/1, repeat_error/1, case_error/1, apply_many/2, callback/2, badarg_deep/1]).

cases() ->
    Args = [0, 1, 5, a, [1, 2, 3], {a, b}, "xy", fun erlang:abs/1],
    [{F, [A]} || F <- [map, compose, counter, named, bad_fun, bad_arity, external, undefined_function, undefined_local_module, tail_undefined,
                       raise_error, raise_exit, raise_throw, body_error, deep_error, tail_error, native_body, native_tail, arithmetic_body,
                       guard_body, clause_deep, mutual, fun_error, fun_clause, equal_funs, recursive_fun, error_in_list,
                       repeat_error, case_error, badarg_deep], A <- Args] ++
    [{F, [A, B]} || F <- [apply_fun, apply_dynamic, error_args, pass, apply_many, callback], A <- Args, B <- Args] ++
    [{env, [1, 2, 3]}, {arity0, []}, {ext_equal, []}, {closure_big, [7]},
     {apply3, [lists, reverse, [[1, 2]]]}, {apply3, [erlang, '+', [1, 2]]}, {apply3, [erlang, '+', [1, a]]}, {apply3, [erlang, abs, [-5]]},
     {apply3, [functions, map, [[1, 2]]]}, {apply3, [functions, nope, [1]]}, {apply3, [nope, nope, []]}, {apply3, [1, nope, []]},
     {apply3, [lists, reverse, a]}, {apply3, [erlang, hd, [[]]]}, {apply3, [lists, reverse, [a, []]]}].

map(L) -> [F(2) || F <- [fun(X) -> X + 1 end, fun(X) -> {X, L} end, fun erlang:abs/1, fun id/1]].
id(X) -> X.

compose(X) -> F = fun(A) -> {f, A} end, G = fun(A) -> [A] end, H = fun(A) -> F(G(A)) end, H(X).

counter(N) when is_integer(N) -> make_counter(N);
counter(_) -> none.
make_counter(0) -> [];
make_counter(N) -> F = fun() -> N * 2 end, [F() | make_counter(N - 1)].

env(A, B, C) -> F = fun(X, Y) -> {A, X, B, Y, C} end, F(F(1, 2), 3).

named(N) -> F = fun Loop(0) -> done; Loop(M) when is_integer(M) -> Loop(M - 1); Loop(X) -> {not_int, X} end, F(N).

arity0() -> F = fun() -> ok end, {F(), is_function(F, 0), is_function(F, 1), is_function(F)}.

bad_fun(X) -> X(1).
bad_arity(_) -> F = fun(A) -> A end, {F(1, 2)}.
external(X) -> F = fun erlang:tuple_to_list/1, {F(X), ok}.
apply_fun(F, X) -> apply(F, [X]).
apply3(M, F, A) -> apply(M, F, A).
apply_dynamic(M, X) -> {M:member(X, [X])}.
apply_many(M, X) -> Y = M:foo(X, 1, 2), {Y}.

undefined_function(X) -> {functions:not_there(X, 1), ok}.
undefined_local_module(X) -> not_a_module:f(X), ok.
tail_undefined(X) -> not_a_module:tail(X).

raise_error(X) -> erlang:error(X).
raise_exit(X) -> exit(X).
raise_throw(X) -> throw(X).
error_args(X, Y) -> erlang:error({bad, X}, [X, Y]).
body_error(X) -> {erlang:error(X), 1}.

deep_error(X) -> {deep1(X), 1}.
deep1(X) -> {deep2(X), 2}.
deep2(X) ->
    [deep3(X)].
deep3(X) ->
    Y = X + deep4(X),
    Y.
deep4(X) -> X * 2.

tail_error(X) -> tail1(X).
tail1(X) -> tail2(X).
tail2(X) -> X + tail3(X).
tail3({a, B}) -> B.

native_body(X) -> {list_to_tuple(X), 1}.
native_tail(X) -> list_to_tuple(X).
arithmetic_body(X) -> {X * 2, 1}.
guard_body(X) -> {hd(X), 1}.

clause_deep(X) -> [clause1(X, 1)].
clause1(a, _) -> ok;
clause1([_ | T], N) -> clause1(T, N + 1).

mutual(N) when is_integer(N) -> even(N);
mutual(X) -> X.
even(0) -> true;
even(N) -> odd(N - 1).
odd(0) -> false;
odd(N) -> even(N - 1).

fun_error(X) -> F = fun(Y) -> Y + 1 end, {F(X), 1}.
fun_clause(X) -> F = fun(1) -> one; (a) -> a end, {F(X), 1}.

equal_funs(X) -> F = fun() -> X end, G = fun() -> X end, {F =:= F, F =:= G, F == F, mk(X) =:= mk(X), mk(X) =:= mk(z)}.
mk(X) -> fun() -> X end.

ext_equal() -> A = fun lists:reverse/1, B = fun lists:reverse/1, {A =:= B, A, fun lists:reverse/1 =:= fun lists:reverse/2}.

closure_big(X) ->
    A = X + 1, B = X + 2, C = X + 3, D = X + 4, E = X + 5, F = X + 6, G = X + 7, H = X + 8,
    Fun = fun(I, J) -> [A, B, C, D, E, F, G, H, I, J] end,
    Fun(a, Fun(b, c)).

recursive_fun(N) when is_integer(N) -> F = fun(G, M) -> if M =< 1 -> 1; true -> M * G(G, M - 1) end end, F(F, N + 20);
recursive_fun(X) -> X.

pass(F, X) -> G = fun(Y) -> F(Y) end, [G(X)].

error_in_list(X) -> [E + 1 || E <- [1, X]].

repeat_error(X) -> {again(3, X), ok}.
again(0, X) -> hd(X);
again(N, X) -> {again(N - 1, X)}.

case_error(X) -> {case X of b -> 1 end, 1}.

callback(F, X) when is_function(F, 1) -> F(X);
callback(_, _) -> none.

badarg_deep(X) ->
    Y = element(X, {a, b}),
    Z = length(Y),
    {Y, Z}.
