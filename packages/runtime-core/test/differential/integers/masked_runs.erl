%% Runs of integer operations that end in a mask, and some that do not.
-module(masked_runs).
-export([cases/0, run32/3, run64/3, mixed/2, late/3, signed/2, packed/4, unpack/1]).

cases() ->
    Xs = [0, 1, -1, 134217727, -134217728, 16#ffffffff, 1 bsl 40, -(1 bsl 63), (1 bsl 64) - 1, 1 bsl 90],
    [{F, [X, Y, 3]} || F <- [run32, run64, late], X <- Xs, Y <- [7, -16#12345678, 1 bsl 64]] ++ [{mixed, [X, 5]} || X <- Xs]
    ++ [{signed, [X, W]} || X <- Xs, W <- [8, 16, 32, 64]] ++ [{packed, [A, B, 3, 4]} || A <- [0, 255], B <- [1, 128]] ++ [{unpack, [X]} || X <- Xs]
    ++ [{F, [X, Y, Z]} || F <- [run32, run64, late], {X, Y, Z} <- [{a, 1, 1}, {1, 2.0, 1}, {1, 1, []}]].

run32(X, Y, Z) -> ((X * 31 + Y) * 17 - Z * X) band 16#ffffffff.
run64(X, Y, Z) -> ((X * 16#9e3779b97f4a7c15 + Y) bxor (Z bsl 13)) band 16#ffffffffffffffff.
mixed(X, Y) -> A = X * Y + 1, B = A band 16#ffff, {A, B, B * B + A}.
late(X, Y, Z) -> A = X + Y, B = A * Z, {B band 16#ff, A}.
signed(X, W) -> M = X band ((1 bsl W) - 1), case M bsr (W - 1) of 0 -> M; 1 -> M - (1 bsl W) end.
packed(A, B, C, D) -> P = (A bsl 24) bor (B bsl 16) bor (C bsl 8) bor D, {P, P bxor 16#ffffffff}.
unpack(X) -> {(X bsr 24) band 255, (X bsr 16) band 255, (X bsr 8) band 255, X band 255}.
