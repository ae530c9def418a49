%% Bitwise operations where the result has fewer or more limbs than the operands.
-module(bitwise_big).
-export([cases/0, combine/2, limbs/1, set/2, clear/2, test/2]).

cases() ->
    Xs = [(1 bsl 64) - 1, 1 bsl 64, (1 bsl 96) + (1 bsl 31), (1 bsl 128) - 1, -(1 bsl 64), -(1 bsl 96) + 1, -((1 bsl 128) - 1)],
    [{combine, [X, Y]} || X <- Xs, Y <- Xs] ++ [{limbs, [X]} || X <- Xs]
    ++ [{F, [X, N]} || F <- [set, clear, test], X <- [0, -1, (1 bsl 80) + 5], N <- [0, 26, 27, 31, 63, 64, 80, 127]].

combine(X, Y) -> {X band Y, X bor Y, X bxor Y}.
limbs(X) -> {X band (1 bsl 32 - 1), (X bsr 32) band (1 bsl 32 - 1), X bxor X, X bxor (1 bsl 64), X bor -1, bnot X}.
set(X, N) -> X bor (1 bsl N).
clear(X, N) -> X band bnot (1 bsl N).
test(X, N) -> (X bsr N) band 1 =:= 1 andalso X band (1 bsl N) =/= 0.
