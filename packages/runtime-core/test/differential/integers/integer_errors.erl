%% Integer operations that fail, in bodies, in guards and caught.
-module(integer_errors).
-export([cases/0, add/2, subtract/2, multiply/2, divide/2, remainder/2, shift/2, bits/2, in_guard/2, caught/2, negate/1]).

cases() ->
    Bad = [a, 1.5, [], <<1>>, {1}, 0, 1 bsl 70],
    [{F, [X, Y]} || F <- [add, subtract, multiply, divide, remainder, shift, bits, in_guard, caught], {X, Y} <- [{3, B} || B <- Bad] ++ [{B, 3} || B <- Bad] ++ [{a, b}], F =/= shift orelse Y =/= 1 bsl 70]
    ++ [{negate, [X]} || X <- Bad].

add(X, Y) -> {X + Y}.
subtract(X, Y) -> {X - Y}.
multiply(X, Y) -> X * Y.
divide(X, Y) -> [X div Y].
remainder(X, Y) -> X rem Y.
shift(X, Y) -> (X bsl Y) + 1.
bits(X, Y) -> (X band Y) bor (X bxor Y).
in_guard(X, Y) when X div Y > 0; X + Y =:= 10 -> yes;
in_guard(X, Y) when X band Y =:= 3 -> masked;
in_guard(_, _) -> no.
caught(X, Y) -> [try X + Y catch error:E -> E end, try X div Y catch error:E -> E end, try X bsr Y catch error:E -> E end].
negate(X) -> {-X, bnot X}.
