%% The operators ++ and --.
-module(list_operators).
-export([cases/0, append/2, subtract/2, chained/3, literal/1, improper/2, laws/2]).

cases() ->
    Ls = [[], [1], [1, 2, 3, 2, 1], "abcabc", [1.0, 1], [[], []], [{a}, b, {a}]],
    [{F, [A, B]} || F <- [append, subtract, laws], A <- Ls, B <- Ls] ++ [{chained, [A, B, C]} || A <- lists:sublist(Ls, 3), B <- ["b"], C <- [[2], []]] ++ [{literal, [A]} || A <- Ls ++ [x]] ++ [{improper, [A, B]} || A <- [[], [1], [1 | 2], a], B <- [[], b, [c | d], [e]]].

append(A, B) -> A ++ B.
subtract(A, B) -> A -- B.
chained(A, B, C) -> {A ++ B ++ C, (A ++ B) -- C, A -- (B -- C), A -- B -- C}.
literal(A) -> ["pre" ++ A, [x, y] ++ [A], "abc" -- [$b]].
improper(A, B) -> {try A ++ B catch error:E -> E end, try A -- B catch error:E -> E end}.
laws(A, B) -> C = A ++ B, {C -- A =:= B, length(C) =:= length(A) + length(B), (A -- B) ++ [] =:= A -- B, (B ++ A) -- B =:= A}.
