%% Greatest common divisors by Euclid's and by the binary algorithm.
-module(gcds).
-export([cases/0, gcd/2, binary/2, lcm/2, list/1, fraction/2, add/2]).

cases() ->
    Pairs = [{0, 0}, {0, 5}, {5, 0}, {12, 18}, {17, 5}, {-12, 18}, {1 bsl 40, 1 bsl 30}, {1 bsl 70, 12345678}, {(1 bsl 127) - 1, (1 bsl 61) - 1}, {600851475143, 6857}],
    [{F, [A, B]} || F <- [gcd, binary, lcm], {A, B} <- Pairs] ++ [{list, [L]} || L <- [[], [8], [12, 18, 27], [1 bsl 60, 1 bsl 65, 3 bsl 50]]]
    ++ [{fraction, [A, B]} || A <- [6, -6, 1 bsl 66], B <- [4, -9, 0]] ++ [{add, [{1, 2}, {1, 3}]}, {add, [{1, 1 bsl 64}, {1, 1 bsl 65}]}, {add, [{1, 6}, {-1, 6}]}, {add, [x, {1, 1}]}].

gcd(A, 0) -> abs(A);
gcd(A, B) -> gcd(B, A rem B).
binary(A, B) when A < 0 -> binary(-A, B);
binary(0, B) -> B;
binary(A, 0) -> A;
binary(A, B) when A band 1 =:= 0, B band 1 =:= 0 -> binary(A bsr 1, B bsr 1) bsl 1;
binary(A, B) when A band 1 =:= 0 -> binary(A bsr 1, B);
binary(A, B) when B band 1 =:= 0 -> binary(A, B bsr 1);
binary(A, B) when A > B -> binary((A - B) bsr 1, B);
binary(A, B) -> binary((B - A) bsr 1, A).
lcm(A, B) -> A * B div gcd(A, B).
list([]) -> 0;
list([A | T]) -> gcd(A, list(T)).
fraction(A, B) ->
    G = gcd(A, B),
    {N, D} = {A div G, B div G},
    if D < 0 -> {-N, -D}; D > 0 -> {N, D} end.
add({A, B}, {C, D}) -> fraction(A * D + C * B, B * D).
