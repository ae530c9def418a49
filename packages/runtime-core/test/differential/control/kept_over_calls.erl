%% Values that are used again after calls.
-module(kept_over_calls).
-export([cases/0, many/6, some/3, after_branch/3, in_loop/3, trimmed/4, nested/2, conditional/2]).

cases() -> [{many, [A, 2, 3, B, 5, 6]} || A <- [1, a], B <- [4, {b}]] ++ [{some, [A, B, C]} || A <- [1, x], B <- [2, []], C <- [3, "c"]] ++ [{after_branch, [A, B, C]} || A <- [true, false, 7], B <- [1], C <- [2, z]] ++ [{in_loop, [N, A, B]} || N <- [0, 1, 5], A <- [[], x], B <- [1]] ++ [{trimmed, [A, B, c, D]} || A <- [1, a], B <- [b], D <- [4, d]] ++ [{F, [A, B]} || F <- [nested, conditional], A <- [0, 1, 2, a], B <- [1, b]].

id(X) -> X.
many(A, B, C, D, E, F) -> G = id(A), H = id({G, B}), I = id(C), J = id([D | H]), K = id(E), L = id(F), {A, B, C, D, E, F, G, H, I, J, K, L}.
some(A, B, C) -> X = id(C), Y = id(B), {X, Y, id(A), C}.
after_branch(A, B, C) -> X = case A of true -> id(B); false -> C; _ -> Y = id(A), {Y, id(C)} end, Z = id(X), {A, B, Z, C}.
in_loop(0, A, B) -> {A, B};
in_loop(N, A, B) -> C = id(A), D = id(B), in_loop(N - 1, {C, N}, [D | id(A)]).
trimmed(A, B, C, D) -> X = id(A), Y = id({B, X}), Z = id({C, Y}), W = id({D, Z}), last(W).
last(X) -> {last, X}.
nested(A, B) -> id({id([id(A) | id(B)]), id(id(id({A, id(B)})))}).
conditional(A, B) -> X = id(B), if A =:= 0 -> X; A =:= 1 -> {id(A), X}; is_integer(A) -> Y = id(A), Z = id(X), [Y, Z, B]; true -> id(X), A end.
