%% Little-endian integers, also of sizes that are no bytes.
-module(little_fields).
-export([cases/0, read/1, write/2, swap/1, odd/2, both/1, native/1]).

cases() ->
    Bs = [<<1, 2>>, <<1, 2, 3>>, <<1, 2, 3, 4>>, <<1, 2, 3, 4, 5, 6, 7, 8>>, <<200:8, 0:60, 1:4>>, <<1, 2, 3, 4, 5, 6, 7, 8, 9>>, <<>>],
    [{F, [B]} || F <- [read, swap, both, native], B <- Bs] ++ [{F, [X, W]} || F <- [write, odd], X <- [0, 1, 258, -2, 16#123456789abcdef0, 1 bsl 70], W <- [8, 16, 12, 31, 64, 70]].

read(<<X:16/little>>) -> X;
read(<<X:24/little>>) -> X;
read(<<X:32/little>>) -> X;
read(<<X:64/little>>) -> X;
read(<<X:72/little>>) -> X;
read(<<X:10/little, Y:62/little>>) -> {X, Y};
read(_) -> none.
write(X, W) -> <<X:W/little>>.
swap(B) -> S = bit_size(B), <<X:S/little>> = B, {X, <<X:S/big>>}.
odd(X, W) -> <<Y:W/little>> = <<X:W/little>>, Y =:= X band ((1 bsl W) - 1).
both(<<A:12/little, B:4/big, R/bits>>) -> {A, B, R};
both(_) -> none.
native(<<X:16/native, R/bits>>) -> <<Y:16/little, R/bits>> = <<X:16/native, R/bits>>, X =:= Y;
native(_) -> none.
