%% apply/2, apply/3 and calls of variable modules and functions.
-module(applying).
-export([cases/0, two/2, three/3, dynamic/3, literal/1, bifs/2, arguments/1, tail/2, module_variable/2]).

-export([zero/0, one/1, two_of/2]).

cases() -> [{two, [F, A]} || F <- [fun erlang:abs/1, fun erlang:max/2], A <- [[], [1], [1, 2], [a]]] ++ [{three, [M, F, A]} || {M, F, A} <- [{erlang, abs, [-1]}, {applying, zero, []}, {applying, one, [x]}, {applying, two_of, [1, 2]}, {applying, nope, []}, {erlang, '++', [[1], [2]]}, {erlang, element, [2, {a, b}]}, {lists, member, [1, [1]]}, {1, 2, 3}, {erlang, abs, x}, {erlang, abs, [1 | 2]}]]
    ++ [{dynamic, [M, F, X]} || M <- [applying, erlang, nope], F <- [one, abs, hd], X <- [-1, [q]]] ++ [{F, [X]} || F <- [literal, arguments], X <- [1, [a], x]] ++ [{bifs, [F, X]} || F <- [abs, length, is_atom, hd, float, size], X <- [1, [1], x]] ++ [{tail, [N, X]} || N <- [0, 1, 100], X <- [a]] ++ [{module_variable, [M, X]} || M <- [applying, lists, 3], X <- [1]].

zero() -> none.
one(X) -> {one, X}.
two_of(X, Y) -> {X, Y}.
two(F, A) -> try [apply(F, A)] catch error:R -> R end.
three(M, F, A) -> {apply(M, F, A)}.
dynamic(M, F, X) -> try M:F(X) catch error:R -> R end.
literal(X) -> {apply(?MODULE, one, [X]), apply(?MODULE, two_of, [X, X]), apply(fun(A) -> [A] end, [X])}.
bifs(F, X) -> {try apply(erlang, F, [X]) catch error:R -> R end, try erlang:F(X) catch error:S -> S end}.
arguments(X) -> apply(?MODULE, two_of, [X | [X]]).
tail(0, X) -> apply(?MODULE, one, [X]);
tail(N, X) -> apply(fun tail/2, [N - 1, [X]]).
module_variable(M, X) -> {M:one(X)}.
