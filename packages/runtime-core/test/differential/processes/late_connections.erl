%% Monitors of a process that has got the signal that ends it, and links to it: they tell when its name and its tables are free.
-module(late_connections).
-export([cases/0, by/1, linked/1]).

cases() ->
    [{by, [How]} || How <- [pid, name, tagged, alias, two]] ++ [{linked, [How]} || How <- [trapping, before, ending]].

by(How) ->
    Pid = started(How),
    Early = monitor(process, Pid),
    exit(Pid, kill),
    Told = [told(monitored(How, Pid), Pid) | [told(monitored(pid, Pid), Pid) || How =:= two]],
    [Told, whereis(How), ets:whereis(How), register(How, self()), unregister(How), is_process_alive(Pid),
     receive {'DOWN', Early, process, Pid, Reason} -> Reason end].

started(Name) ->
    Parent = self(),
    Pid = spawn(fun() ->
        register(Name, self()),
        ets:new(Name, [named_table, public]),
        Parent ! ready,
        receive never -> ok end
    end),
    receive ready -> Pid end.

linked(trapping) ->
    process_flag(trap_exit, true),
    Pid = started(trapping),
    exit(Pid, kill),
    [link(Pid), receive {'EXIT', Pid, Reason} -> Reason end, whereis(trapping), ets:whereis(trapping)];
linked(before) ->
    process_flag(trap_exit, true),
    Pid = started(before),
    link(Pid),
    exit(Pid, kill),
    [link(Pid), receive {'EXIT', Pid, Reason} -> Reason end, whereis(before), receive {'EXIT', Pid, Again} -> Again after 50 -> once end];
linked(ending) ->
    Parent = self(),
    {Linker, Monitor} = spawn_monitor(fun() ->
        Pid = started(ending),
        exit(Pid, kill),
        Parent ! {linked, link(Pid)},
        receive never -> ok end
    end),
    [receive {linked, Result} -> Result end, receive {'DOWN', Monitor, process, Linker, Reason} -> Reason end].

monitored(pid, Pid) -> monitor(process, Pid);
monitored(two, Pid) -> monitor(process, Pid);
monitored(name, _) -> monitor(process, name);
monitored(tagged, _) -> monitor(process, tagged, [{tag, gone}]);
monitored(alias, _) -> monitor(process, alias, [{alias, reply_demonitor}]).

told(Reference, Pid) ->
    receive
        {Tag, Reference, process, Pid, Reason} -> {Tag, pid, Reason};
        {Tag, Reference, process, {Name, _}, Reason} -> {Tag, Name, Reason}
    end.
