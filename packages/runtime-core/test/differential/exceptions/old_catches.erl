%% The old catch: values, throws, exits and errors.
-module(old_catches).
-export([cases/0, value/1, nested/1, in_expression/1, tuple/1, twice/1, as_argument/1, in_guard_case/1]).

cases() -> [{F, [X]} || F <- [value, nested, in_expression, tuple, twice, as_argument, in_guard_case], X <- [1, a, "s", {throw, t}, {exit, e}, {error, r}, {'EXIT', x}]].

act({throw, X}) -> throw(X);
act({exit, X}) -> exit(X);
act({error, X}) -> error(X);
act(X) -> X.
short({'EXIT', {R, [_ | _]}}) -> {'EXIT', R};
short(X) -> X.
value(X) -> short(catch act(X)).
nested(X) -> short(catch {catch act({throw, X}), act(X)}).
in_expression(X) -> 1 + (catch act(X)).
tuple(X) -> {short(catch act(X)), X, short(catch act({exit, X}))}.
twice(X) -> A = short(catch act(X)), B = short(catch act({error, A})), [A | B].
as_argument(X) -> pair(short(catch act(X)), catch throw(X)).
pair(A, B) -> {A, B}.
in_guard_case(X) -> case catch act(X) of {'EXIT', {r, _}} -> error; {'EXIT', R} -> {exit, R}; Y when is_atom(Y) -> atom; Y -> Y end.
