%% case expressions of many kinds.
-module(case_shapes).
-export([cases/0, atoms/1, numbers/1, tuples/1, nested/1, mixed/1, chained/2, fall/1]).

cases() -> [{F, [X]} || F <- [atoms, numbers, tuples, nested, mixed, fall], X <- [a, b, z, 0, 1, 100, 1 bsl 40, {a}, {b, 1}, {c, 2, 3}, {a, {b, c}}, [], [1], <<1>>, 1.0]] ++ [{chained, [A, B]} || A <- [a, 1], B <- [b, 1, {1}]].

atoms(X) -> case X of a -> 1; b -> 2; c -> 3; d -> 4; e -> 5; z -> 26; _ when is_atom(X) -> 0; _ -> none end.
numbers(X) -> case X of 0 -> zero; 1 -> one; 100 -> hundred; 1099511627776 -> big; 1.0 -> float; _ -> none end.
tuples(X) -> case X of {a} -> 1; {b, N} -> N; {c, N, M} -> N + M; {T, _} -> T; {} -> empty; _ -> none end.
nested(X) -> case X of {a, {b, Y}} -> case Y of c -> found; _ -> {Y} end; {a, Y} -> [Y]; _ -> case X of [H | T] -> case T of [] -> H; _ -> T end; _ -> none end end.
mixed(X) -> Y = case X of a -> 1; {_, B} -> B; [_ | _] -> X; _ -> X end, Z = case Y of 1 -> {Y}; _ when is_list(Y) -> hd(Y); _ -> Y end, {X, Y, Z}.
chained(A, B) -> case {A, B} of {a, b} -> 1; {a, _} -> 2; {_, b} -> 3; {X, X} -> 4; {X, {X}} -> 5; _ -> 6 end.
fall(X) -> case X of {a, B} when is_integer(B) -> i; {a, B} when is_tuple(B), element(1, B) =:= b -> t; {b, B} when B < 1; B =:= 1 -> s; [1 | _] when X =:= [1] -> l; _ -> n end.
