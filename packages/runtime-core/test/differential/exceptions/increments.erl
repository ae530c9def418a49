%% Sums and differences with a small constant fail without a trace of their operator, all others with one.
-module(increments).
-export([cases/0, call/2, add1/1, sub1/1, one_plus/1, one_minus/1, plus/1, far/1, large/1, floats/1, mul/1, twice/1, guarded/1, loop/2, add/2, sub/2]).

cases() ->
    [{F, [X]} || F <- [add1, sub1, one_plus, one_minus, plus, far, large, floats, mul, twice, guarded], X <- [a, [], 5, 2.5, <<1>>, 1 bsl 70]]
        ++ [{loop, [N, A]} || N <- [3, 0], A <- [b, 1]] ++ [{F, [X, Y]} || F <- [add, sub], {X, Y} <- [{a, 1}, {1, a}, {2, 1}]]
        ++ [{call, [F, X]} || F <- [add1, mul], X <- [x, 1]].

call(F, X) -> {called, ?MODULE:F(X)}.
add1(X) -> X + 1.
sub1(X) -> X - 1.
one_plus(X) -> 1 + X.
one_minus(X) -> 1 - X.
plus(X) -> +X.
far(X) -> X + 100000000.
large(X) -> X - 1000000000000000000000.
floats(X) -> X + 1.0.
mul(X) -> X * 2.
twice(X) -> (X + 1) * (X - 2).
guarded(X) when X + 1 > 3 -> {big, X - 1};
guarded(X) -> {other, X + 2}.
loop(0, Acc) -> Acc - 1;
loop(N, Acc) -> loop(N - 1, Acc + 1).
add(X, Y) -> X + Y.
sub(X, Y) -> X - Y.
