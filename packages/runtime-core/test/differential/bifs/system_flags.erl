%% What programs set of the system and of themselves, and what they are told of it.
-module(system_flags).
-export([cases/0, blocks/0, accounting/0, process/2, own/1, order/1, flag/2, internal/1, internal_wrong/1, internal_wrong/2]).

cases() ->
    [{blocks, []}, {accounting, []}] ++
        [{process, [F, V]} || F <- [scheduler, save_calls, sensitive, unknown], V <- [0, 1, -1, a, false]] ++
        [{own, [I]} || I <- [magic_ref, sensitive, async_dist, unknown, suspending]] ++
        [{order, [L]} || L <- [[], [a], [b, a, 1, {c, 2}, "text", 2.0, <<"x">>, zebra, 17]]] ++
        [{flag, [F, V]} || {F, V} <- [{time_offset, finalize}, {time_offset, other}, {schedulers_online, 0}, {schedulers_online, a}, {unknown, 1}, {backtrace_depth, -1},
                                      {multi_scheduling, other}, {microstate_accounting, other}, {scheduler_wall_time, 1}]] ++
        [{internal, [W]} || W <- [reds_left, processes, process_status, ended, force_gc, wait, wrong, links, monitors, ended_links, binaries, monotonic, limits, sleep, binary,
                                  items, copies, times, hash]] ++
        [{internal_wrong, [W]} || W <- [{link_list, x}, {monitor_list, 1}, {binary_info, x}, {connection_id, 'x@y'}, {check_time_config, x, y}, 1, {1, 2}, {a, b, c, d}]] ++
        [{internal_wrong, [W, V]} || {W, V} <- [{reds_left, x}, {sleep, x}, {wait, x}, {binary_loop_limit, x}, {binary, x}, {node_tab_delayed_delete, x},
                                                {code_write_permission, x}, {nothing, 1}, {1, 1}]].

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
inside(wrong) -> erts_debug:get_internal_state(no_such_item);
inside(links) ->
    Pid = spawn_link(fun waiting/0),
    Links = [[Type, P =:= Pid, State, is_integer(Id)] || {erl_link, Type, P, State, Id} <- erts_debug:get_internal_state({link_list, self()})],
    Back = [[Type, P =:= self(), State, is_integer(Id)] || {erl_link, Type, P, State, Id} <- erts_debug:get_internal_state({link_list, Pid})],
    unlink(Pid),
    exit(Pid, kill),
    {Links, Back, erts_debug:get_internal_state({link_list, 'other@host'}), erts_debug:get_internal_state({monitor_list, 'other@host'})};
inside(monitors) ->
    Pid = spawn(fun waiting/0),
    register(system_flags_monitored, Pid),
    ByPid = monitor(process, Pid),
    ByName = monitor(process, system_flags_monitored),
    Which = fun(R) when R =:= ByPid -> by_pid; (R) when R =:= ByName -> by_name; (_) -> other end,
    Set = lists_sorted([{Which(R), T, D, P =:= Pid, N} || {erl_monitor, T, D, R, P, N} <- erts_debug:get_internal_state({monitor_list, self()}), P =:= Pid]),
    receive after 50 -> ok end,
    On = lists_sorted([{Which(R), T, D, P =:= self(), N} || {erl_monitor, T, D, R, P, N} <- erts_debug:get_internal_state({monitor_list, Pid})]),
    exit(Pid, kill),
    {Set, On};
inside(ended_links) ->
    Pid = list_to_pid("<0.32700.0>"),
    {erts_debug:get_internal_state({link_list, Pid}), erts_debug:get_internal_state({monitor_list, Pid}), erts_debug:set_internal_state(force_gc, Pid)};
inside(binaries) ->
    Large = iolist_to_binary([integer_to_list(N) || N <- [1111111111, 2222222222, 3333333333, 4444444444, 5555555555, 6666666666, 7777777777]]),
    Appended = <<Large/binary, "more">>,
    [case erts_debug:get_internal_state({binary_info, B}) of {refc_binary, Size, Block, _} -> {Size, Block}; Heap -> Heap end ||
        B <- [<<>>, <<"abc">>, <<1:3>>, Large, Appended, binary:copy(Appended)]];
inside(monotonic) ->
    Least = erts_debug:get_internal_state(min_unique_monotonic_integer),
    State = fun(S) -> erts_debug:set_internal_state(unique_monotonic_integer_state, S) end,
    Next = fun() -> erlang:unique_integer([monotonic]) - Least end,
    Before = erts_debug:get_internal_state(unique_monotonic_integer_state),
    Results = {State((1 bsl 64) - 1), Next(), Next(), erts_debug:get_internal_state(unique_monotonic_integer_state), erlang:unique_integer([monotonic, positive]),
               State(1 bsl 62), Next(), State(1 bsl 63), Next(), State((1 bsl 64) - 2), Next(), Next(), State(-1), State(1 bsl 64), State(x)},
    true = State((Before + (1 bsl 20)) rem (1 bsl 64)),
    Results;
inside(limits) ->
    [{erts_debug:set_internal_state(L, 10), erts_debug:set_internal_state(L, default), erts_debug:set_internal_state(L, default)} ||
        L <- [binary_loop_limit, re_loop_limit, unicode_loop_limit]];
inside(sleep) -> [erts_debug:set_internal_state(How, T) || How <- [block, sleep, block_scheduler], T <- [-1, 0, 5]];
inside(binary) -> {erts_debug:set_internal_state(binary, 100), erts_debug:set_internal_state(binary, 0), erts_debug:set_internal_state(binary, -1),
                   erts_debug:set_internal_state(binary, 1 bsl 62)};
inside(items) ->
    {[erts_debug:get_internal_state(I) || I <- [available_internal_state, process_info_args, force_heap_frags, lc_graph, flxctr_memory_usage, mmap]],
     [K || {K, _} <- erts_debug:get_internal_state(memory)], is_integer(erts_debug:get_internal_state(next_pid)),
     erts_debug:get_internal_state({dist_ctrl, 'x@y'}), erts_debug:set_internal_state(kill_dist_connection, 'x@y'),
     erts_debug:set_internal_state(node_tab_delayed_delete, -1), erts_debug:set_internal_state(code_write_permission, true),
     erts_debug:set_internal_state(code_write_permission, false), erts_debug:set_internal_state(ets_force_trap, true),
     erts_debug:set_internal_state(wait, thread_progress)};
inside(copies) -> erts_debug:set_internal_state(mbuf, {1, "abc", <<"x">>, [], 1 bsl 100});
inside(times) -> [erts_debug:get_internal_state({check_time_config, C, W}) || C <- [true, false], W <- [no_time_warp, single_time_warp, multi_time_warp]];
inside(hash) ->
    Hash = fun(T) -> erts_debug:get_internal_state({internal_hash, T}) end,
    {is_integer(Hash(a)), Hash({1, "x"}) =:= Hash({1, "x"}), Hash(a) =/= Hash(b)}.

internal_wrong(What) ->
    _ = erts_debug:set_internal_state(available_internal_state, true),
    erts_debug:get_internal_state(What).

internal_wrong(What, Value) ->
    _ = erts_debug:set_internal_state(available_internal_state, true),
    erts_debug:set_internal_state(What, Value).

waiting() -> receive stop -> ok end.

lists_sorted([]) -> [];
lists_sorted([H | T]) -> lists_sorted([X || X <- T, X < H]) ++ [H] ++ lists_sorted([X || X <- T, X >= H]).

lists_member(_, []) -> false;
lists_member(X, [X | _]) -> true;
lists_member(X, [_ | T]) -> lists_member(X, T).
