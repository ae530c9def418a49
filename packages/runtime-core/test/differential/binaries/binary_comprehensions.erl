%% Comprehensions that make binaries or take from them.
-module(binary_comprehensions).
-export([cases/0, squares/1, filter/1, bits/1, from_binary/1, pairs/2, nested/1, strings/1, back/1]).

cases() ->
    Ls = [[], [1], [1, 2, 3, 4], lists:seq(1, 40), [b, 1]],
    Bs = [<<>>, <<1>>, <<1, 2, 3>>, <<"hello">>, <<5:3>>, <<1, 2, 3:4>>],
    [{F, [L]} || F <- [squares, filter, bits], L <- Ls] ++ [{nested, [L]} || L <- lists:sublist(Ls, 4)] ++ [{F, [B]} || F <- [from_binary, strings, back], B <- Bs] ++ [{pairs, [L, B]} || L <- [[], [1, 2]], B <- Bs].

squares(L) -> << <<(X * X):16>> || X <- L >>.
filter(L) -> << <<X>> || X <- L, is_integer(X), X rem 2 =:= 0 >>.
bits(L) -> << <<X:3>> || X <- L >>.
from_binary(B) -> {<< <<(X + 1)>> || <<X>> <= B >>, [X || <<X:4>> <= B], [X || <<X:16>> <= B]}.
pairs(L, B) -> << <<X, Y>> || X <- L, <<Y>> <= B, X =/= Y >>.
nested(L) -> << << <<Y>> || Y <- [X, X + 1] >> || X <- L >>.
strings(B) -> << <<"<", C, ">">> || <<C>> <= B, C > 2 >>.
back(B) -> {[{A, C} || <<A:3, C:5>> <= B], << <<A:1>> || <<A:1>> <= B >> =:= B}.
