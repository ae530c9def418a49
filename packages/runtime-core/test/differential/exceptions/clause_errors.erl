%% case_clause, if_clause, badmatch, try_clause, badrecord and their values.
-module(clause_errors).
-export([cases/0, case_clause/1, if_clause/1, match/1, nested_match/1, try_clause/1, record/1, bools/2, maps_match/1]).

-record(point, {x, y}).

cases() -> [{F, [X]} || F <- [case_clause, if_clause, match, nested_match, try_clause, record, maps_match], X <- [1, a, {ok, 1}, {error, b}, [], {point, 1, 2}, {point, 1}, #{k => 1}]] ++ [{bools, [A, B]} || A <- [true, false, 1], B <- [true, x]].

case_clause(X) -> {case X of 1 -> one; {ok, V} -> V end}.
if_clause(X) -> if X =:= 1 -> one; is_atom(X) -> atom end.
match(X) -> {ok, Y} = X, Y.
nested_match(X) -> [{A, B}] = [X], {A, B} = X, A.
try_clause(X) -> try X of 1 -> one; {ok, _} -> ok catch error:_ -> never end.
record(X) -> {X#point.x, X#point{y = 3}}.
bools(A, B) -> {A andalso B, A orelse B, not A, A xor B}.
maps_match(X) -> #{k := V} = X, V.
