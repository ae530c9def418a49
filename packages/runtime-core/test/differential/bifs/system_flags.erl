%% What programs set of the system and of themselves, and what they are told of it.
-module(system_flags).
-export([cases/0, blocks/0, accounting/0, process/2, own/1, order/1, flag/2, internal/1]).

cases() ->
    [{blocks, []}, {accounting, []}] ++
        [{process, [F, V]} || F <- [scheduler, save_calls, sensitive, unknown], V <- [0, 1, -1, a, false]] ++
        [{own, [I]} || I <- [magic_ref, sensitive, async_dist, unknown, suspending]] ++
        [{order, [L]} || L <- [[], [a], [b, a, 1, {c, 2}, "text", 2.0, <<"x">>, zebra, 17]]] ++
        [{flag, [F, V]} || {F, V} <- [{time_offset, finalize}, {time_offset, other}, {schedulers_online, 0}, {schedulers_online, a}, {unknown, 1}, {backtrace_depth, -1},
                                      {multi_scheduling, other}, {microstate_accounting, other}, {scheduler_wall_time, 1}]] ++
        [{internal, [W]} || W <- [reds_left, processes, process_status, ended, force_gc, wait, wrong]].

%% Blocks count, and belong to their process. One case for all: they are the whole machine's.
blocks() -> {blocks(block, unblock), blocks(block_normal, unblock_normal), blocker_ends()}.

blocks(Block, Unblock) ->
    State = fun() -> erlang:system_info(multi_scheduling) end,
    Blockers = fun() -> {erlang:system_info(multi_scheduling_blockers) =:= [self()], erlang:system_info(normal_multi_scheduling_blockers) =:= [self()]} end,
    {State(), erlang:system_flag(multi_scheduling, Block), State(), Blockers(), erlang:system_flag(multi_scheduling, Block), Blockers(),
     erlang:system_flag(multi_scheduling, Unblock), State(), erlang:system_flag(multi_scheduling, Unblock), State(), Blockers(),
     erlang:system_flag(multi_scheduling, Unblock), State()}.

blocker_ends() ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit(erlang:system_flag(multi_scheduling, block)) end),
    receive {'DOWN', Monitor, process, Pid, Reason} -> ok end,
    receive after 50 -> ok end,
    {Reason, erlang:system_info(multi_scheduling)}.

accounting() ->
    Before = erlang:system_flag(microstate_accounting, true),
    _ = lists_of(1000),
    [#{counters := Counters, id := 1, type := scheduler}] = [M || #{type := scheduler, id := 1} = M <- erlang:statistics(microstate_accounting)],
    #{emulator := Time} = Counters,
    Reset = erlang:system_flag(microstate_accounting, reset),
    After = erlang:system_flag(microstate_accounting, false),
    {Before, is_integer(Time), Reset, After, erlang:system_flag(microstate_accounting, false)}.

lists_of(0) -> [];
lists_of(N) -> [N | lists_of(N - 1)].

process(Flag, Value) -> process_flag(Flag, Value).
own(Item) -> process_info(self(), Item).

%% The dictionary in the order of get/0, whatever that is.
order(Keys) ->
    _ = erase(),
    [put(Key, {value, Key}) || Key <- Keys],
    {dictionary, Dictionary} = process_info(self(), dictionary),
    Same = Dictionary =:= get(),
    _ = erase(),
    {Same, length(Dictionary)}.

flag(Flag, Value) -> erlang:system_flag(Flag, Value).

%% A look into the emulator, once it has been asked for.
internal(What) ->
    _ = erts_debug:set_internal_state(available_internal_state, true),
    inside(What).

inside(reds_left) -> is_integer(erts_debug:get_internal_state(reds_left)) andalso erts_debug:set_internal_state(reds_left, 10);
inside(processes) -> lists_member(self(), erts_debug:get_internal_state(processes));
inside(process_status) -> erts_debug:get_internal_state({process_status, self()});
inside(ended) ->
    erts_debug:get_internal_state({process_status, list_to_pid("<0.32700.0>")});
inside(force_gc) -> erts_debug:set_internal_state(force_gc, self());
inside(wait) -> erts_debug:set_internal_state(wait, deallocations);
inside(wrong) -> erts_debug:get_internal_state(no_such_item).

lists_member(_, []) -> false;
lists_member(X, [X | _]) -> true;
lists_member(X, [_ | T]) -> lists_member(X, T).
