%% Parts of binaries, of parts, at bits; comparison of what is unaligned.
-module(sub_binaries).
-export([cases/0, parts/3, nested/1, unaligned/2, equal/2, sizes/1, long/1]).

cases() ->
    B = <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>,
    [{parts, [B, S, L]} || S <- [0, 1, 5, 10, -1, 11], L <- [0, 1, 5, -1]] ++ [{nested, [X]} || X <- [B, <<>>, <<1, 2, 3>>, <<0:800>>]] ++ [{unaligned, [X, N]} || X <- [B, <<255, 0, 255>>, <<1:2>>], N <- [0, 1, 3, 8, 15]]
    ++ [{equal, [X, Y]} || X <- [<<1, 2>>, <<0:1, 1, 2>>, <<1, 2:7>>, <<>>], Y <- [<<1, 2>>, <<1, 1:7>>, <<1:1>>]] ++ [{sizes, [X]} || X <- [<<>>, <<1:1>>, <<1:7>>, <<1:9>>, <<0:513>>, a]] ++ [{long, [N]} || N <- [1, 10, 63, 64, 65, 200]].

parts(B, S, L) -> P = binary_part(B, S, L), {P, byte_size(P)}.
nested(B) -> case B of <<_, A/binary>> -> case A of <<C:1/binary, D/binary>> -> {A, C, D}; _ -> A end; _ -> B end.
unaligned(B, N) -> case B of <<_:N, R/bits>> -> {R, <<R/bits, 1:1>>, bit_size(R)}; _ -> none end.
equal(X, Y) -> <<_:1, Z/bits>> = <<0:1, X/bits>>, {Z =:= X, X =:= Y, X < Y, Z < Y, Z == Y}.
sizes(B) -> {byte_size(B), bit_size(B), is_binary(B)}.
long(N) -> B = << <<I>> || I <- seq(N) >>, <<_, M/binary>> = B, {byte_size(M), erlang:phash2(M), M =:= << <<I>> || I <- tl(seq(N)) >>}.
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
