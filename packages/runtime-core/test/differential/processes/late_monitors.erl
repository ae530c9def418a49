%% Monitors of a process that has got the signal that ends it: they tell when its name and its tables are free.
-module(late_monitors).
-export([cases/0, by/1]).

cases() ->
    [{by, [How]} || How <- [pid, name, tagged, alias, two]].

by(How) ->
    Parent = self(),
    Pid = spawn(fun() ->
        register(How, self()),
        ets:new(How, [named_table, public]),
        Parent ! ready,
        receive never -> ok end
    end),
    receive ready -> ok end,
    Early = monitor(process, Pid),
    exit(Pid, kill),
    Told = [told(monitored(How, Pid), Pid) | [told(monitored(pid, Pid), Pid) || How =:= two]],
    [Told, whereis(How), ets:whereis(How), register(How, self()), unregister(How), is_process_alive(Pid),
     receive {'DOWN', Early, process, Pid, Reason} -> Reason end].

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
