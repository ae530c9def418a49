-module(primes).
-export([main/0, bench/0]).

main() ->
    Primes = sieve(400),
    io:format("~w~n", [Primes]),
    length(Primes).

bench() ->
    lists:sum(sieve(1500)).

%% The first process makes numbers; each that gets one it has not seen a divisor of becomes that prime.
sieve(Limit) ->
    Self = self(),
    First = spawn(fun() -> filter(Self) end),
    [First ! N || N <- lists:seq(2, Limit)],
    First ! done,
    collect([]).

collect(Primes) ->
    receive
        {prime, Prime} -> collect([Prime | Primes]);
        done -> lists:reverse(Primes)
    end.

filter(Main) ->
    receive
        done ->
            Main ! done;
        Prime ->
            Main ! {prime, Prime},
            Next = spawn(fun() -> filter(Main) end),
            pass(Prime, Next)
    end.

pass(Prime, Next) ->
    receive
        done -> Next ! done;
        N when N rem Prime =:= 0 -> pass(Prime, Next);
        N -> Next ! N, pass(Prime, Next)
    end.
