%% The sieve of Eratosthenes: a process for each prime, which passes on what it does not divide.
-module(primes).
-export([start/0, start/1]).

start() -> start(50).

start(Last) ->
    First = spawn(fun() -> prime() end),
    [First ! N || N <- lists:seq(2, Last)],
    First ! {stop, self()},
    receive stopped -> ok end.

prime() ->
    receive
        {stop, To} -> To ! stopped;
        Prime ->
            io:format("~p is prime~n", [Prime]),
            pass(Prime, spawn(fun() -> prime() end))
    end.

pass(Prime, Next) ->
    receive
        N when is_integer(N), N rem Prime =:= 0 -> pass(Prime, Next);
        N when is_integer(N) -> Next ! N, pass(Prime, Next);
        Stop -> Next ! Stop
    end.
