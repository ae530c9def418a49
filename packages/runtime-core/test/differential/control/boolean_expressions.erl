%% and, or, xor, not, andalso and orelse as values.
-module(boolean_expressions).
-export([cases/0, andalso_/2, orelse_/2, strict/2, mixed/3, values/2, negation/1, as_argument/2, chains/1]).

cases() -> Bs = [true, false, 1, x, []], [{F, [A, B]} || F <- [andalso_, orelse_, strict, values, as_argument], A <- Bs, B <- Bs] ++ [{mixed, [A, B, C]} || A <- [true, false], B <- [true, false], C <- [true, false, y]] ++ [{negation, [A]} || A <- Bs] ++ [{chains, [L]} || L <- [[], [1, 2, 3], [1, a], [0], [5, 5]]].

andalso_(A, B) -> {A andalso B}.
orelse_(A, B) -> {A orelse B}.
strict(A, B) -> {try A and B catch error:E -> E end, try A or B catch error:E -> E end, try A xor B catch error:E -> E end}.
mixed(A, B, C) -> [A andalso B orelse C, A orelse B andalso C, not (A andalso B) orelse C =:= y, (A or B) andalso C].
values(A, B) -> X = A =:= B, Y = A == B orelse A < B, Z = X andalso Y, {X, Y, Z, X xor Y}.
negation(A) -> {not A}.
as_argument(A, B) -> pair(is_boolean(A) andalso A, is_boolean(B) andalso not B).
pair(true, true) -> both;
pair(X, Y) -> {X, Y}.
chains(L) -> {all(L), any(L)}.
all([H | T]) -> is_integer(H) andalso H > 0 andalso all(T);
all([]) -> true.
any([H | T]) -> H =:= 5 orelse is_atom(H) orelse any(T);
any([]) -> false.
