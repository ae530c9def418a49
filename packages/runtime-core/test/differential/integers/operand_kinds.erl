%% Operations whose operands are constants, arguments and results.
-module(operand_kinds).
-export([cases/0, constants/1, variables/2, swapped/1, chains/3, comparisons/1, in_structures/2]).

cases() -> Xs = [0, 1, -1, 134217727, -134217728, 1 bsl 59, 1 bsl 64, 2.5, a], [{F, [X]} || F <- [constants, swapped, comparisons], X <- Xs] ++ [{F, [X, Y]} || F <- [variables, in_structures], X <- Xs, Y <- [3, -134217728, b]] ++ [{chains, [X, Y, Z]} || X <- [1, 134217727, c], Y <- [2, 1 bsl 40], Z <- [-3, 1.5]].

constants(X) -> {X + 134217728, X - 4294967296, X * 1152921504606846976, X + -1}.
variables(X, Y) -> A = X + Y, B = A - X, C = B * Y, {A, B, C, C =:= Y * Y}.
swapped(X) -> try [5 - X, 100 div X, 7 rem X, 1 bsl (X band 31), 255 band X] catch error:R -> {R, X} end.
chains(X, Y, Z) -> X * Y + Z - X - Y * (Z + 1) + (X - (Y - (Z - 1))).
comparisons(X) -> [X < 5, 5 < X, X =:= 134217727, 134217728 > X, X == 1.0, X >= -134217728, a > X].
in_structures(X, Y) -> {[X + 1 | Y - 1], #{X => Y * 2, sum => X + Y}, fun() -> X - Y end()}.
