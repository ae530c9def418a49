%% Generators of pseudorandom numbers.
-module(pseudorandom).
-export([cases/0, lcg/2, lcg64/2, minstd/2, middle_square/2, splitmix/2, shuffle/2]).

cases() ->
    [{F, [S, N]} || F <- [lcg, lcg64, minstd, middle_square, splitmix], S <- [1, 42, 16#7fffffff, 16#fedcba9876543210], N <- [0, 1, 10]]
    ++ [{shuffle, [N, S]} || N <- [0, 1, 10, 52], S <- [1, 7]] ++ [{lcg, [a, 1]}, {lcg, [1.0, 1]}].

lcg(_, 0) -> [];
lcg(S, N) -> T = (S * 1103515245 + 12345) band 16#7fffffff, [T | lcg(T, N - 1)].
lcg64(_, 0) -> [];
lcg64(S, N) -> T = (S * 6364136223846793005 + 1442695040888963407) band 16#ffffffffffffffff, [T bsr 33 | lcg64(T, N - 1)].
minstd(_, 0) -> [];
minstd(S, N) -> T = S * 48271 rem 2147483647, [T | minstd(T, N - 1)].
middle_square(_, 0) -> [];
middle_square(S, N) -> T = (S * S div 10000) rem 100000000, [T | middle_square(T, N - 1)].
splitmix(_, 0) -> [];
splitmix(S, N) ->
    M = 16#ffffffffffffffff,
    T = (S + 16#9e3779b97f4a7c15) band M,
    A = ((T bxor (T bsr 30)) * 16#bf58476d1ce4e5b9) band M,
    B = ((A bxor (A bsr 27)) * 16#94d049bb133111eb) band M,
    [B bxor (B bsr 31) | splitmix(T, N - 1)].
shuffle(N, S) -> shuffle(numbers(N), N, S).
shuffle([], 0, _) -> [];
shuffle(L, N, S) ->
    T = S * 48271 rem 2147483647,
    {X, Rest} = take(T rem N, L),
    [X | shuffle(Rest, N - 1, T)].
take(0, [X | T]) -> {X, T};
take(I, [Y | T]) -> {X, Rest} = take(I - 1, T), {X, [Y | Rest]}.
numbers(0) -> [];
numbers(N) -> [N | numbers(N - 1)].
