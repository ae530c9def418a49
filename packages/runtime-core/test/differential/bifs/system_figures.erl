%% What the machine says of its memory and of what it has done: how the figures belong together. They are the whole machine's, so this is one case.
-module(system_figures).
-export([cases/0, all/0]).

cases() -> [{all, []}].

all() -> [memory(), wrong_memory(), binaries(), tables(), heaps(), allocators(), statistics(), forms(), collections(), reductions(), microstates()].

memory() ->
    L = erlang:memory(),
    [Total, Processes, Used, System, Atom, AtomUsed, Binary, Code, Ets] = [V || {_, V} <- L],
    {[K || {K, _} <- L], Total =:= Processes + System, Used =< Processes, Used > 0, AtomUsed =< Atom, AtomUsed > 0, Code > 0, Ets >= 0,
     Binary >= 0, Atom + Binary + Code + Ets =< System}.

wrong_memory() ->
    [try erlang:memory(X) of V when is_integer(V) -> integer; V -> [K || {K, _} <- V] catch C:R -> {C, R} end
     || X <- [total, system, foo, [], [total, ets], [ets, ets], [total | x], [total, foo], 1, {total}, maximum]].

binaries() -> grown(binary, fun() -> binary:copy(<<1>>, 3000000) end, 3000000).

tables() ->
    grown(ets, fun() -> T = ets:new(t, []), [ets:insert(T, {N, N}) || N <- numbers(20000, [])], T end, 20000 * 3 * 4).

heaps() ->
    grown(processes_used, fun() -> numbers(100000, []) end, 100000 * 2 * 4).

%% What others do at the same time changes much less.
grown(What, Make, Bytes) ->
    Before = erlang:memory(What),
    Made = Make(),
    After = erlang:memory(What),
    {What, After - Before > Bytes div 2, is_list(Made) orelse is_binary(Made) orelse is_reference(Made)}.

allocators() ->
    [try erlang:system_info(X) of V when is_list(V); V =:= false -> known catch C:R -> {C, R} end
     || X <- [alloc_util_allocators, allocated_areas, {allocator, eheap_alloc}, {allocator_sizes, binary_alloc}, {allocator, foo}, {allocator_sizes, foo},
              {allocator, [eheap_alloc, ets_alloc]}, {allocator, 1}, {allocator, a, b}]].

statistics() ->
    [try erlang:statistics(X) of _ -> known catch C:R -> {C, R} end
     || X <- [context_switches, exact_reductions, reductions, garbage_collection, io, runtime, wall_clock, run_queue, run_queue_lengths,
              run_queue_lengths_all, total_run_queue_lengths, total_run_queue_lengths_all, active_tasks, active_tasks_all, total_active_tasks,
              total_active_tasks_all, scheduler_wall_time, scheduler_wall_time_all, microstate_accounting, run_queues, foo, 1, {x}]].

forms() ->
    {Switches, 0} = erlang:statistics(context_switches),
    {{input, In}, {output, Out}} = erlang:statistics(io),
    {Wall, _} = erlang:statistics(wall_clock),
    {Wall2, Since} = erlang:statistics(wall_clock),
    {Run, _} = erlang:statistics(runtime),
    {Run2, _} = erlang:statistics(runtime),
    Schedulers = erlang:system_info(schedulers),
    {Switches > 0, In >= 0, Out >= 0, Wall2 - Wall =:= Since, Run2 >= Run, Run >= 0,
     length(erlang:statistics(run_queue_lengths)) - Schedulers, length(erlang:statistics(run_queue_lengths_all)) - Schedulers,
     length(erlang:statistics(active_tasks)) - Schedulers, length(erlang:statistics(active_tasks_all)) - Schedulers,
     erlang:statistics(total_active_tasks) >= 1}.

%% Those of processes that have ended count, too.
collections() ->
    {Before, Words, 0} = erlang:statistics(garbage_collection),
    ended(fun() -> numbers(100000, []), erlang:garbage_collect() end),
    {After, MoreWords, 0} = erlang:statistics(garbage_collection),
    {After > Before, MoreWords - Words > 50000}.

reductions() ->
    {Before, _} = erlang:statistics(exact_reductions),
    ended(fun() -> numbers(100000, []) end),
    {After, Since} = erlang:statistics(exact_reductions),
    {After - Before > 50000, After - Before =:= Since}.

%% What was measured stays when it is switched off, until it is reset.
microstates() ->
    Set = [erlang:system_flag(microstate_accounting, X) || X <- [true, true]],
    ended(fun() -> numbers(100000, []) end),
    erlang:system_flag(microstate_accounting, false),
    Measured = emulator() > 0,
    erlang:system_flag(microstate_accounting, reset),
    {Set, Measured, emulator()}.

emulator() -> sum([N || #{counters := #{emulator := N}} <- erlang:statistics(microstate_accounting)]).

sum([]) -> 0;
sum([H | T]) -> H + sum(T).

ended(F) ->
    {_, R} = spawn_monitor(F),
    receive {'DOWN', R, _, _, normal} -> receive after 20 -> ok end end.

numbers(0, L) -> L;
numbers(N, L) -> numbers(N - 1, [N | L]).
