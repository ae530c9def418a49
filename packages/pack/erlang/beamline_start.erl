%% Starts the applications of a pack: what OTP's boot script would start for them, as far as a machine without files needs it, then they themselves.
-module(beamline_start).
-behaviour(supervisor).
-export([start/0, init/1]).

%% `beamline_specifications` is written when a program is packed.
start() ->
    {Specifications, Applications} = beamline_specifications:all(),
    Parent = self(),
    {Starter, Monitor} = spawn_monitor(fun() -> starter(Parent, Specifications, Applications) end),
    receive
        {Starter, Result} ->
            demonitor(Monitor, [flush]),
            Result;
        {'DOWN', Monitor, process, Starter, Reason} ->
            erlang:error(Reason)
    end.

%% The process is what `init` is in OTP: it lives as long as the controller of the applications, which ends with it.
starter(Parent, Specifications, Applications) ->
    process_flag(trap_exit, true),
    case whereis(application_controller) of
        undefined -> boot(lists:keyfind(kernel, 2, Specifications));
        _ -> ok
    end,
    lists:foreach(fun load/1, Specifications),
    lists:foreach(fun(Application) -> {ok, _} = application:ensure_all_started(Application) end, Applications),
    Parent ! {self(), ok},
    keep().

boot(Kernel) ->
    {ok, _} = logger_server:start_link(),
    {ok, _} = application_controller:start(Kernel),
    ok = logger:internal_init_logger(),
    {ok, _} = logger_sup:start_link(),
    %% Servers of OTP that are started when they are first needed, as that of `timer`, become children of these.
    [{ok, _} = supervisor:start_link({local, Name}, ?MODULE, []) || Name <- [kernel_sup, kernel_safe_sup]],
    ok = logger:add_handlers(kernel).

init([]) -> {ok, {#{strategy => one_for_one, intensity => 4, period => 3600}, []}}.

load(Specification) ->
    case application:load(Specification) of
        ok -> ok;
        {error, {already_loaded, _}} -> ok
    end.

keep() ->
    receive
        {'EXIT', Process, Reason} when Reason =/= normal ->
            case whereis(application_controller) of
                undefined -> exit(Reason);
                Process -> exit(Reason);
                _ -> keep()
            end;
        _ -> keep()
    end.
