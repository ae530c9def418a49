%% Binaries to lists and back.
-module(byte_lists).
-export([cases/0, to_list/1, part/3, to_binary/1, bits/1, split/2, sizes/1]).

cases() -> Ds = [<<>>, <<1, 2, 3>>, <<5:3>>, <<1, 7:4>>, [], [1, 2], [<<1>>, [2, [<<3, 4>>]] | <<5>>], [256], [<<1:1>>], a, [1 | 2]], [{F, [D]} || F <- [to_list, to_binary, bits, sizes], D <- Ds] ++ [{part, [B, S, E]} || B <- [<<1, 2, 3>>, a], {S, E} <- [{1, 3}, {2, 2}, {3, 2}, {0, 1}, {1, 4}]] ++ [{split, [D, N]} || D <- Ds, N <- [0, 1, 3, -1]].

to_list(D) -> {try binary_to_list(D) catch error:R -> R end, try bitstring_to_list(D) catch error:E -> E end}.
part(B, S, E) -> binary_to_list(B, S, E).
to_binary(D) -> [try list_to_binary(D) catch error:R -> R end, try iolist_to_binary(D) catch error:E -> E end].
bits(D) -> try list_to_bitstring(D) of B -> {B, bit_size(B)} catch error:R -> R end.
split(D, N) -> try split_binary(D, N) catch error:R -> R end.
sizes(D) -> {try iolist_size(D) catch error:R -> R end, try byte_size(D) catch error:E -> E end}.
