%% Exceptions raised and caught inside of comprehensions.
-module(in_comprehensions).
-export([cases/0, list/1, filter/1, nested/1, binary/1, after_each/1, generator/1, first_error/1]).

cases() -> Ls = [[], [1, 2], [1, 0, 2], [a, 1], [1, {x}, 3], [[1], [0]]], [{F, [L]} || F <- [list, filter, nested, after_each, generator, first_error, binary], L <- Ls].

list(L) -> [try 6 div X catch error:R -> R end || X <- L].
filter(L) -> [X || X <- L, try X * 2 > 1 catch error:_ -> false end].
nested(L) -> try [[X / Y || Y <- L] || X <- L] catch error:R -> {R, length(L)} end.
binary(L) -> try << <<X:8>> || X <- L >> catch error:R -> {R, L} end.
after_each(L) -> erase(seen), R = (catch [try 10 div X after put(seen, [X | case get(seen) of undefined -> []; S -> S end]) end || X <- L]), {is_list(R), erase(seen)}.
generator(L) -> try [X || X <- case L of [a | T] -> throw({no, T}); _ -> L end, X =/= 1] catch T -> T end.
first_error(L) -> try [throw({found, X}) || X <- L, not is_integer(X)], none catch throw:{found, X} -> X end.
