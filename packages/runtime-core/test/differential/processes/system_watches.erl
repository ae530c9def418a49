%% The system monitor and the profiler: what can be set, what they are told, and what becomes of them. They are the whole machine's, so this is one case.
-module(system_watches).
%% `long` and `slow` are for a test whose clock runs fast.
-export([cases/0, all/0, long/0, slow/0]).

cases() -> [{all, []}].

all() -> [settings(), monitors(), large(), ended(), profiles(), profiled(), schedulers()].

settings() ->
    [begin
         Was = set(fun() -> erlang:system_monitor(self(), Options) end),
         Is = plain(erlang:system_monitor()),
         erlang:system_monitor(undefined),
         {Options, Was, Is}
     end || Options <- [[{long_gc, 0}], [{long_gc, 1}], [{long_gc, -1}], [{long_gc, a}], [{large_heap, 0}], [{large_heap, 20000}], [{long_schedule, 0}],
                        [{long_schedule, 5}], [busy_port], [busy_dist_port], [busy_port, busy_port], [busy_port, {long_gc, 5}, {long_gc, 7}],
                        [{long_schedule, 1}, busy_dist_port, {large_heap, 100000}, busy_port, {long_gc, 2}], [long_gc], [{busy_port, 1}], [foo], foo,
                        [busy_port | x], [], [{long_message_queue, 5}], [{long_message_queue, {1, 1}}], [{long_message_queue, {-1, 5}}], [{long_gc, 1 bsl 70}],
                        [{large_heap, 1 bsl 62}], [{long_gc, 1, 2}], [{1, 2}], [1]]].

monitors() ->
    Gone = spawn(fun() -> ok end),
    await_end(Gone),
    [set(fun() -> erlang:system_monitor(X) end) || X <- [undefined, foo, self(), {self(), []}, {self(), [busy_port]}, {undefined, []}, {undefined, [busy_port]}, {foo, []}]]
        ++ [set(fun() -> erlang:system_monitor(X, [busy_port]) end) || X <- [undefined, foo, self(), 1, make_ref(), Gone]]
        ++ [set(fun() -> erlang:system_monitor(undefined) end)].

%% The messages differ in number and sizes; the first one is compared in its form.
large() ->
    erlang:system_monitor(self(), [{large_heap, 1}]),
    {P, R} = spawn_monitor(fun() -> L = numbers(200000, []), erlang:garbage_collect(), exit(length(L)) end),
    receive {'DOWN', R, _, _, Length} -> ok end,
    erlang:system_monitor(undefined),
    receive {monitor, P, large_heap, Info} -> {Length, [{K, is_integer(V) andalso V >= 0} || {K, V} <- Info], heap(Info) >= 16384} after 10000 -> nothing end.

long() ->
    Bytes = binary:copy(<<1>>, 2000000),
    erlang:system_monitor(self(), [{long_gc, 1}]),
    {P, R} = spawn_monitor(fun() -> L = binary_to_list(Bytes), erlang:garbage_collect(), exit(length(L)) end),
    receive {'DOWN', R, _, _, Length} -> ok end,
    erlang:system_monitor(undefined),
    receive {monitor, P, long_gc, [{timeout, Time} | Info]} -> {Length, Time > 1, [K || {K, _} <- Info]} after 10000 -> nothing end.

slow() ->
    erlang:system_monitor(self(), [{long_schedule, 5}]),
    {P, R} = spawn_monitor(fun() -> spin(100000) end),
    receive {'DOWN', R, _, _, normal} -> ok end,
    erlang:system_monitor(undefined),
    receive {monitor, P, long_schedule, [{timeout, Time}, {in, In}, {out, Out}]} -> {Time >= 5, In, Out} after 0 -> nothing end.

spin(0) -> ok;
spin(N) -> spin(N - 1).

heap(Info) -> value(heap_block_size, Info) + value(old_heap_block_size, Info).

value(K, [{K, V} | _]) -> V;
value(K, [_ | T]) -> value(K, T).

ended() ->
    P = spawn(fun() -> receive stop -> ok end end),
    erlang:system_monitor(P, [busy_port]),
    erlang:system_profile(P, [runnable_procs]),
    Before = {plain(erlang:system_monitor()), plain(erlang:system_profile())},
    P ! stop,
    await_end(P),
    {Before, erlang:system_monitor(), erlang:system_profile()}.

