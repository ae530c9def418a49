%% band, bor, bxor and bnot of negative numbers.
-module(bitwise_negative).
-export([cases/0, land/2, lor/2, lxor/2, inverse/1, laws/2, constant/1]).

cases() ->
    Xs = [0, 1, -1, 170, -170, 134217727, -134217728, 1 bsl 40, -(1 bsl 40), -(1 bsl 63), (1 bsl 65) + 3, -(1 bsl 65) - 3],
    [{F, [X, Y]} || F <- [land, lor, lxor], X <- Xs, Y <- [-1, 255, -256, -(1 bsl 64)]]
    ++ [{F, [X]} || F <- [inverse, constant], X <- Xs] ++ [{laws, [X, Y]} || X <- Xs, Y <- [-7, 1 bsl 33]]
    ++ [{F, [X, Y]} || F <- [land, lor, lxor], {X, Y} <- [{a, 1}, {1, a}, {1.0, 1}, {1, 1.0}]] ++ [{inverse, [a]}, {inverse, [2.0]}].

land(X, Y) -> X band Y.
lor(X, Y) -> X bor Y.
lxor(X, Y) -> X bxor Y.
inverse(X) -> bnot X.
laws(X, Y) -> {bnot (X band Y) =:= (bnot X) bor (bnot Y), (X bxor Y) bxor Y =:= X, (X band Y) + (X bor Y) =:= X + Y, -X =:= (bnot X) + 1}.
constant(X) -> [X band 1, X band 16#ff, X bor 16#100, X bxor -1, X band 16#ffffffff, X band -2, X bxor 16#ffffffffffffffff].
