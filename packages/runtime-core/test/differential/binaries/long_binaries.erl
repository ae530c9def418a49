%% Binaries of more than 64 bytes, whose data lies outside the heap.
-module(long_binaries).
-export([cases/0, build/1, cut/2, chunks/2, compare/2, copy/1, replace/2, interleave/2]).

cases() ->
    [{build, [N]} || N <- [0, 63, 64, 65, 256, 1000]] ++ [{cut, [N, K]} || N <- [64, 65, 300], K <- [0, 1, 64]] ++ [{chunks, [N, K]} || N <- [10, 65, 200], K <- [1, 7, 64, 100], N div K < 40]
    ++ [{compare, [A, B]} || A <- [63, 64, 65, 100], B <- [64, 65, 101]] ++ [{copy, [N]} || N <- [1, 64, 100]] ++ [{replace, [N, P]} || N <- [64, 100], P <- [0, 5, 63]] ++ [{interleave, [A, B]} || A <- [0, 40, 70], B <- [0, 40]].

make(N) -> make(N, <<>>).
make(0, B) -> B;
make(N, B) -> make(N - 1, <<B/binary, (N * 7)>>).
build(N) -> B = make(N), {byte_size(B), erlang:crc32(B), B =:= << <<(I * 7)>> || I <- down(N) >>}.
down(0) -> [];
down(N) -> [N | down(N - 1)].
cut(N, K) -> <<A:K/binary, B/binary>> = make(N), {erlang:crc32(A), erlang:crc32(B), <<A/binary, B/binary>> =:= make(N), B < A}.
chunks(N, K) -> [byte_size(C) || C <- split(make(N), K)].
split(B, K) when byte_size(B) =< K -> [B];
split(B, K) -> <<A:K/binary, R/binary>> = B, [A | split(R, K)].
compare(A, B) -> X = make(A), Y = make(B), {X < Y, X =:= Y, X == make(A), {X} =:= {Y}}.
copy(N) -> B = make(N), C = <<B/binary>>, D = <<0:1, B/binary, 0:7>>, {B =:= C, erlang:crc32(<<D/bits>>)}.
replace(N, P) -> B = make(N), <<A:P/binary, _, C/binary>> = B, D = <<A/binary, 0, C/binary>>, {byte_size(D), D =/= B, erlang:crc32(D)}.
interleave(A, B) -> R = interleave(make(A), make(B), <<>>), {byte_size(R), erlang:crc32(R)}.
interleave(<<X, T/binary>>, U, R) -> interleave(U, T, <<R/binary, X>>);
interleave(<<>>, U, R) -> <<R/binary, U/binary>>.
