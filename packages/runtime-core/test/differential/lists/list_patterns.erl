%% Patterns of lists.
-module(list_patterns).
-export([cases/0, shape/1, last/1, second/1, nested/1, literal/1, string/1, two/2, alias/1, sorted/1]).

cases() ->
    Ls = [[], [1], [1, 2], [1, 2, 3], [1, 1], [1 | 2], [[1], [2]], [[], 1], "abc", "ab", "GET /", [[[x]]], {}, [a, b | c]],
    [{F, [L]} || F <- [shape, last, second, nested, literal, string, alias, sorted], L <- Ls] ++ [{two, [A, B]} || A <- lists:sublist(Ls, 6), B <- [[], [1], [1, 2, 3]]].

shape([]) -> empty;
shape([_]) -> one;
shape([X, X]) -> same;
shape([_, _]) -> two;
shape([_, _, _ | T]) -> {more, T};
shape([_ | T]) -> {improper, T};
shape(_) -> none.
last([X]) -> X;
last([_ | T]) -> last(T).
second([_, X | _]) -> X;
second(L) -> {none, L}.
nested([[X | _], [Y]]) -> {X, Y};
nested([[] | X]) -> {nil, X};
nested([[[X]]]) -> X;
nested([[_] | _]) -> one;
nested(_) -> none.
literal([1, 2 | T]) -> T;
literal([1 | [1]]) -> ones;
literal([1 | 2]) -> improper;
literal([a, B | c]) -> B;
literal(_) -> none.
string("abc") -> abc;
string("ab" ++ T) -> {ab, T};
string("GET " ++ [C | _]) -> C;
string(_) -> none.
two([H | T], [H | U]) -> {same, two(T, U)};
two([], []) -> both;
two([A | _], [B | _]) when A < B -> less;
two(A, B) -> {A, B}.
alias([H | T] = L) when T =/= [] -> {L, H, T};
alias([[_ | _] = H | _] = L) -> {H, L};
alias(L) -> L.
sorted([A, B | T]) when A =< B -> sorted([B | T]);
sorted([_, _ | _]) -> false;
sorted([_]) -> true;
sorted([]) -> true;
sorted(_) -> none.
