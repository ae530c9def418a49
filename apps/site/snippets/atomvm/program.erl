-module(program).
-export([start/0]).

start() ->
    library:square(12).
