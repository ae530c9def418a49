%% Factorials, binomials and powers: products that grow.
-module(big_products).
-export([cases/0, factorial/1, tail/2, binomial/2, power/2, catalan/1, double_factorial/1]).

cases() ->
    [{factorial, [N]} || N <- [0, 1, 5, 11, 12, 13, 20, 21, 22, 34, 50, 100]] ++ [{tail, [N, A]} || N <- [0, 12, 20, 33], A <- [1, -1, 1 bsl 64]]
    ++ [{binomial, [N, K]} || {N, K} <- [{0, 0}, {5, 2}, {30, 15}, {66, 33}, {68, 34}, {130, 65}, {10, 11}]]
    ++ [{power, [B, E]} || B <- [0, 2, -2, 3, 10, -134217728, 1 bsl 32], E <- [0, 1, 2, 9, 40]] ++ [{catalan, [N]} || N <- [0, 5, 20, 35, 36]]
    ++ [{double_factorial, [N]} || N <- [1, 7, 21, 40]] ++ [{factorial, [-1]}, {factorial, [2.0]}, {factorial, [x]}].

factorial(0) -> 1;
factorial(N) when N > 0, is_integer(N) -> N * factorial(N - 1).
tail(0, A) -> A;
tail(N, A) -> tail(N - 1, N * A).
binomial(N, K) when K > N -> 0;
binomial(N, K) -> binomial(N, K, 1, 1).
binomial(_, K, I, R) when I > K -> R;
binomial(N, K, I, R) -> binomial(N, K, I + 1, R * (N - K + I) div I).
power(_, 0) -> 1;
power(B, 1) -> B;
power(B, E) -> H = power(B, E div 2), case E rem 2 of 0 -> H * H; 1 -> H * H * B end.
catalan(N) -> binomial(2 * N, N) div (N + 1).
double_factorial(N) when N =< 1 -> 1;
double_factorial(N) -> N * double_factorial(N - 2).
