%% Powers modulo small and large numbers.
-module(modular_powers).
-export([cases/0, power/3, fermat/2, inverse/2, square/2, table/2]).

cases() ->
    [{power, [B, E, M]} || B <- [2, 3, 123456789], E <- [0, 1, 17, 65537, 1 bsl 40], M <- [7, 1000000007, (1 bsl 61) - 1, (1 bsl 127) - 1]]
    ++ [{fermat, [A, P]} || A <- [2, 5], P <- [13, 65537, 998244353, (1 bsl 89) - 1]]
    ++ [{inverse, [A, M]} || A <- [3, 10, 12], M <- [7, 26, 1000000007, (1 bsl 64) + 13]]
    ++ [{square, [X, M]} || X <- [99999, 1 bsl 33], M <- [1 bsl 27, 1 bsl 32, (1 bsl 64) - 59]] ++ [{table, [B, M]} || B <- [2, 10], M <- [7, 13, 17]].

power(B, E, M) -> power(B rem M, E, M, 1 rem M).
power(_, 0, _, R) -> R;
power(B, E, M, R) when E band 1 =:= 1 -> power(B * B rem M, E bsr 1, M, R * B rem M);
power(B, E, M, R) -> power(B * B rem M, E bsr 1, M, R).
fermat(A, P) -> power(A, P - 1, P).
inverse(A, M) -> case extended(A, M) of {1, X, _} -> (X rem M + M) rem M; {G, _, _} -> {no_inverse, G} end.
extended(A, 0) -> {A, 1, 0};
extended(A, B) -> {G, X, Y} = extended(B, A rem B), {G, Y, X - (A div B) * Y}.
square(X, M) -> [X * X rem M, (X * X rem M) * X rem M].
table(B, M) -> table(B, M, B, []).
table(_, _, 1, L) -> length(L) + 1;
table(B, M, X, L) -> table(B, M, X * B rem M, [X | L]).
