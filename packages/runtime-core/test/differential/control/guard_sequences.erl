%% Guards of several alternatives in clauses of functions, funs, case and if.
-module(guard_sequences).
-export([cases/0, first/3, second/2, third/1, else_branch/2, deep/2]).

cases() -> Xs = [0, 1, 5, -1, a, b, [], [1], {x}, 1.0], [{first, [X, Y, Z]} || X <- [0, a], Y <- [1, []], Z <- [5, {x}]] ++ [{F, [X, Y]} || F <- [second, else_branch, deep], X <- Xs, Y <- [1, a, []]] ++ [{third, [X]} || X <- Xs].

first(X, Y, Z) when X < Y, Y < Z; X =:= a, Y =/= 1; is_tuple(Z), X =:= 0 -> {yes, X};
first(X, _, Z) when (X =:= 0) =:= (Z =:= 5) -> equal;
first(_, Y, _) when Y; not Y -> never;
first(_, Y, _) -> {no, Y}.
second(X, Y) -> F = fun(A) when A =:= Y; is_list(A), A =/= X -> one; (A) when A > Y -> two; (A) -> {A} end, {F(X), F(Y), F({X})}.
third(X) -> case X of N when N > 0, N < 3; N =:= 5 -> {small, N}; N when is_atom(N), N =/= a -> atom; [_ | _] = L when hd(L) =:= 1; tl(L) =:= [] -> list; _ when X == 0; X =:= [] -> zero; _ -> none end.
else_branch(X, Y) -> if X == Y -> same; X > Y, is_atom(X) -> atom; X > Y -> more; is_number(X), Y =:= a -> number; true -> less end.
deep(X, Y) -> case {X, Y} of {A, B} when A =:= 1 orelse (B =:= a andalso A =/= b) -> 1; {A, _} when not (is_atom(A) orelse is_list(A)) andalso (A > 2 orelse A < 0) -> 2; {_, B} when B == [] xor (X == []) -> 3; _ -> 4 end.
