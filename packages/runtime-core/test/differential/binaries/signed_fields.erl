%% Signed integers: sign bits, widths, both byte orders.
-module(signed_fields).
-export([cases/0, signed/1, widths/2, compare/1, odd/1, extend/1]).

cases() ->
    Bs = [<<0>>, <<127>>, <<128>>, <<255>>, <<255, 127>>, <<128, 0>>, <<127, 255, 255, 255>>, <<128, 0, 0, 0>>, <<255:64>>, <<-1:64>>, <<1:1, 0:63>>, <<-5:72>>, <<1:1, 0:127>>],
    [{F, [B]} || F <- [signed, compare, odd, extend], B <- Bs] ++ [{widths, [X, W]} || X <- [0, 1, -1, 100, -100, 1 bsl 40], W <- [1, 4, 7, 8, 27, 28, 29, 33, 63, 65]].

signed(<<X:8/signed>>) -> X;
signed(<<X:16/signed-little>>) -> {X};
signed(<<X:32/signed>>) -> [X];
signed(<<X:64/signed-little>>) -> {little, X};
signed(<<X:72/signed>>) -> {big, X};
signed(<<X:128/little-signed>>) -> {bigger, X}.
widths(X, W) -> <<Y:W/signed>> = <<X:W>>, <<Z:W/signed-little>> = <<X:W/little>>, {Y, Y =:= Z, Y =:= X}.
compare(B) -> S = bit_size(B), <<A:S/signed>> = B, <<C:S>> = B, {A < 0, C - A}.
odd(<<X:5/signed, Y:3/signed, R/bits>>) -> {X, Y, R}.
extend(<<X:4/signed, _/bits>>) when X < 0 -> {negative, X band 16#f};
extend(<<X:4/signed, _/bits>>) -> {positive, X}.
