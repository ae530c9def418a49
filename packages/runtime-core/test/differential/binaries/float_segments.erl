%% Floats of 16, 32 and 64 bits in binaries.
-module(float_segments).
-export([cases/0, read64/1, read32/1, write/1, little/1, mixed/1, sizes/2, aligned/2]).

cases() ->
    Xs = [0, 1, -1.5, 0.1, 3.4e38, 1.0e39, 65504.0, 65520.0, 1.0e-45, 1 bsl 60, 1 bsl 1100, a, <<1>>],
    [{F, [X]} || F <- [write, little, mixed], X <- Xs] ++ [{F, [B]} || F <- [read64, read32], B <- [<<1.5/float>>, <<1.5:32/float>>, <<0:64>>, <<16#7ff0000000000000:64>>, <<16#7f800000:32>>, <<>>, <<1:3>>, <<16#fff8:16, 0:48>>]]
    ++ [{sizes, [X, W]} || X <- [1.25, -2], W <- [16, 32, 64, 8, 0, 63, -1, a]] ++ [{aligned, [X, N]} || X <- [0.1, -3], N <- [0, 1, 7, 8]].

read64(<<X/float>>) -> X;
read64(<<X:64/float-little, _/bits>>) -> {X};
read64(<<_:64>>) -> not_a_number;
read64(_) -> none.
read32(<<X:32/float>>) -> X;
read32(<<X:32/float, R/bits>>) -> {X, R};
read32(<<X:32, _/bits>>) -> {bits, X};
read32(_) -> none.
write(X) -> {<<X/float>>, try <<X:32/float>> catch error:R -> R end}.
little(X) -> <<X:64/float-little>>.
mixed(X) -> <<1:8, X:32/float, 2:8>>.
sizes(X, W) -> <<X:W/float>>.
aligned(X, N) -> B = <<0:N, X/float, 1:N>>, <<_:N, Y/float, _:N>> = B, {Y, Y == X}.
