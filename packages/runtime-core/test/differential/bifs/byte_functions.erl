%% Binaries and lists of bytes: conversion, the module binary, checksums, unicode.
-module(byte_functions).
-export([cases/0, call/3, md5_parts/1, checksum_parts/2, checksum_lengths/1, vector/1, vector_bytes/1, compiled/2]).

data() -> [<<>>, <<1>>, <<"hello">>, <<0:2000>>, [], [1, 2, 3], "hello", [<<"a">>, [<<"b">>, $c | <<"d">>], []], [[[[]]]], [256], [-1], [a], a, 1, {}, <<1:3>>, [<<1:3>>], [1 | 2], [<<"x">> | y], [1, [2, [3 | <<4>>]] | <<5>>]].
binaries() -> [<<>>, <<1>>, <<"hello">>, <<"hello hello">>, <<1:3>>, a, "x"].

cases() ->
    [{call, [erlang, F, [D]]} || F <- [list_to_binary, iolist_to_binary, iolist_size, list_to_bitstring, binary_to_list, bitstring_to_list, crc32, adler32, md5], D <- data()] ++
    [{call, [erlang, binary_to_list, [B, S, E]]} || B <- [<<"hello">>, <<>>, a, <<1:9>>], {S, E} <- [{1, 5}, {2, 3}, {3, 3}, {0, 1}, {1, 6}, {3, 2}, {a, 1}, {1, b}, {6, 6}]] ++
    [{call, [erlang, F, [B, P]]} || F <- [split_binary], B <- [<<"hello">>, <<>>, a, <<1:9>>], P <- [0, 1, 5, 6, -1, a, 1 bsl 70]] ++
    [{call, [erlang, F, [S, D]]} || F <- [crc32, adler32], S <- [0, 1, 16#ffffffff, -1, 16#100000000, a], D <- [<<"abc">>, "x", [a]]] ++
    [{call, [binary, F, [B]]} || F <- [first, last, copy, list_to_bin, compile_or_not, longest_common_prefix, longest_common_suffix], F =/= compile_or_not, B <- binaries() ++ [[], [<<"ab">>, <<"abc">>], [<<"xab">>, <<"ab">>], [<<>>], [a], [<<"x">> | a]]] ++
    [{call, [binary, at, [B, P]]} || B <- [<<"abc">>, <<>>, a], P <- [0, 1, 2, 3, -1, a, 1 bsl 70]] ++
    [{call, [binary, copy, [B, N]]} || B <- [<<"abc">>, <<>>, a, <<1:3>>], N <- [0, 1, 3, -1, a]] ++
    [{call, [binary, part, [<<"hello">>, S, L]]} || {S, L} <- [{0, 5}, {1, 2}, {5, 0}, {5, -2}, {5, 1}, {-1, 1}, {a, 1}, {2, -3}, {0, a}]] ++
    [{call, [binary, part, [B, P]]} || B <- [<<"hello">>, a], P <- [{0, 5}, {1, 2}, {5, -2}, {6, 0}, a, {1}]] ++
    [{call, [binary, F, [B, P]]} || F <- [match, matches, split], B <- [<<"hello hello">>, <<>>, <<"aaaa">>, a, <<1:9>>], P <- patterns()] ++
    [{call, [binary, F, [<<"hello hello world">>, P, O]]} || F <- [match, matches], P <- [<<"l">>, [<<"he">>, <<"hello">>], <<"zz">>], O <- scopes()] ++
    [{call, [binary, split, [B, <<",">>, O]]} || B <- [<<"a,b,,c,">>, <<",">>, <<>>, <<"abc">>, <<",,a">>], O <- [[], [global], [trim], [global, trim], [global, trim_all], [trim_all], [x], a, [{scope, {2, 3}}, global]]] ++
    [{call, [unicode, F, [D, E]]} || F <- [characters_to_binary, characters_to_list], E <- [utf8, latin1, unicode, utf16, 1],
        D <- [<<>>, <<"abc">>, "abc", [960, $a], <<"åä"/utf8>>, [<<"å"/utf8>>, $x | <<"y">>], [[[$a], <<"b">>]], [256, <<255>>]]] ++
    [{call, [unicode, F, [D, utf8]]} || F <- [characters_to_binary, characters_to_list], D <- broken()] ++
    [{call, [unicode, bin_is_7bit, [D]]} || D <- [<<>>, <<"abc">>, <<200>>, a, "abc"]] ++
    [{md5_parts, [L]} || L <- [[], [<<"a">>], ["hello", <<" ">>, [["world"]]], [<<0:800>>, <<1:64>>, <<2:400>>]]] ++
    [{checksum_parts, [A, B]} || A <- [<<>>, <<"hello">>, <<0:8000>>], B <- [<<>>, <<"world">>, <<255:80000>>]] ++
    [{vector, [V]} || V <- [<<>>, [], [<<>>, [<<>> | <<>>]], <<"a">>, "abc", [<<0:8000>>], [<<0:8000>>, <<1:8000>> | <<2:8000>>], [[[<<0:8000>>]] | <<"a">>], [<<0:8000>>, 256], [<<0:8000>>, a], [<<1:3>>], a, [<<0:8000>> | $a], [<<0:8000>>, <<1:8001>>]]] ++
    [{vector_bytes, [V]} || V <- [[$a, <<1:8000>>, $b], [<<0:8000>>, "abc", [[<<"de">>], $f], <<1:8000>>, $g], [<<"ab">>, <<2:9000>>, <<"cd">>, [<<3:9000>>, <<4:4096>>, <<5:4104>>], "ef"], ["ab", <<0:2000000>>, $c, <<1:1600000>> | <<"d">>]]] ++
    [{checksum_lengths, [F]} || F <- [crc32, adler32]] ++
    [{compiled, [B, P]} || B <- [<<"hello hello">>, <<"xyz">>], P <- patterns()].

broken() ->
    [<<255>>, <<"ab", 255, "cd">>, <<"ab", 195>>, <<195>>, [<<195>>, <<165>>], [<<195>>, $a], [<<"ab", 255>>, "cd"], ["ab", 16#d800, "cd"], [$a, 16#110000], [$a, -1], ["ab", [<<"c">>, <<255, "d">>, $e], $f],
     <<237, 160, 128>>, <<240, 128, 128, 128>>, <<192, 128>>, <<244, 144, 128, 128>>, a, [a], [$a | b], [<<226, 130>>], <<226, 130>>, <<240, 130>>, <<240, 159, 1>>, <<237, 160>>, <<244, 144>>, <<245, 128>>, <<192>>, <<1:3>>,
     <<245, 115>>, [<<"x">>, <<245, 115>>], [<<"x">>, <<226, 115>>, $a], [<<245>>, <<"q">>, <<"r">>], [<<245>>, <<"q">>, <<"r">>, <<"st">>], [<<245>>, <<"q">> | <<"r">>], [<<226>>, <<97>>], [<<226>>, <<97, 98>>], [<<240, 144>>, <<130>>, <<97>>, <<98>>],
     [<<245>>, [[<<"q">>], "c"]], [[[[<<245>>], <<97>>], <<98>>], <<99>>], [<<192>>, <<97>>], [<<193>>], [<<244, 160>>, []], [<<248>>], [<<224>>, <<128>>]].
patterns() -> [<<"l">>, <<"ll">>, <<"hello">>, [<<"h">>, <<"he">>], [<<"lo">>, <<"l">>], <<>>, [], [<<>>], a, [a], <<"zz">>, <<"aa">>].
scopes() -> [[], [{scope, {0, 5}}], [{scope, {6, 5}}], [{scope, {11, -5}}], [{scope, {0, 100}}], [{scope, {-1, 2}}], [{scope, a}], [x], a, [{scope, {3, 0}}]].

call(M, F, A) -> X = apply(M, F, A), X.
md5_parts(L) -> C = md5_parts(L, erlang:md5_init()), erlang:md5_final(C).
md5_parts([D | T], C) -> md5_parts(T, erlang:md5_update(C, D));
md5_parts([], C) -> C.
checksum_parts(A, B) ->
    {erlang:crc32_combine(erlang:crc32(A), erlang:crc32(B), byte_size(B)) =:= erlang:crc32([A, B]), erlang:adler32_combine(erlang:adler32(A), erlang:adler32(B), byte_size(B)) =:= erlang:adler32([A, B]),
     erlang:crc32(erlang:crc32(A), B) =:= erlang:crc32([A, B]), erlang:adler32(erlang:adler32(A), B) =:= erlang:adler32([A, B])}.
%% Bytes are taken eight at a time, from any place on.
checksum_lengths(F) -> [erlang:F(binary:part(<<200, "hello hello world", 0, 1, 2, 255, "xyz", 254>>, S, L)) || S <- [0, 1, 2, 3], L <- [0, 1, 7, 8, 9, 15, 16, 17, 22]].
%% How large binaries and what is between them are divided: where OTP 25 does not fill up what is small from what is large, as OTP 29 does not.
vector(V) -> Vector = erlang:iolist_to_iovec(V), {[byte_size(B) || B <- Vector], erlang:iolist_to_binary(Vector) =:= erlang:iolist_to_binary(V)}.
vector_bytes(V) -> Vector = erlang:iolist_to_iovec(V), {erlang:iolist_to_binary(Vector) =:= erlang:iolist_to_binary(V), [B || B <- Vector, byte_size(B) =:= 0]}.
compiled(B, P) -> C = binary:compile_pattern(P), {binary:match(B, C), binary:matches(B, C), binary:split(B, C, [global])}.
