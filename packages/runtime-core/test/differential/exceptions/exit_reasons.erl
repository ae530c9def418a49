%% Any term as a reason, of each class.
-module(exit_reasons).
-export([cases/0, reason/1, class/1, throw_any/1, error_any/1, exit_any/1, reraised/1, nested/1]).

cases() -> Ts = [1, 1.5, a, [], "reason", {a, [b]}, <<"bin">>, #{k => v}, 1 bsl 70, {badmatch, x}, {'EXIT', y}, normal, kill, function_clause, {}], [{F, [T]} || F <- [reason, class, throw_any, error_any, exit_any, reraised, nested], T <- Ts].

reason(T) -> [try C(T) catch _:R -> R =:= T end || C <- [fun(X) -> throw(X) end, fun(X) -> exit(X) end, fun(X) -> error(X) end]].
class(T) -> [try erlang:raise(C, T, []) catch K:_ -> K end || C <- [throw, exit, error]].
throw_any(T) -> throw(T).
error_any(T) -> {error(T)}.
exit_any(T) -> [exit(T)].
reraised(T) -> try throw(T) catch throw:X -> error({X, thrown}) end.
nested(T) -> try try error(T) after ok end catch error:T -> same; error:R -> R end.
