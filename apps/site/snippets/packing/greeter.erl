-module(greeter).
-export([start/0]).

start() ->
    io:format("~ts~n", [lists:join(", ", ["Hello", "world"])]).
