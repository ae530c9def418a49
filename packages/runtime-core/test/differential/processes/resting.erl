%% Flags, hibernation, suspension, yielding, fairness.
-module(resting).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{suspenders, [W]} || W <- [counts, own_only, ends, two, ended_target, unless]] ++ [{kept_flags, [O]} || O <- [fullsweep_after, message_queue_data, none]] ++
        [{clock_monitors, [A]} || A <- [none, explicit_unalias, demonitor, reply_demonitor]] ++
    [{flag, [F, V]} || {F, V} <- [{trap_exit, true}, {trap_exit, false}, {trap_exit, 1}, {priority, high}, {priority, low}, {priority, x}, {min_heap_size, 500}, {min_heap_size, -1},
                                  {max_heap_size, 0}, {max_heap_size, 1}, {max_heap_size, #{size => 100000}}, {max_heap_size, #{}}, {max_heap_size, #{size => 100000, kill => false}},
                                  {sensitive, false}, {sensitive, 1}, {save_calls, 0}, {save_calls, -1}, {message_queue_data, off_heap}, {message_queue_data, x}, {error_handler, error_handler},
                                  {error_handler, 1}, {fullsweep_after, 10}, {fullsweep_after, a}, {unknown, 1}, {1, 2}]]
        ++ [{flag_twice, [F, V]} || {F, V} <- [{trap_exit, true}, {priority, high}, {message_queue_data, off_heap}, {fullsweep_after, 7}, {max_heap_size, #{size => 100000}}]]
        ++ [{F, []} || F <- [yielding, hibernated, hibernated_message, hibernated_timer, hibernated_exit, hibernated_stack, suspended, suspended_twice, suspended_exit, suspended_timeout, unless,
                             busy_others, fair, high_first, bump, garbage, heap_killed, alive, list, collected, ping_pong, ring]]
        ++ [{bad_suspend, [X]} || X <- [a, self]]
        ++ [{bad_resume, [X]} || X <- [a, self]]
        ++ [{bad_hibernate, [M, F, A]} || {M, F, A} <- [{1, a, []}, {a, 1, []}, {a, b, c}]]
        ++ [{bad_alive, [X]} || X <- [a, 1]]
        ++ [{bad_bump, [X]} || X <- [a, 0, -1]].

seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
flush() -> receive M -> [M | flush()] after 0 -> [] end.
settle() -> receive after 5 -> ok end.

flag(F, V) -> {_, R} = spawn_monitor(fun() -> exit({was, process_flag(F, V)}) end), receive {'DOWN', R, _, _, {was, X}} -> plain(X); {'DOWN', R, _, _, {X, _}} -> {failed, X} end.
flag_twice(F, V) -> {_, R} = spawn_monitor(fun() -> A = process_flag(F, V), exit({was, A, process_flag(F, A)}) end), receive {'DOWN', R, _, _, {was, X, Y}} -> {plain(X), plain(Y)} end.
%% OTP 26 has one item more.
plain(#{size := S, kill := K, error_logger := E}) -> {S, K, E};
plain(X) -> X.

yielding() -> [erlang:yield() || _ <- seq(10)].

go_on(Me, X) -> Me ! {went_on, X, flush()}.
hibernated() -> Me = self(), P = spawn(fun() -> erlang:hibernate(?MODULE, go_on, [Me, {a, [1, 2, 3]}]) end), settle(), P ! wake, receive {went_on, X, M} -> {X, M} end.
hibernated_message() -> Me = self(), P = spawn(fun() -> receive start -> ok end, erlang:hibernate(?MODULE, go_on, [Me, x]) end), P ! early, P ! start, receive {went_on, X, M} -> {X, M} after 1000 -> late end.
hibernated_timer() -> Me = self(), spawn(fun() -> erlang:send_after(2, self(), tick), erlang:hibernate(?MODULE, go_on, [Me, t]) end), receive {went_on, X, M} -> {X, M} end.
hibernated_exit() -> {P, R} = spawn_monitor(fun() -> erlang:hibernate(?MODULE, go_on, [self(), x]) end), settle(), exit(P, bye), receive {'DOWN', R, _, _, X} -> X end.
deep(0, Me) -> erlang:hibernate(?MODULE, go_on, [Me, deep]);
deep(N, Me) -> {N, deep(N - 1, Me)}.
hibernated_stack() -> Me = self(), {P, R} = spawn_monitor(fun() -> deep(1000, Me) end), settle(), P ! m, A = receive {went_on, X, M} -> {X, M} end, receive {'DOWN', R, _, _, Y} -> {A, Y} end.

counter(N) -> receive {get, From} -> From ! {count, N}, counter(N); inc -> counter(N + 1) end.
suspended() ->
    P = spawn(fun() -> counter(0) end),
    true = erlang:suspend_process(P),
    [P ! inc || _ <- seq(5)], P ! {get, self()},
    settle(),
    A = flush(),
    erlang:resume_process(P),
    {A, receive {count, N} -> N end}.
suspended_twice() ->
    P = spawn(fun() -> counter(0) end),
    erlang:suspend_process(P), erlang:suspend_process(P), P ! {get, self()}, erlang:resume_process(P), settle(), A = flush(),
    erlang:resume_process(P), {A, receive {count, N} -> N end, try erlang:resume_process(P) catch error:X -> X end}.
suspended_exit() -> {P, R} = spawn_monitor(fun() -> counter(0) end), erlang:suspend_process(P), exit(P, bye), receive {'DOWN', R, _, _, X} -> X after 1000 -> late end.
suspended_timeout() -> Me = self(), P = spawn(fun() -> receive x -> ok after 3 -> Me ! timed_out end end), erlang:suspend_process(P), settle(), settle(), A = flush(), erlang:resume_process(P), {A, receive M -> M after 1000 -> late end}.
unless() -> P = spawn(fun() -> counter(0) end), A = erlang:suspend_process(P, [unless_suspending]), B = erlang:suspend_process(P, [unless_suspending]), {A, B}.

spin(0) -> done;
spin(N) -> spin(N - 1).
busy_others() ->
    Me = self(),
    [spawn(fun() -> spin(200000), Me ! {done, I} end) || I <- seq(4)],
    P = spawn(fun() -> counter(0) end),
    A = [begin P ! inc, P ! {get, Me}, receive {count, N} -> N end end || _ <- seq(20)],
    {A, length([receive {done, I} -> I end || I <- seq(4)])}.
forever(N) -> forever(N + 1).
fair() -> P = spawn(fun() -> forever(0) end), settle(), A = is_process_alive(P), exit(P, kill), {A, is_process_alive(P)}.
high_first() ->
    Me = self(),
    process_flag(priority, max),
    [spawn_opt(fun() -> Me ! Pr end, [{priority, Pr}]) || Pr <- [normal, high, max]],
    process_flag(priority, normal),
    lists_sorted([receive M -> M end || _ <- seq(3)]).
lists_sorted(L) -> length(L).
bump() -> [erlang:bump_reductions(N) || N <- [1, 100, 1000000]].
garbage() -> {garbage_collect(), garbage_collect(self())}.
grow(L) -> grow([L, L | [length(L)]]).
eat(L) -> eat([{1, 2, 3} | L]).
heap_killed() -> {_, R} = spawn_opt(fun() -> eat([]) end, [monitor, {max_heap_size, #{size => 100000, error_logger => false}}]), receive {'DOWN', R, _, _, X} -> X end.
alive() -> P = spawn(fun() -> counter(0) end), A = is_process_alive(P), exit(P, kill), {A, is_process_alive(self())}.
list() -> P = spawn(fun() -> counter(0) end), L = processes(), {member(P, L), member(self(), L), begin exit(P, kill), settle(), member(P, processes()) end}.
member(_, []) -> false;
member(X, [X | _]) -> true;
member(X, [_ | T]) -> member(X, T).
collected() -> P = spawn(fun() -> counter(0) end), garbage_collect(P).

ponger() -> receive {ping, From, N} -> From ! {pong, N}, ponger(); stop -> ok end.
ping_pong() -> P = spawn(fun() -> ponger() end), X = ping(P, 2000, 0), P ! stop, X.
ping(_, 0, S) -> S;
ping(P, N, S) -> P ! {ping, self(), N}, receive {pong, N} -> ping(P, N - 1, S + N) end.

node_of_ring(Next) -> receive {token, 0} -> Next ! {token, 0}; {token, N} -> Next ! {token, N - 1}, node_of_ring(Next) end.
ring() ->
    Me = self(),
    First = build(100, Me),
    First ! {token, 1000},
    pass(First).
build(0, Next) -> Next;
build(N, Next) -> build(N - 1, spawn(fun() -> node_of_ring(Next) end)).
pass(First) -> receive {token, 0} -> done; {token, N} -> First ! {token, N - 1}, pass(First) end.

pid(self) -> self();
pid(X) -> X.
bad_suspend(X) -> try erlang:suspend_process(pid(X)) catch C:R -> {C, R} end.
bad_resume(X) -> try erlang:resume_process(pid(X)) catch C:R -> {C, R} end.
bad_hibernate(M, F, A) -> erlang:hibernate(M, F, A).
bad_alive(X) -> is_process_alive(X).
bad_bump(X) -> erlang:bump_reductions(X).

%% Suspensions belong to who has made them.
suspenders(What) ->
    P = spawn(fun answering/0),
    Result = suspenders(What, P),
    exit(P, kill),
    Result.

suspenders(counts, P) ->
    Told = fun() -> {suspending, L} = process_info(self(), suspending), [{Q =:= P, N, O} || {Q, N, O} <- L] end,
    Steps = [fun() -> erlang:suspend_process(P) end, fun() -> erlang:suspend_process(P) end, fun() -> erlang:suspend_process(P, [asynchronous]) end,
             fun() -> erlang:resume_process(P) end, fun() -> erlang:resume_process(P) end, fun() -> erlang:resume_process(P) end],
    [begin Done = Step(), settle(), {Done, Told(), process_info(P, status)} end || Step <- Steps] ++ [answer(P), catch_error(fun() -> erlang:resume_process(P) end)];
suspenders(own_only, P) ->
    S = suspender(P),
    {suspending, [{Q, 1, 0}]} = process_info(S, suspending),
    Results = {Q =:= P, catch_error(fun() -> erlang:resume_process(P) end), process_info(P, status), process_info(P, monitored_by), process_info(S, monitors)},
    exit(S, kill),
    {Results, answer(P)};
suspenders(ends, P) ->
    S = suspender(P),
    Before = process_info(P, status),
    exit(S, normal),
    StillSuspended = process_info(P, status),
    exit(S, stop),
    {Before, StillSuspended, answer(P)};
suspenders(two, P) ->
    [A, B] = [suspender(P) || _ <- [1, 2]],
    exit(A, kill),
    receive after 10 -> ok end,
    One = process_info(P, status),
    exit(B, kill),
    {One, answer(P)};
suspenders(ended_target, P) ->
    erlang:suspend_process(P),
    M = monitor(process, P),
    exit(P, gone),
    receive {'DOWN', M, process, P, Reason} -> {Reason, process_info(self(), suspending), catch_error(fun() -> erlang:resume_process(P) end)} end;
suspenders(unless, P) ->
    S = suspender(P),
    Results = [erlang:suspend_process(P, [unless_suspending]) || _ <- [1, 2]],
    {suspending, [{_, Times, 0}]} = process_info(self(), suspending),
    exit(S, kill),
    receive after 10 -> ok end,
    {Results, Times, process_info(P, status), erlang:resume_process(P), answer(P)}.

answering() -> receive {ask, From} -> From ! {answer, self()}, answering() end.

answer(P) -> P ! {ask, self()}, receive {answer, P} -> answered end.

suspender(P) ->
    Self = self(),
    S = spawn(fun() -> true = erlang:suspend_process(P), Self ! {suspended, self()}, receive stop -> ok end end),
    receive {suspended, S} -> S end.

catch_error(F) -> try F() catch Class:Reason -> {Class, Reason} end.

%% Options of a spawn that are only kept.
kept_flags(Option) ->
    Values = #{fullsweep_after => [0, 3], message_queue_data => [on_heap, off_heap], none => [none]},
    [begin
         P = spawn_opt(fun() -> receive stop -> ok end end, [{Option, Value} || Option =/= none]),
         receive after 5 -> ok end,
         garbage_collect(P),
         Told = [process_info(P, I) || I <- [fullsweep_after, message_queue_data]],
         exit(P, kill),
         {Value, Told}
     end || Value <- maps_get(Option, Values)].

maps_get(Key, Map) -> map_get(Key, Map).

%% A monitor of the clocks tells nothing, and is there until it is taken back.
clock_monitors(Alias) ->
    R = erlang:monitor(time_offset, clock_service, [{alias, Alias} || Alias =/= none]),
    Set = process_info(self(), monitors),
    R ! first,
    First = receive first -> came after 10 -> none end,
    Then = process_info(self(), monitors),
    Taken = {demonitor(R, [info]), demonitor(R, [info])},
    R ! second,
    Second = receive second -> came after 10 -> none end,
    {Set, First, Then, Taken, process_info(self(), monitors), Second, unalias(R)}.
