%% The sieve of Eratosthenes in the bits of one large integer.
-module(bit_sieve).
-export([main/0]).

main() ->
    N = 4000,
    Composite = sieve(2, N, 0),
    {count(2, N, Composite, 0), Composite rem 1000003}.

sieve(P, N, Bits) when P * P > N -> Bits;
sieve(P, N, Bits) when Bits band (1 bsl P) =/= 0 -> sieve(P + 1, N, Bits);
sieve(P, N, Bits) -> sieve(P + 1, N, mark(P * P, P, N, Bits)).

mark(I, _, N, Bits) when I > N -> Bits;
mark(I, P, N, Bits) -> mark(I + P, P, N, Bits bor (1 bsl I)).

count(I, N, _, Count) when I > N -> Count;
count(I, N, Bits, Count) -> count(I + 1, N, Bits, Count + 1 - ((Bits bsr I) band 1)).
