%% Powers modulo large numbers: RSA-sized, and a primality test of Mersenne numbers.
-module(mod_power).
-export([main/0]).

main() ->
    P = (1 bsl 521) - 1,
    Q = (1 bsl 607) - 1,
    M = P * Q,
    Message = 16#123456789abcdef bsl 300,
    Coded = power(Message, 65537, M, 1),
    {Coded rem 1000003, power(3, P - 1, P, 1), [E || E <- [127, 257, 521, 523], lucas_lehmer(E)], gcd(M * 12345, P * 67890) div P}.

power(_, 0, _, Result) -> Result;
power(Base, N, M, Result) when N band 1 =:= 1 -> power(Base * Base rem M, N bsr 1, M, Result * Base rem M);
power(Base, N, M, Result) -> power(Base * Base rem M, N bsr 1, M, Result).

lucas_lehmer(E) -> lucas_lehmer(E - 2, 4, (1 bsl E) - 1) =:= 0.

lucas_lehmer(0, S, _) -> S;
lucas_lehmer(N, S, M) -> lucas_lehmer(N - 1, (S * S - 2) rem M, M).

gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).
