%% Binaries that grow at their end, also after another use of the same one.
-module(appending).
-export([cases/0, bytes/1, bits/1, mixed/1, shared/1, twice/2, tuple_of/1, both_ends/1]).

cases() ->
    Ls = [[], [1], [1, 2, 3], lists:seq(1, 70), [300, -1]],
    [{F, [L]} || F <- [bytes, bits, mixed, shared, tuple_of, both_ends], L <- Ls] ++ [{twice, [B, N]} || B <- [<<>>, <<1:3>>, <<"abc">>, <<0:600>>], N <- [0, 1, 5, 70]].

bytes(L) -> bytes(L, <<>>).
bytes([H | T], B) -> bytes(T, <<B/binary, H>>);
bytes([], B) -> B.
bits(L) -> bits(L, <<>>).
bits([H | T], B) -> bits(T, <<B/bits, H:5>>);
bits([], B) -> {bit_size(B), B}.
mixed(L) -> mixed(L, <<>>, 0).
mixed([H | T], B, N) when H band 1 =:= 0 -> mixed(T, <<B/binary, N:16, H:16/little>>, N + 1);
mixed([H | T], B, N) -> mixed(T, <<B/binary, "x", H>>, N + 1);
mixed([], B, N) -> {B, N}.
shared(L) -> B = bytes(L), C = <<B/binary, 1, 2>>, D = <<B/binary, 3>>, E = <<C/binary, 4>>, {B =:= bytes(L), C, D, E}.
twice(B, 0) -> B;
twice(B, N) -> C = <<B/bits, N>>, D = <<B/bits, 0>>, case C =:= D of false -> twice(C, N - 1); true -> same end.
tuple_of(L) -> tuple_of(L, {<<>>, <<>>}).
tuple_of([H | T], {A, B}) when H > 2 -> tuple_of(T, {<<A/binary, H>>, B});
tuple_of([H | T], {A, B}) -> tuple_of(T, {A, <<B/binary, H>>});
tuple_of([], R) -> R.
both_ends(L) -> both_ends(L, <<"|">>).
both_ends([A, B | T], M) -> both_ends(T, <<A, M/binary, B>>);
both_ends(_, M) -> M.
