%% Unsigned integers of all sizes from binaries.
-module(unsigned_fields).
-export([cases/0, sizes/1, bytes/1, unaligned/1, variable/2, several/1, big/1]).

cases() ->
    Bs = [<<>>, <<1>>, <<255, 254>>, <<1, 2, 3, 4>>, <<128, 0, 0, 0, 0, 0, 0, 1>>, <<255:136>>, <<5:3>>, <<1:1, 77:64, 3:2>>],
    [{F, [B]} || F <- [sizes, bytes, unaligned, several, big], B <- Bs] ++ [{variable, [B, N]} || B <- Bs, N <- [0, 1, 8, 28, 64, 136, -1, a]].

sizes(<<A:8, R/bits>>) -> {A, R};
sizes(<<A:3>>) -> {three, A};
sizes(B) -> {none, B}.
bytes(B) -> case B of <<A:64>> -> {a, A}; <<A:32>> -> {b, A}; <<A:16>> -> {c, A}; <<A:8>> -> {d, A}; <<A:24, _/bits>> -> {e, A}; _ -> f end.
unaligned(<<_:1, A:27, B/bits>>) -> {A, B};
unaligned(<<_:1, A:9, _/bits>>) -> A;
unaligned(<<_:2, A:1>>) -> A;
unaligned(_) -> none.
variable(B, N) -> case B of <<X:N, R/bits>> -> {X, R}; _ -> none end.
several(<<A:4, B:12, C:16, _/bits>>) -> [A, B, C];
several(<<A:4, B:4, _/bits>>) -> [A, B];
several(B) -> bit_size(B).
big(<<X:136>>) -> X;
big(<<_:1, X:60, _/bits>>) -> X;
big(<<X:59, _:5>>) -> X;
big(_) -> none.
