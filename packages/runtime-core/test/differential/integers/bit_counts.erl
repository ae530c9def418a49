%% Bits counted and turned around.
-module(bit_counts).
-export([cases/0, population/1, sparse/1, leading/2, trailing/1, reversed/2, parity/1, gray/1, swar/1]).

cases() ->
    Xs = [0, 1, 2, 3, 255, 256, 134217727, 134217728, 16#aaaaaaaa, 16#ffffffff, 1 bsl 63, (1 bsl 64) - 1, (1 bsl 100) + 1],
    [{F, [X]} || F <- [population, sparse, trailing, parity, gray, swar], X <- Xs] ++ [{F, [X, W]} || F <- [leading, reversed], X <- Xs, W <- [8, 32, 64]].

population(0) -> 0;
population(X) -> (X band 1) + population(X bsr 1).
sparse(X) -> sparse(X, 0).
sparse(0, N) -> N;
sparse(X, N) -> sparse(X band (X - 1), N + 1).
leading(X, W) -> leading(X, W - 1, 0).
leading(_, -1, N) -> N;
leading(X, B, N) when X band (1 bsl B) =:= 0 -> leading(X, B - 1, N + 1);
leading(_, _, N) -> N.
trailing(0) -> none;
trailing(X) when X band 1 =:= 1 -> 0;
trailing(X) -> 1 + trailing(X bsr 1).
reversed(X, W) -> reversed(X, W, 0).
reversed(_, 0, R) -> R;
reversed(X, W, R) -> reversed(X bsr 1, W - 1, (R bsl 1) bor (X band 1)).
parity(X) -> sparse(X) band 1 =:= 1.
gray(X) -> G = X bxor (X bsr 1), {G, ungray(G, G bsr 1) =:= X}.
ungray(X, 0) -> X;
ungray(X, M) -> ungray(X bxor M, M bsr 1).
swar(X0) ->
    X1 = X0 band 16#ffffffff,
    X2 = X1 - ((X1 bsr 1) band 16#55555555),
    X3 = (X2 band 16#33333333) + ((X2 bsr 2) band 16#33333333),
    X4 = (X3 + (X3 bsr 4)) band 16#0f0f0f0f,
    ((X4 * 16#01010101) band 16#ffffffff) bsr 24.
