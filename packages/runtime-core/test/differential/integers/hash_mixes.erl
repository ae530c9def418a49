%% Hash functions of 32 and 64 bits, which wrap around.
-module(hash_mixes).
-export([cases/0, fnv/1, fnv64/1, djb/1, xorshift/2, xorshift64/2, murmur_end/1, rotate/3, adler/1]).

cases() ->
    Texts = ["", "a", "abc", "hello world", [0, 255, 0, 255]],
    [{F, [T]} || F <- [fnv, fnv64, djb, adler], T <- Texts] ++ [{F, [S, N]} || F <- [xorshift, xorshift64], S <- [1, 2463534242, 16#ffffffff, 1 bsl 62], N <- [1, 5, 50]]
    ++ [{murmur_end, [X]} || X <- [0, 1, -1, 16#deadbeef, 1 bsl 63, 1 bsl 64, a]] ++ [{rotate, [X, N, W]} || X <- [1, 16#80000001, 16#123456789abcdef], N <- [0, 1, 31], W <- [32, 64]]
    ++ [{fnv, [[a]]}, {djb, [[300, -5, 1 bsl 70]]}].

fnv(T) -> fnv(T, 16#811c9dc5).
fnv([C | T], H) -> fnv(T, ((H bxor C) * 16#01000193) band 16#ffffffff);
fnv([], H) -> H.
fnv64(T) -> fnv64(T, 16#cbf29ce484222325).
fnv64([C | T], H) -> fnv64(T, ((H bxor C) * 16#100000001b3) band 16#ffffffffffffffff);
fnv64([], H) -> H.
djb(T) -> djb(T, 5381).
djb([C | T], H) -> djb(T, ((H bsl 5) + H + C) band 16#ffffffff);
djb([], H) -> H.
xorshift(X, 0) -> X;
xorshift(X, N) ->
    A = X bxor (X bsl 13) band 16#ffffffff,
    B = A bxor (A bsr 17),
    xorshift((B bxor (B bsl 5)) band 16#ffffffff, N - 1).
xorshift64(X, 0) -> X;
xorshift64(X, N) ->
    A = (X bxor (X bsl 13)) band 16#ffffffffffffffff,
    B = A bxor (A bsr 7),
    xorshift64((B bxor (B bsl 17)) band 16#ffffffffffffffff, N - 1).
murmur_end(H0) ->
    H1 = H0 band 16#ffffffff,
    H2 = ((H1 bxor (H1 bsr 16)) * 16#85ebca6b) band 16#ffffffff,
    H3 = ((H2 bxor (H2 bsr 13)) * 16#c2b2ae35) band 16#ffffffff,
    H3 bxor (H3 bsr 16).
rotate(X, N, W) -> ((X bsl N) bor (X bsr (W - N))) band ((1 bsl W) - 1).
adler(T) -> adler(T, 1, 0).
adler([C | T], A, B) -> A2 = (A + C) rem 65521, adler(T, A2, (B + A2) rem 65521);
adler([], A, B) -> (B bsl 16) bor A.
