%% if expressions and guards with all operators.
-module(if_and_guards).
-export([cases/0, sign/1, logic/3, alternatives/2, failing/1, nested/2, types/1, arithmetic/2, strict/2]).

cases() -> Xs = [0, 1, -1, 2.5, a, true, false, [], {1}, "s"], [{F, [X]} || F <- [sign, failing, types], X <- Xs] ++ [{logic, [A, B, C]} || A <- [true, false, x], B <- [true, false], C <- [true, false]] ++ [{F, [X, Y]} || F <- [alternatives, nested, arithmetic, strict], X <- Xs, Y <- [1, a, true]].

sign(X) -> if X > 0, is_number(X) -> 1; X == 0 -> 0; is_number(X) -> -1; true -> none end.
logic(A, B, C) -> {if A, B; C -> 1; true -> 0 end, if A andalso B orelse C -> 1; true -> 0 end, if A and (B or C) -> 1; true -> 0 end, if not A, B xor C -> 1; true -> 0 end}.
alternatives(X, Y) when X =:= Y; X == 1; Y =:= a, is_list(X) -> yes;
alternatives(X, Y) when X > Y, Y =/= a orelse X =:= true -> more;
alternatives(_, _) -> no.
failing(X) when hd(X) > 0 -> list;
failing(X) when element(1, X) > 0; X + 1 > 3 -> tuple_or_number;
failing(X) when X + 1 =:= 1 orelse length(X) =:= 0 -> zero_or_nil;
failing(X) when not X -> false;
failing(X) when X -> true;
failing(_) -> none.
nested(X, Y) -> if is_atom(X) -> if X =:= Y -> same; X < Y -> less; true -> more end; is_number(X), is_number(Y) -> if X + Y > 1 -> X + Y; true -> {X, Y} end; true -> if is_list(X) orelse is_tuple(X) -> data; true -> X end end.
types(X) -> [if is_atom(X) -> a; true -> n end, if is_boolean(X) -> b; true -> n end, if is_integer(X) orelse is_float(X) -> i; true -> n end, if is_list(X), X =/= [] -> l; is_tuple(X) -> t; true -> n end].
arithmetic(X, Y) when X * 2 + Y > 4 -> large;
arithmetic(X, Y) when X / Y < 0; X - Y =:= 0 -> small;
arithmetic(X, _) when abs(X) == 1; trunc(X) =:= 2; -X > 0 -> unit;
arithmetic(_, _) -> none.
strict(X, Y) when (X =:= a) or (Y =:= a) -> a;
strict(X, Y) when is_boolean(X), X xor Y -> different;
strict(X, Y) when (X > 1) and is_number(Y), not (X =:= 5) -> more;
strict(_, _) -> none.
