%% Funs of exported functions, given or made from names.
-module(external_funs).
-export([cases/0, call/2, compare/1, info/1, local/1, apply_it/3, in_list/1, as_data/2]).

-export([double/1, pair/2]).

cases() -> [{call, [F, X]} || F <- [fun erlang:abs/1, fun erlang:'-'/1, fun lists:reverse/1, fun erlang:length/1, fun external_funs:double/1], X <- [1, -2.5, [1, 2], a]] ++ [{compare, [X]} || X <- [abs, length]] ++ [{info, [F]} || F <- [fun erlang:abs/1, fun nope:f/7]] ++ [{local, [X]} || X <- [1, 2.5]]
    ++ [{apply_it, [M, F, A]} || {M, F, A} <- [{erlang, abs, 1}, {external_funs, double, 1}, {external_funs, pair, 2}, {external_funs, nope, 1}, {a, b, c}, {erlang, abs, -1}]] ++ [{in_list, [L]} || L <- [[], [1, -2], [2.5]]] ++ [{as_data, [F, X]} || F <- [abs, '+'], X <- [1]].

double(X) -> X * 2.
pair(X, Y) -> {X, Y}.
call(F, X) -> {F(X)}.
compare(N) -> F = fun erlang:N/1, G = fun erlang:abs/1, {F =:= G, F == fun erlang:N/1, F < G, F > a, F < [], is_function(F, 1)}.
info(F) -> [erlang:fun_info(F, I) || I <- [module, name, arity, type, env]].
local(X) -> [F(X) || F <- [fun double/1, fun ?MODULE:double/1, fun(Y) -> double(Y) end]].
apply_it(M, F, A) -> G = fun M:F/A, {is_function(G, A), try apply(G, [5, 6]) catch error:R when is_atom(R) -> R; error:{R, _} -> R end}.
in_list(L) -> [F(X) || X <- L, F <- [fun erlang:abs/1, fun double/1]].
as_data(F, X) -> M = #{fun erlang:F/1 => X, fun erlang:F/2 => b}, {map_size(M), maps:get(fun erlang:F/1, M), {fun erlang:F/1, X} =:= {fun erlang:F/1, 1}}.
