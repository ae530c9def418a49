%% Binaries as segments of other binaries, whole or in part.
-module(binary_segments).
-export([cases/0, join/2, parts/2, sized/3, units/1, errors/2, repeated/1, around/1]).

cases() ->
    Bs = [<<>>, <<1>>, <<"abc">>, <<5:3>>, <<1, 2, 3:2>>, <<0:640>>],
    [{join, [A, B]} || A <- Bs, B <- Bs] ++ [{parts, [B, N]} || B <- Bs, N <- [0, 1, 2, 3, 4, -1, a]] ++ [{sized, [<<1, 2, 3, 4>>, N, M]} || N <- [0, 1, 4], M <- [0, 3, 8]]
    ++ [{F, [B]} || F <- [units, repeated, around], B <- Bs] ++ [{errors, [X, Y]} || X <- [a, 1, "x", <<1:1>>, <<1>>], Y <- [<<>>, b, <<1:7>>]].

join(A, B) -> <<A/bits, B/bits>>.
parts(B, N) -> <<B:N/binary, "end">>.
sized(B, N, M) -> <<B:N/binary, B:M/bits, B:N/binary-unit:2>>.
units(B) -> try <<B/binary-unit:4>> catch error:badarg -> bad end.
errors(X, Y) -> <<X/binary, Y/binary, 1>>.
repeated(B) -> <<B/bits, B/bits, 1:1, B/bits>>.
around(B) -> <<1:4, B/bits, 2:4>>.
