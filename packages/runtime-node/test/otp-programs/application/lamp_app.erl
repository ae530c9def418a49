-module(lamp_app).
-behaviour(application).
-export([start/2, start_phase/3, stop/1]).

start(_, _) -> {error, included_only}.

start_phase(Phase, Type, Arguments) ->
    io:format("lamp phase ~p ~p ~p~n", [Phase, Type, Arguments]),
    ok.

stop(_) -> ok.
