%% System monitors of trace sessions (OTP 27), and of long mailboxes. They are the whole machine's, so this is one case.
-module(session_monitors).
-export([cases/0, all/0]).

cases() -> [{all, []}].

all() ->
    One = erts_internal:trace_session_create(one, self(), []),
    Two = erts_internal:trace_session_create(two, self(), []),
    Settings = [{K, V, set(fun() -> system(One, K, V) end)}
                || {K, V} <- [{long_gc, 0}, {long_gc, 5}, {long_gc, false}, {long_gc, true}, {long_gc, undefined}, {long_gc, -1}, {long_gc, a}, {large_heap, 20000},
                              {busy_port, true}, {busy_port, false}, {busy_port, undefined}, {busy_dist_port, true}, {long_message_queue, {1, 2}}, {long_message_queue, 5},
                              {long_message_queue, {2, 2}}, {foo, 1}, {long_schedule, 7}]],
    Which = [set(fun() -> erts_internal:system_monitor(S) end) || S <- [One, Two, legacy, any, foo, 1]],
    Odd = [set(fun() -> erts_internal:system_monitor(S, P, O) end) || {S, P, O} <- [{One, undefined, []}, {One, self(), [busy_port]}, {legacy, session, [{long_gc, 5}]},
                                                                                    {One, session, []}, {One, session, [busy_port]}]],
    Legacy = [set(fun() -> erlang:system_monitor(self(), O) end) || O <- [[{long_message_queue, {0, 1}}], [{long_message_queue, {10, 50}}, busy_port, {large_heap, 100000},
                                                                                                            {long_gc, 3}, {long_schedule, 4}, busy_dist_port]]]
        ++ [plain(erlang:system_monitor()), plain(erlang:system_monitor(undefined))],
    Queues = queues(Two),
    Own = own(Two),
    true = erts_internal:trace_session_destroy(One),
    Destroyed = [set(fun() -> erts_internal:system_monitor(One) end), set(fun() -> system(One, long_gc, 5) end)],
    {Settings, Which, Odd, Legacy, Queues, Own, Destroyed}.

system(Session, K, V) -> erts_internal:system_monitor(Session, session, [{K, V}]).

queues(Session) ->
    system(Session, long_message_queue, {2, 5}),
    P = spawn(fun() -> receive go -> ok end, drain(), receive go -> ok end, drain(), receive stop -> ok end end),
    send(P, 4),
    None = told(P, 0),
    send(P, 4),
    Long = told(P, 1),
    P ! go,
    Short = told(P, 1),
    send(P, 8),
    Again = told(P, 1),
    exit(P, kill),
    system(Session, long_message_queue, false),
    {None, Long, Short, Again, told(P, 0)}.

%% The monitor is not told of itself.
own(Session) ->
    system(Session, long_message_queue, {1, 3}),
    [self() ! {own, N} || N <- [1, 2, 3, 4, 5]],
    [receive {own, _} -> ok end || _ <- [1, 2, 3, 4, 5]],
    system(Session, long_message_queue, false),
    told(self(), 0).

send(_, 0) -> ok;
send(P, N) -> P ! {message, N}, send(P, N - 1).

drain() -> receive {message, _} -> drain() after 0 -> ok end.

%% On a busy machine slices may take long, too.
told(P, 0) -> receive {monitor, P, long_message_queue, Info} -> [Info] after 20 -> [] end;
told(P, _) -> receive {monitor, P, long_message_queue, Info} -> [Info] end.

set(F) -> try F() of X -> plain(X) catch C:R -> {C, R} end.

plain({P, Options}) when is_pid(P) -> {pid, Options};
plain(X) -> X.
