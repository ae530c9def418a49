%% Characters in UTF-16 and UTF-32, both byte orders.
-module(utf16_segments).
-export([cases/0, encode/1, little/1, decode/1, decode_little/1, skip/1, wide/1, convert/1]).

cases() ->
    Cs = [0, $a, 255, 256, 16#d7ff, 16#d800, 16#e000, 16#ffff, 16#10000, 16#10ffff, 16#110000, -5, b],
    Bs = [<<>>, <<0, 97>>, <<97, 0>>, <<16#d8, 0, 16#dc, 0>>, <<0, 16#d8, 0, 16#dc>>, <<16#dc, 0>>, <<16#d8, 0>>, <<0, 0, 0, 97>>, <<97, 0, 0, 0>>, <<0, 16#11, 0, 0>>, <<0, 0, 16#d8, 0>>, <<1>>, <<1:7>>],
    [{F, [C]} || F <- [encode, little], C <- Cs] ++ [{F, [B]} || F <- [decode, decode_little, skip, wide], B <- Bs] ++ [{convert, [L]} || L <- [[], "abc", [16#20ac, 16#1f600], [16#dfff]]].

encode(C) -> {<<C/utf16>>, <<C/utf32>>}.
little(C) -> {<<C/utf16-little>>, <<C/utf32-little>>, <<1:4, C/utf16, 2:4>>}.
decode(<<C/utf16, R/bits>>) -> {C, R};
decode(_) -> none.
decode_little(<<C/utf16-little, R/bits>>) -> {C, R};
decode_little(_) -> none.
skip(<<_/utf16-little, R/bits>>) -> {a, R};
skip(<<_/utf16, R/bits>>) -> {b, R};
skip(_) -> none.
wide(<<C/utf32>>) -> C;
wide(<<C/utf32-little>>) -> {C};
wide(<<_/utf32, R/bits>>) -> R;
wide(_) -> none.
convert(L) -> U8 = << <<C/utf8>> || C <- L >>, U16 = << <<C/utf16>> || <<C/utf8>> <= U8 >>, {U8, U16, << <<C/utf32>> || <<C/utf16>> <= U16 >>}.
