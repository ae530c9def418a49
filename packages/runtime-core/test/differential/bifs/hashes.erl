%% phash2, MD5, CRC-32 and Adler-32.
-module(hashes).
-export([cases/0, phash2/1, ranged/2, md5/1, crc/2, adler/2, parts/1]).

cases() -> Ts = [0, 1, -1, 134217728, 1 bsl 64, -(1 bsl 100), 1.5, 0.0, a, '', [], [1, 2, 3], "text", [a | b], {}, {1, {2}}, <<>>, <<1, 2, 3>>, <<5:3>>, #{}, #{a => 1, b => [2]}, lists:seq(1, 300), [[[]]]], [{phash2, [T]} || T <- Ts] ++ [{ranged, [T, R]} || T <- Ts, R <- [1, 100, 1 bsl 27]] ++ [{md5, [B]} || B <- [<<>>, "abc", [<<"a">>, "b"], <<0:1000>>, a, <<1:1>>]] ++ [{F, [A, B]} || F <- [crc, adler], A <- [<<>>, <<"abc">>], B <- [<<>>, "def", <<255:2000>>]] ++ [{parts, [N]} || N <- [0, 1, 63, 64, 65]].

phash2(T) -> H = erlang:phash2(T), {H, erlang:phash2({T, H})}.
ranged(T, R) -> erlang:phash2(T, R).
md5(B) -> <<A:64, _/binary>> = erlang:md5(B), A.
crc(A, B) -> C = erlang:crc32(A), {C, erlang:crc32(C, B), erlang:crc32([A, B])}.
adler(A, B) -> C = erlang:adler32(A), {C, erlang:adler32(C, B), erlang:adler32([A, B])}.
parts(N) -> B = binary:copy(<<"x">>, N), C = erlang:md5_update(erlang:md5_update(erlang:md5_init(), B), "end"), erlang:md5_final(C) =:= erlang:md5([B, "end"]).
