%% As uneven_parts, in OTP 29.
-module(uneven_parts29).
-export([cases/0, part/3, part/2, guarded/1, bytes/3, order/2]).

cases() ->
    Bits = [<<>>, <<1:1>>, <<1, 2:4>>, <<1, 2, 3>>, <<1, 2, 3, 5:3>>, a],
    [{F, [B, S, L]} || F <- [part, bytes], B <- Bits, S <- [0, 1, 2], L <- [0, 1, 2, -1]]
        ++ [{part, [B, P]} || B <- Bits, P <- [{0, 1}, {1, -1}, {0, 0}, x]]
        ++ [{guarded, [B]} || B <- Bits]
        ++ [{order, [A, B]} || A <- [1, a], B <- [2, b, 16#D800]].

part(B, S, L) -> {binary_part(B, S, L), binary:part(B, S, L)}.
part(B, P) -> {binary_part(B, P), binary:part(B, P)}.
guarded(B) when binary_part(B, 0, 1) =:= <<1>> -> one;
guarded(B) when byte_size(B) >= 0 -> none;
guarded(_) -> no_bits.
bytes(B, S, L) -> binary_to_list(B, S, L).
order(A, B) -> try <<A:8, B/utf8>> catch error:badarg:T -> [element(1, map_get(cause, Info)) || {error_info, Info} <- element(4, hd(T))] end.
