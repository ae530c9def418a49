%% Errors of native functions: reasons and arguments.
-module(native_errors).
-export([cases/0, list/1, number/1, tuple/2, convert/1, apply_it/3, body/1, tail/1, binary/1]).

cases() -> [{F, [X]} || F <- [list, number, convert, body, tail, binary], X <- [1, a, [], [a | b], {}, "x", <<1:1>>, 1.5]] ++ [{tuple, [N, T]} || N <- [0, 1, 3, a], T <- [{x, y}, b]] ++ [{apply_it, [erlang, F, A]} || {F, A} <- [{hd, [[]]}, {element, [1, {}]}, {atom_to_list, [1]}, {nope, [1]}, {abs, [x]}, {'+', [a, 1]}, {hd, [1, 2]}, {setelement, [5, {a}, b]}]].

list(X) -> [hd(X), tl(X)].
number(X) -> {abs(X), trunc(X)}.
tuple(N, T) -> {element(N, T), setelement(N, T, z)}.
convert(X) -> {list_to_tuple(X), tuple_size(list_to_tuple(X))}.
apply_it(M, F, A) -> {apply(M, F, A)}.
body(X) -> Y = length(X), Z = list_to_atom(X), {Y, Z}.
tail(X) -> tuple_to_list(X).
binary(X) -> [byte_size(X) | binary_to_list(X)].
