%% Sieve of Eratosthenes on lists: filtering by remainder.
-module(sieve).
-export([main/0]).

-define(BOUND, 60000).

main() ->
    Primes = sieve(range(2, ?BOUND)),
    {length(Primes), last(Primes)}.

range(From, To) when From > To -> [];
range(From, To) -> [From | range(From + 1, To)].

sieve([]) -> [];
sieve([P | Rest]) when P * P > ?BOUND -> [P | Rest];
sieve([P | Rest]) -> [P | sieve(strike(Rest, P))].

strike([], _) -> [];
strike([X | Rest], P) when X rem P =:= 0 -> strike(Rest, P);
strike([X | Rest], P) -> [X | strike(Rest, P)].

last([X]) -> X;
last([_ | Rest]) -> last(Rest).
