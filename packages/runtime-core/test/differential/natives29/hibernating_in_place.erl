%% Where a process is that hibernates and keeps its stack (hibernate/0).
-module(hibernating_in_place).
-export([cases/0, in_body/0, at_end/0]).

cases() -> [{in_body, []}, {at_end, []}].

in_body() -> look(fun() -> X = hibernate_in_body(), {X} end).
at_end() -> look(fun() -> X = hibernate_at_end(), {X} end).

look(F) ->
    P = spawn(F),
    waits(P),
    Found = process_info(P, [current_function, current_location, current_stacktrace, status]),
    P ! go,
    Found.

waits(P) ->
    case process_info(P, status) of
        {status, waiting} -> ok;
        _ -> receive after 1 -> waits(P) end
    end.

hibernate_in_body() ->
    erlang:hibernate(),
    woken.

hibernate_at_end() ->
    erlang:hibernate().
