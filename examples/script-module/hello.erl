-module(hello).
-export([start/0]).

start() ->
    io:format("~ts from ~p processes~n", [string:pad("Hello", 8, leading, $*), length(processes())]).
