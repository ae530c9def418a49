-module(ring).
-export([start/2]).

%% Makes a ring of processes, sends a token around it some times,
%% and returns how many messages that took.
start(Size, Rounds) ->
    Last = chain(Size - 1, self()),
    Last ! {token, Rounds, 1},
    wait(Last).

chain(0, Next) ->
    Next;
chain(N, Next) ->
    chain(N - 1, spawn(fun() -> pass(Next) end)).

%% A process of the ring hands on what comes to it.
pass(Next) ->
    receive
        {token, Rounds, Sent} ->
            Next ! {token, Rounds, Sent + 1},
            pass(Next);
        stop ->
            Next ! stop
    end.

%% The process that began it counts the rounds.
wait(Next) ->
    receive
        {token, 1, Sent} ->
            Next ! stop,
            receive stop -> Sent end;
        {token, Rounds, Sent} ->
            Next ! {token, Rounds - 1, Sent + 1},
            wait(Next)
    end.
