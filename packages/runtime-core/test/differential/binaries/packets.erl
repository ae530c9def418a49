%% Headers of network packets, built and taken apart.
-module(packets).
-export([cases/0, header/1, build/2, checksum/1, flags/1, address/1, options/1, roundtrip/1]).

cases() ->
    Ps = [<<4:4, 5:4, 0, 20:16, 1:16, 2:3, 0:13, 64, 6, 0:16, 10, 0, 0, 1, 192, 168, 1, 2>>, <<4:4, 6:4, 0, 26:16, 7:16, 0:16, 1, 17, 16#abcd:16, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 0, 0, "hi">>, <<6:4, 0:4>>, <<>>, <<0:200>>],
    [{F, [P]} || F <- [header, checksum, flags, roundtrip], P <- Ps] ++ [{build, [A, D]} || A <- [{1, 2, 3, 4}, {300, 0, 0, 1}, {a, 0, 0, 0}], D <- [<<>>, <<"data">>, [1]]]
    ++ [{address, [B]} || B <- [<<10, 0, 0, 1>>, <<127, 0, 0, 1>>, <<224, 1, 2, 3>>, <<1:128>>, <<1>>]] ++ [{options, [B]} || B <- [<<>>, <<0>>, <<1, 1, 0>>, <<2, 4, 5, 180>>, <<3, 3, 7, 1, 2, 4, 1, 2>>, <<9, 1>>, <<9, 10, 1>>]].

header(<<4:4, L:4, T, N:16, Id:16, F:3, O:13, Ttl, P, C:16, S:4/binary, D:4/binary, R/binary>>) when L >= 5 ->
    Options = (L - 5) * 4,
    case R of
        <<Os:Options/binary, Data/binary>> -> {T, N, Id, F, O, Ttl, P, C, address(S), address(D), Os, Data};
        _ -> short
    end;
header(<<V:4, _/bits>>) -> {version, V};
header(_) -> none.
address(<<127, _:24>>) -> localhost;
address(<<A, _:24>>) when A >= 224 -> multicast;
address(<<A, B, C, D>>) -> {A, B, C, D};
address(<<X:16, _:96, Y:16>>) -> {six, X, Y};
address(_) -> none.
build({A, B, C, D}, Data) -> N = byte_size(Data), <<4:4, 5:4, 0, (20 + N):16, A, B, C, D, Data/binary, (A + B):3, 0:5>>.
checksum(P) -> checksum(P, 0).
checksum(<<X:16, T/binary>>, S) -> checksum(T, S + X);
checksum(<<X>>, S) -> checksum(<<>>, S + X * 256);
checksum(_, S) -> fold(S).
fold(S) when S > 16#ffff -> fold((S band 16#ffff) + (S bsr 16));
fold(S) -> bnot S band 16#ffff.
flags(<<_:48, R:1, D:1, M:1, _/bits>>) -> [N || {N, 1} <- [{reserved, R}, {dont, D}, {more, M}]];
flags(_) -> [].
options(<<0, _/binary>>) -> [];
options(<<1, T/binary>>) -> [nop | options(T)];
options(<<2, 4, M:16, T/binary>>) -> [{size, M} | options(T)];
options(<<K, L, T/binary>>) when L >= 2 -> N = L - 2, case T of <<V:N/binary, U/binary>> -> [{K, V} | options(U)]; _ -> [{short, K}] end;
options(<<>>) -> [];
options(_) -> [bad].
roundtrip(<<A:13, B:11, C/bits>> = P) -> <<A:13, B:11, C/bits>> =:= P;
roundtrip(_) -> short.
