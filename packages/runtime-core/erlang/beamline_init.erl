%% Starts as much of OTP as supervised applications need: its logger and its application controller, with the applications
%% kernel and stdlib as libraries, with their server for files, without those for code and distribution. It stands in for the process init.
-module(beamline_init).
-export([start/1, flush/0]).

%% Answers when all is started. The process stays, as it is the parent of what it has started.
start(Version) ->
    {Pid, Ref} = spawn_monitor(fun() -> init(Version) end),
    Pid ! {start, self(), Ref},
    receive
        {Ref, Result} -> erlang:demonitor(Ref, [flush]), Result;
        {'DOWN', Ref, process, Pid, Reason} -> {error, Reason}
    end.

init(Version) ->
    {From, Ref} = receive {start, F, R} -> {F, R} end,
    register(init, self()),
    process_flag(trap_exit, true),
    {ok, _} = logger_server:start_link(),
    {ok, _} = application_controller:start(library(kernel, Version, [], [{logger_level, notice}, {logger_sasl_compatible, false}])),
    ok = application:load(library(stdlib, Version, [kernel], [])),
    ok = application:start(kernel, permanent),
    ok = application:start(stdlib, permanent),
    ok = logger:internal_init_logger(),
    {ok, _} = logger_sup:start_link(),
    ok = logger:add_handlers(kernel),
    {ok, _} = file_server:start_link(),
    From ! {Ref, ok},
    rest().

library(Name, Version, Applications, Environment) ->
    {application, Name, [{description, atom_to_list(Name)}, {vsn, Version}, {modules, []}, {registered, []}, {applications, Applications}, {env, Environment}]}.

rest() -> receive _ -> rest() end.

%% Answers when the reports that the logger has been given are written: those of the runtime system, which its proxy has, then those that the
%% handlers have.
flush() ->
    lists:foreach(fun(Name) -> attempt(fun() -> sys:get_state(Name) end) end, [logger_proxy, logger]),
    lists:foreach(fun(#{id := Id, module := Module}) -> attempt(fun() -> Module:filesync(Id) end) end, logger:get_handler_config()).

attempt(Fun) -> try Fun() catch _:_ -> ok end.
