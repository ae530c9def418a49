%% Tails of binaries: bytes, bits, units that must divide.
-module(tail_patterns).
-export([cases/0, split/1, tail/2, bits/1, units/1, last/1, middle/2]).

cases() ->
    Bs = [<<>>, <<1>>, <<1, 2>>, <<1, 2, 3>>, <<1, 2, 3, 4>>, <<1:1>>, <<1:9>>, <<1:12>>, <<1:31>>, <<0:65>>, a],
    [{F, [B]} || F <- [split, bits, units, last], B <- Bs] ++ [{F, [B, N]} || F <- [tail, middle], B <- Bs, N <- [0, 1, 3, -1]].

split(<<A, T/binary>>) -> {A, T};
split(<<A, T/bitstring>>) -> {A, bits, T};
split(<<>>) -> empty;
split(B) when is_bitstring(B) -> {rest, B}.
tail(B, N) -> case B of <<_:N/binary, T/binary>> -> T; <<_:N, T/bits>> -> {bits, T}; _ -> none end.
bits(<<0:1, T/bits>>) -> {zero, T};
bits(<<1:1, T/bits>>) -> {one, T};
bits(_) -> none.
units(<<_:8, T/binary-unit:16>>) -> {sixteen, T};
units(<<T/binary-unit:3>>) -> {three, T};
units(<<T/binary-unit:4>>) -> {four, T};
units(_) -> none.
last(B) when is_binary(B), byte_size(B) > 0 -> N = byte_size(B) - 1, <<_:N/binary, L>> = B, L;
last(_) -> none.
middle(B, N) when is_bitstring(B), N >= 0 -> case B of <<A:N/bits, M:1/binary, R/bits>> -> {A, M, R}; <<A:N/bits, R/bits>> -> {A, R}; _ -> short end;
middle(B, _) -> B.
