-module(values).
-export([describe/1, each/2, counter/1, later/2]).

describe({user, Name, Age}) ->
    #{name => Name, adult => Age >= 18, tags => [a, 1.5, true]}.

%% A function of JavaScript is a fun.
each(Fun, [Head | Tail]) -> [Fun(Head) | each(Fun, Tail)];
each(_Fun, []) -> [].

%% A process: it says to Listener what it has counted.
counter(Listener) ->
    register(counter, self()),
    counter(Listener, 0).

counter(Listener, Count) ->
    receive
        increment ->
            Listener ! {count, Count + 1},
            counter(Listener, Count + 1);
        stop ->
            Listener ! stopped
    end.

later(Milliseconds, Value) ->
    receive after Milliseconds -> Value end.
