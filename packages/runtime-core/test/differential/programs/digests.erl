%% SHA-1, CRC-32 and other sums, computed in Erlang.
-module(digests).
-export([cases/0, sha1/1, crc32/1, adler/1, rot/1, luhn/1, checksum/2]).

cases() -> Bs = [<<>>, <<"a">>, <<"abc">>, <<"message digest">>, <<0:440>>, <<1:512>>, <<"The quick brown fox jumps over the lazy dog">>], [{F, [B]} || F <- [sha1, crc32, adler, rot], B <- Bs] ++ [{luhn, [S]} || S <- ["79927398713", "79927398710", "0", "4539578763621486", "x"]] ++ [{checksum, [B, N]} || B <- Bs, N <- [1, 2, 4]].

sha1(B) -> N = bit_size(B), Z = (447 - N) band 511, D = <<B/binary, 1:1, 0:Z, N:64>>, hex(blocks(D, {16#67452301, 16#efcdab89, 16#98badcfe, 16#10325476, 16#c3d2e1f0})).
blocks(<<B:64/binary, T/binary>>, {H0, H1, H2, H3, H4} = H) -> {A, C, D, E, F} = rounds(0, words([W || <<W:32>> <= B]), H), blocks(T, {add(H0, A), add(H1, C), add(H2, D), add(H3, E), add(H4, F)});
blocks(<<>>, {A, B, C, D, E}) -> <<A:32, B:32, C:32, D:32, E:32>>.
words(L) -> lists:reverse(extend(16, lists:reverse(L))).
extend(80, W) -> W;
extend(I, [_, _, W3, _, _, _, _, W8, _, _, _, _, _, W14, _, W16 | _] = W) -> extend(I + 1, [rotate(W3 bxor W8 bxor W14 bxor W16, 1) | W]).
rounds(_, [], H) -> H;
rounds(I, [W | T], {A, B, C, D, E}) ->
    {F, K} = if I < 20 -> {(B band C) bor ((bnot B) band D band 16#ffffffff), 16#5a827999}; I < 40 -> {B bxor C bxor D, 16#6ed9eba1}; I < 60 -> {(B band C) bor (B band D) bor (C band D), 16#8f1bbcdc}; true -> {B bxor C bxor D, 16#ca62c1d6} end,
    rounds(I + 1, T, {(rotate(A, 5) + F + E + K + W) band 16#ffffffff, A, rotate(B, 30), C, D}).
rotate(X, N) -> ((X bsl N) bor (X bsr (32 - N))) band 16#ffffffff.
add(A, B) -> (A + B) band 16#ffffffff.
hex(B) -> [if D < 10 -> $0 + D; true -> $a + D - 10 end || <<D:4>> <= B].
crc32(B) -> C = crc(B, 16#ffffffff) bxor 16#ffffffff, {C, C =:= erlang:crc32(B)}.
crc(<<X, T/binary>>, C) -> crc(T, table(8, (C bxor X) band 255) bxor (C bsr 8));
crc(<<>>, C) -> C.
table(0, X) -> X;
table(N, X) when X band 1 =:= 1 -> table(N - 1, (X bsr 1) bxor 16#edb88320);
table(N, X) -> table(N - 1, X bsr 1).
adler(B) -> C = adler(B, 1, 0), {C, C =:= erlang:adler32(B)}.
adler(<<X, T/binary>>, A, B) -> C = (A + X) rem 65521, adler(T, C, (B + C) rem 65521);
adler(<<>>, A, B) -> B * 65536 + A.
rot(B) -> << <<(if C >= $a, C =< $z -> (C - $a + 13) rem 26 + $a; true -> C bxor 32 end)>> || <<C>> <= B >>.
luhn(S) -> luhn(lists:reverse(S), 1, 0).
luhn([D | T], 1, S) -> luhn(T, 2, S + D - $0);
luhn([D | T], 2, S) -> case 2 * (D - $0) of X when X > 9 -> luhn(T, 1, S + X - 9); X -> luhn(T, 1, S + X) end;
luhn([], _, S) -> {S, S rem 10 =:= 0}.
checksum(B, N) -> checksum(B, N * 8, 0).
checksum(B, N, S) -> case B of <<X:N/little, T/binary>> -> checksum(T, N, (S + X) band ((1 bsl N) - 1)); _ -> {S, B} end.
