%% Streams of bits: codes of variable length.
-module(bit_streams).
-export([cases/0, pack/2, unpack/2, varint/1, unvarint/1, elias/1, runs/1, crc/1]).

cases() ->
    [{pack, [L, W]} || L <- [[], [1, 2, 3], [7, 0, 15, 9, 1, 1, 1]], W <- [1, 3, 4, 8, 11]] ++ [{unpack, [B, W]} || B <- [<<>>, <<1, 2, 3>>, <<255:13>>], W <- [1, 3, 5, 8]]
    ++ [{varint, [X]} || X <- [0, 1, 127, 128, 300, 1 bsl 31, (1 bsl 64) - 1]] ++ [{unvarint, [B]} || B <- [<<>>, <<0>>, <<127, 1>>, <<172, 2>>, <<128>>, <<255, 255, 255, 255, 255, 255, 255, 255, 255, 1>>]]
    ++ [{elias, [X]} || X <- [1, 2, 3, 10, 1000, 0]] ++ [{F, [B]} || F <- [runs, crc], B <- [<<>>, <<0>>, <<255, 0, 1>>, <<"123456789">>, <<16#aaaa:16>>, <<7:3>>]].

pack(L, W) -> << <<X:W>> || X <- L >>.
unpack(B, W) -> {[X || <<X:W>> <= B], bit_size(B) rem W}.
varint(X) when X < 128 -> <<X>>;
varint(X) -> <<1:1, (X band 127):7, (varint(X bsr 7))/binary>>.
unvarint(B) -> unvarint(B, 0, 0).
unvarint(<<1:1, X:7, T/binary>>, S, V) -> unvarint(T, S + 7, V bor (X bsl S));
unvarint(<<0:1, X:7, T/binary>>, S, V) -> {V bor (X bsl S), T};
unvarint(_, _, _) -> incomplete.
elias(X) when X > 0 -> N = bits(X), E = <<0:(N - 1), X:N>>, {E, decode(E, 0)}.
bits(0) -> 0;
bits(X) -> 1 + bits(X bsr 1).
decode(<<0:1, T/bits>>, N) -> decode(T, N + 1);
decode(<<B/bits>>, N) -> M = N + 1, <<X:M, R/bits>> = B, {X, R}.
runs(<<B:1, T/bits>>) -> runs(T, B, 1);
runs(_) -> [].
runs(<<B:1, T/bits>>, B, N) -> runs(T, B, N + 1);
runs(<<B:1, T/bits>>, C, N) -> [{C, N} | runs(T, B, 1)];
runs(<<>>, C, N) -> [{C, N}].
crc(B) -> crc(B, 16#ffff).
crc(<<X, T/binary>>, C) -> crc(T, crc_bits(8, C bxor (X bsl 8)));
crc(_, C) -> C.
crc_bits(0, C) -> C;
crc_bits(N, C) when C band 16#8000 =/= 0 -> crc_bits(N - 1, ((C bsl 1) bxor 16#1021) band 16#ffff);
crc_bits(N, C) -> crc_bits(N - 1, C bsl 1).
