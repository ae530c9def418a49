%% Two processes send a message to and fro, 200,000 times.
-module(round_trips).
-export([main/0]).

main() ->
    Ponger = spawn(fun ponger/0),
    Sum = ping(Ponger, 200000, 0),
    Ponger ! stop,
    Sum.

ponger() ->
    receive
        {ping, From, N} -> From ! {pong, N}, ponger();
        stop -> ok
    end.

ping(_, 0, Sum) -> Sum;
ping(Ponger, N, Sum) ->
    Ponger ! {ping, self(), N},
    receive {pong, N} -> ping(Ponger, N - 1, Sum + N) end.
