%% Blocks, order of evaluation, variables bound in branches.
-module(begin_and_blocks).
-export([cases/0, order/2, scope/1, nested/2, effects/1, match_value/1, unsafe_free/2]).

cases() -> [{F, [X, Y]} || F <- [order, nested, unsafe_free], X <- [1, a, [x]], Y <- [2, b, []]] ++ [{F, [X]} || F <- [scope, effects, match_value], X <- [0, 1, a, {ok, 2}, {error, e}, [1, 2]]].

note(X) -> put(notes, [X | case get(notes) of undefined -> []; L -> L end]), X.
notes() -> lists:reverse(erase(notes)).
order(X, Y) -> erase(notes), R = {note(X), [note(Y) | note(c)], note({note(d)})}, {R, notes()}.
scope(X) -> case X of {ok, V} -> W = V; {error, V} -> W = {V}; V -> W = none end, {V, W}.
nested(X, Y) -> begin A = [X], begin B = [Y | A] end, C = {A, B} end, {A, B, C}.
effects(X) -> erase(notes), Y = note(1) + begin note(2), 3 end, Z = case note(X) of {ok, _} -> note(ok); _ -> note(other) end, {Y, Z, notes()}.
match_value(X) -> Y = Z = {X, X}, [A | B] = C = [Y, Z], {A, B, C}.
unsafe_free(X, Y) -> if X =:= 1 -> R = one, S = Y; true -> S = X, R = Y end, {R, S, fun() -> {R, S} end()}.
