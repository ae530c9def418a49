%% Runs of integer operations on numbers of 28 to 64 bits and a little more: words, signs, products and distances that do not fit.
-module(word_runs).
-export([cases/0, xorshift/1, splitmix/1, fnv/2, murmur/1, rotate/2, rotate32/2, pcg/2, siphash/4, crc/2, words/1, words/2,
         signed/2, products/2, powers/2, distances/2, quotients/2, wordquotients/1, complements/2, stated/2, mulmod/3, chain/3,
         same/1, xs128/2]).

-define(M, 16#ffffffffffffffff).
-define(M32, 16#ffffffff).

cases() ->
    Xs = numbers(),
    Few = [0, 1, -1, 7, -134217729, 1 bsl 31, 1 bsl 59, -(1 bsl 63), ?M, 1 bsl 64, a],
    [{F, [X]} || F <- [xorshift, splitmix, murmur, words, wordquotients, same], X <- Xs]
    ++ [{F, [X, Y]} || F <- [fnv, words, signed, products, powers, quotients, complements, pcg, xs128], X <- Xs, Y <- Few]
    ++ [{F, [X, By]} || F <- [rotate, rotate32, distances], X <- Xs, By <- [0, 1, 27, 28, 32, 63, 64, -1, -64, 1 bsl 30, a]]
    ++ [{stated, [X, Y]} || X <- Xs, Y <- [0, 1, 31, 32, -1]]
    ++ [{crc, [X, B]} || X <- Xs, B <- [0, 255]]
    ++ [{mulmod, [X, Y, 1000000007]} || X <- Xs, Y <- Few] ++ [{mulmod, [X, 3, Z]} || X <- Few, Z <- Few]
    ++ [{chain, [X, Y, Z]} || X <- Few, Y <- Few, Z <- [1, 1 bsl 61]]
    ++ [{siphash, [X, 16#646f72616e646f6d, Y, 16#7465646279746573]} || X <- Few, Y <- Few].

numbers() ->
    [N * S + D || B <- [27, 31, 32, 58, 59, 60, 62, 63, 64, 96], S <- [1, -1], D <- [-1, 0, 1], N <- [1 bsl B]]
    ++ [0, 1, -1, 2, 255, 16#9e3779b97f4a7c15, 16#123456789abcdef, a, 1.5, [], <<1>>].

xorshift(X0) ->
    X1 = X0 bxor ((X0 bsl 13) band ?M),
    X2 = X1 bxor (X1 bsr 7),
    X2 bxor ((X2 bsl 17) band ?M).

splitmix(S) ->
    Z0 = (S + 16#9e3779b97f4a7c15) band ?M,
    Z1 = ((Z0 bxor (Z0 bsr 30)) * 16#bf58476d1ce4e5b9) band ?M,
    Z2 = ((Z1 bxor (Z1 bsr 27)) * 16#94d049bb133111eb) band ?M,
    {Z2 bxor (Z2 bsr 31), Z0}.

fnv(H, B) -> ((H bxor B) * 16#100000001b3) band ?M.

murmur(H0) ->
    H1 = H0 bxor (H0 bsr 33),
    H2 = (H1 * 16#ff51afd7ed558ccd) band ?M,
    H3 = H2 bxor (H2 bsr 33),
    {H3, -H3, bnot H3, H3 bsr 63, H3 bsr 1}.

rotate(X, By) -> ((X bsl By) bor (X bsr (64 - By))) band ?M.
rotate32(X, By) -> ((X bsr By) bor (X bsl (32 - By))) band ?M32.

pcg(S, Inc) ->
    Next = (S * 6364136223846793005 + Inc) band ?M,
    Shifted = (((S bsr 18) bxor S) bsr 27) band ?M32,
    {Next, Shifted, (Shifted bsr 3) bor (Shifted bsl ((-3) band 31))}.

siphash(A, B, C, D) ->
    A0 = (A + B) band ?M, B0 = (((B bsl 13) bor (B bsr 51)) band ?M) bxor A0,
    C0 = (C + D) band ?M, D0 = (((D bsl 16) bor (D bsr 48)) band ?M) bxor C0,
    {((A0 bsl 32) bor (A0 bsr 32)) band ?M, B0, C0, D0}.

crc(C, B) -> {(C bsr 8) bxor 16#edb88320, (C bxor B) band 255, C bxor ?M32}.

words(X) -> {X band ?M, X band ?M32, X band 16#7fffffffffffffff, X bor 16#8000000000000000, X bxor ?M, X bsr 32}.
words(X, Y) -> A = (X + Y) band ?M, B = (X - Y) band ?M, C = (X * Y) band ?M, D = (X bor Y) band ?M, {A bxor B, C bor D, A band C, (A * B) band ?M}.

signed(X, Y) -> A = X * 33 - Y * 1000003, if A < -1000000000000; A > 1000000000000 -> A rem 999999937; true -> A end.

products(X, Y) -> A = X * Y, B = A + X, C = B - Y, {A, B, C}.
powers(X, Y) -> A = X * X * X, B = Y * 16#3fffffffffff + A, {A, B}.

distances(X, By) -> A = X bsl By, B = A bsr 3, C = X bsr By, {A, B, C + 1, (A + C) band ?M}.

quotients(X, Y) -> A = X div Y, B = X rem Y, {A, B, A * Y + B}.
wordquotients(X) -> W = X band ?M, {W div 10, W rem 10, W div 16#8000000000000000, W rem 1000000007, (W bsr 1) div 3, -W div 7}.

complements(X, Y) -> A = bnot X, B = -Y, C = A band B, {A, B, C, bnot (X + Y), -(X - Y), (bnot X) band ?M, (-X) band ?M}.

stated(X, By) when By >= 0, By < 32 -> A = X band ?M32, {A bsl By, A bsr By, ((A bsl By) bor (A bsr (32 - By))) band ?M32};
stated(X, _) -> X band ?M32.

mulmod(X, Y, Z) -> (X * Y + 1) rem Z.

chain(X, Y, Z) -> A = X + Y + Z, B = A - X * 2, C = B + (A bsr 4), D = C - (B band 16#fff), {A, D}.

same(X) -> A = X * X - X, {A, A rem 1000003}.

%% One step of exsss, with 58 bits.
xs128(S1, S0) ->
    S0a = S0 band ((1 bsl 58) - 1),
    S1a = S1 band ((1 bsl 58) - 1),
    S1b = S1a bxor ((S1a bsl 24) band ((1 bsl 58) - 1)),
    Next = S1b bxor S0a bxor (S1b bsr 11) bxor (S0a bsr 41),
    {Next, (S0a + Next) band ((1 bsl 58) - 1)}.