profiles() ->
    P = spawn(fun ignore/0),
    Set = [begin
               Was = set(fun() -> erlang:system_profile(P, Options) end),
               Is = plain(erlang:system_profile()),
               erlang:system_profile(undefined, []),
               {Options, Was, Is}
           end || Options <- [[runnable_procs], [exclusive], [scheduler], [runnable_ports], [runnable_procs, exclusive, scheduler, runnable_ports],
                              [runnable_procs, timestamp], [monotonic_timestamp, strict_monotonic_timestamp], [foo], foo, [], [runnable_procs | x],
                              [cpu_timestamp], [{runnable_procs, 1}], [exclusive, exclusive], [1]]],
    exit(P, kill),
    await_end(P),
    Set ++ [{X, Y, set(fun() -> erlang:system_profile(X, Y) end)} || X <- [undefined, foo, 1], Y <- [[], [runnable_procs], [foo]]]
        ++ [set(fun() -> erlang:system_profile(P, [runnable_procs]) end)].

profiled() ->
    [begin
         Self = self(),
         P = spawn(fun() -> gather(Self, []) end),
         erlang:system_profile(P, [runnable_procs | Stamp]),
         W = spawn(fun() -> receive a -> ok end, receive b -> ok after 20 -> ok end end),
         until_waiting(W),
         W ! a,
         await_end(W),
         %% OTP tells it some time later.
         receive after 50 -> ok end,
         erlang:system_profile(undefined, []),
         P ! {done, self()},
         Told = receive {gathered, Messages} -> Messages end,
         {Stamp, [{State, Place, stamp(Time)} || {profile, Who, State, Place, Time} <- Told, Who =:= W], [x || {profile, Who, _, _, _} <- Told, Who =:= P]}
     end || Stamp <- [[], [timestamp], [monotonic_timestamp], [strict_monotonic_timestamp]]].

%% Schedulers of OTP may run others meanwhile, and there may be several: what is compared is the form.
schedulers() ->
    Self = self(),
    P = spawn(fun() -> gather(Self, []) end),
    erlang:system_profile(P, [scheduler]),
    receive after 50 -> ok end,
    receive after 50 -> ok end,
    erlang:system_profile(undefined, []),
    P ! {done, self()},
    Told = receive {gathered, Messages} -> Messages end,
    {[{is_integer(Id), is_integer(Count), stamp(Time)} || {profile, scheduler, Id, inactive, Count, Time} <- first(Told, inactive)],
     [{is_integer(Id), Count > 0, stamp(Time)} || {profile, scheduler, Id, active, Count, Time} <- first(Told, active)]}.

first([M | _], State) when element(4, M) =:= State -> [M];
first([_ | T], State) -> first(T, State);
first([], _) -> [].

gather(Self, Told) ->
    receive
        {done, Self} -> Self ! {gathered, reversed(Told, [])};
        M -> gather(Self, [M | Told])
    end.

reversed([], L) -> L;
reversed([H | T], L) -> reversed(T, [H | L]).

ignore() -> receive _ -> ignore() end.

until_waiting(P) ->
    case process_info(P, status) of
        {status, waiting} -> ok;
        _ -> receive after 1 -> until_waiting(P) end
    end.

await_end(P) ->
    R = monitor(process, P),
    receive {'DOWN', R, _, _, _} -> ok end,
    %% What it was is forgotten when it is gone from the processes.
    gone(P).

gone(P) ->
    case is_process_alive(P) of
        true -> receive after 1 -> gone(P) end;
        false -> ok
    end.

stamp({A, B, C}) when is_integer(A), is_integer(B), is_integer(C) -> timestamp;
stamp({A, B}) when is_integer(A), is_integer(B) -> strict_monotonic_timestamp;
stamp(A) when is_integer(A) -> monotonic_timestamp.

set(F) -> try F() of X -> plain(X) catch C:R -> {C, R} end.

plain({P, Options}) when is_pid(P) -> {pid, Options};
plain(X) -> X.

numbers(0, L) -> L;
numbers(N, L) -> numbers(N - 1, [N | L]).
