%% Characters in UTF-8: encoding, decoding, refusing.
-module(utf8_segments).
-export([cases/0, encode/1, decode/1, all/1, take/1, skip/1, literal/1, length_of/1, string/1]).

cases() ->
    Cs = [0, $a, 127, 128, 16#7ff, 16#800, 16#d7ff, 16#d800, 16#dfff, 16#e000, 16#ffff, 16#10000, 16#10ffff, 16#110000, -1, a],
    Bs = [<<>>, <<"abc">>, <<"åβ€"/utf8>>, <<16#10ffff/utf8, "x">>, <<195>>, <<195, 40>>, <<237, 160, 128>>, <<240, 144, 128>>, <<244, 144, 128, 128>>, <<192, 128>>, <<"a", 255>>, <<1:3>>],
    [{encode, [C]} || C <- Cs] ++ [{F, [B]} || F <- [decode, all, take, skip, literal, length_of], B <- Bs] ++ [{string, [L]} || L <- ["", "abc", "åβ€", [16#d800], [a]]].

encode(C) -> <<C/utf8>>.
decode(<<C/utf8, R/binary>>) -> {C, R};
decode(B) -> {none, B}.
all(B) -> all(B, []).
all(<<C/utf8, T/binary>>, L) -> all(T, [C | L]);
all(<<>>, L) -> lists:reverse(L);
all(R, L) -> {error, L, R}.
take(<<C/utf8, D/utf8, _/bits>>) when C < D -> up;
take(<<_/utf8, D/utf8, _/bits>>) -> D;
take(_) -> none.
skip(<<_/utf8, R/bits>>) -> R;
skip(_) -> none.
literal(<<"å"/utf8, R/binary>>) -> {ring, R};
literal(<<"abc"/utf8>>) -> abc;
literal(_) -> none.
length_of(B) -> length_of(B, 0).
length_of(<<_/utf8, T/binary>>, N) -> length_of(T, N + 1);
length_of(_, N) -> N.
string(L) -> << <<C/utf8>> || C <- L >>.
