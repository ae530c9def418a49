%% Monitors, aliases, names, and what happens to them when processes end.
-module(monitors).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{F, []} || F <- [twice, dead, name, name_dead, name_node, other_node, self_monitor, demonitored, flushed, info, info_flush, info_dead, own_only, tagged, tagged_dead,
                      alias_explicit, alias_demonitor, alias_reply, alias_plain, alias_reply_only, alias_after_down, alias_dead, unalias_twice, alias_foreign, alias_bad_mode,
                      names, name_freed, registered_self, unregister_self, rename, send_name, send_name_node, register_dead, selective, selective_deep, many, order,
                      marker, marker_nested, marker_tail, bad_tag, time, down_then_exit, no_spill, hidden, alias_many]]
        ++ [{bad_monitor, [K, X]} || {K, X} <- [{process, 1}, {a, self}, {process, "x"}, {process, {a}}, {process, {1, a}}, {1, 2}, {time_offset, a}]]
        ++ [{bad_options, [O]} || O <- [a, [x], [{alias, y}], [{tag}], [{alias, explicit_unalias} | z]]]
        ++ [{bad_demonitor, [X, O]} || X <- [a, 1], O <- [[], [flush]]]
        ++ [{bad_register, [X]} || X <- [1, "x", undefined, {a}]]
        ++ [{bad_whereis, [X]} || X <- [1, "x"]]
        ++ [{unknown, [X]} || X <- [nobody_here, 'other name']]
        ++ [{bad_send, [X]} || X <- [1, "x", {a}, {a, b, c}, {1, node}, nobody_here, 2.5]]
        ++ [{bad_unalias, [X]} || X <- [a, 1]].

settle() -> receive after 5 -> ok end.
flush() -> receive M -> [M | flush()] after 0 -> [] end.
waiting() -> spawn(fun() -> receive {stop, R} -> exit(R) end end).
dead_one() -> P = spawn(fun() -> ok end), settle(), P.
unique(Base) -> list_to_atom(Base ++ integer_to_list(erlang:unique_integer([positive]))).
seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].

twice() ->
    P = waiting(),
    R1 = erlang:monitor(process, P), R2 = erlang:monitor(process, P),
    P ! {stop, bye},
    [receive {'DOWN', R, process, P, X} -> X end || R <- [R1, R2]].

dead() -> P = dead_one(), R = erlang:monitor(process, P), receive {'DOWN', R, process, P, X} -> X end.

name() ->
    N = unique("mon_"), P = waiting(), register(N, P),
    R = erlang:monitor(process, N),
    P ! {stop, bye},
    receive {'DOWN', R, process, {N, Node}, X} -> {Node, X} end.

name_dead() -> R = erlang:monitor(process, no_such_name), receive {'DOWN', R, process, O, X} -> {O, X} end.

name_node() ->
    N = unique("mon_"), P = waiting(), register(N, P),
    R = erlang:monitor(process, {N, node()}),
    P ! {stop, bye},
    receive {'DOWN', R, process, {N, Node}, X} -> {Node, X} end.

other_node() -> R = erlang:monitor(process, {someone, 'no@where'}), receive {'DOWN', R, process, O, X} -> {O, X} end.

self_monitor() -> R = erlang:monitor(process, self()), {is_reference(R), flush(), erlang:demonitor(R, [info])}.

demonitored() -> P = waiting(), R = erlang:monitor(process, P), T = erlang:demonitor(R), P ! {stop, bye}, settle(), {T, flush()}.
flushed() -> P = waiting(), R = erlang:monitor(process, P), P ! {stop, bye}, settle(), T = erlang:demonitor(R, [flush]), {T, flush()}.
info() -> P = waiting(), R = erlang:monitor(process, P), {erlang:demonitor(R, [info]), erlang:demonitor(R, [info])}.
info_flush() -> P = waiting(), R = erlang:monitor(process, P), P ! {stop, bye}, settle(), {erlang:demonitor(R, [info, flush]), flush()}.
info_dead() -> P = waiting(), R = erlang:monitor(process, P), P ! {stop, bye}, settle(), T = erlang:demonitor(R, [info]), {T, length(flush())}.

own_only() ->
    P = waiting(), R = erlang:monitor(process, P), Me = self(),
    Q = spawn(fun() -> Me ! {self(), catch erlang:demonitor(R)} end),
    receive {Q, {'EXIT', {X, _}}} -> X; {Q, O} -> O end.

tagged() -> P = waiting(), R = erlang:monitor(process, P, [{tag, {tag, [1, 2]}}]), P ! {stop, bye}, receive {{tag, [1, 2]}, R, process, P, X} -> X end.
tagged_dead() -> P = dead_one(), R = erlang:monitor(process, P, [{tag, t}]), receive {t, R, process, P, X} -> X end.

via(A, M) -> Me = self(), P = spawn(fun() -> A ! M, Me ! {self(), sent} end), receive {P, sent} -> ok end.

alias_explicit() ->
    P = waiting(), A = erlang:monitor(process, P, [{alias, explicit_unalias}]),
    via(A, one), erlang:demonitor(A), via(A, two), U = erlang:unalias(A), via(A, three),
    {U, flush()}.
alias_demonitor() ->
    P = waiting(), A = erlang:monitor(process, P, [{alias, demonitor}]),
    via(A, one), via(A, two), erlang:demonitor(A), via(A, three),
    {erlang:unalias(A), flush()}.
alias_reply() ->
    P = waiting(), A = erlang:monitor(process, P, [{alias, reply_demonitor}]),
    via(A, one), via(A, two), P ! {stop, bye}, settle(),
    {erlang:unalias(A), flush()}.
alias_plain() -> A = erlang:alias(), via(A, one), via(A, two), U = erlang:unalias(A), via(A, three), {U, flush()}.
alias_reply_only() -> A = erlang:alias([reply]), via(A, one), via(A, two), {erlang:unalias(A), flush()}.
alias_after_down() ->
    P = waiting(), A = erlang:monitor(process, P, [{alias, explicit_unalias}]),
    P ! {stop, bye}, settle(), via(A, one), D = length(flush()), U = erlang:unalias(A), via(A, two), {D, U, flush()}.
alias_dead() -> P = dead_one(), A = erlang:monitor(process, P, [{alias, demonitor}]), via(A, one), {length(flush()), erlang:unalias(A)}.
unalias_twice() -> A = erlang:alias(), {erlang:unalias(A), erlang:unalias(A), erlang:unalias(make_ref())}.
alias_foreign() -> A = erlang:alias(), Me = self(), P = spawn(fun() -> Me ! {self(), erlang:unalias(A)} end), X = receive {P, U} -> U end, via(A, m), {X, flush()}.
alias_bad_mode() -> erlang:alias([what]).
alias_many() -> As = [erlang:alias() || _ <- seq(100)], [via(A, I) || {A, I} <- pairs(As, 1)], flush().
pairs([], _) -> [];
pairs([H | T], N) -> [{H, N} | pairs(T, N + 1)].

names() ->
    N = unique("nam_"), P = waiting(),
    A = register(N, P), B = whereis(N) =:= P, C = is_member(N, registered()), D = unregister(N), E = whereis(N),
    {A, B, C, D, E, is_member(N, registered())}.
is_member(_, []) -> false;
is_member(X, [X | _]) -> true;
is_member(X, [_ | T]) -> is_member(X, T).

name_freed() -> N = unique("nam_"), P = waiting(), register(N, P), P ! {stop, bye}, settle(), {whereis(N), register(N, waiting())}.
registered_self() -> N = unique("nam_"), register(N, self()), N ! hello, R = flush(), unregister(N), R.
unregister_self() -> N = unique("nam_"), register(N, self()), {unregister(N), whereis(N)}.
rename() ->
    A = unique("nam_"), B = unique("nam_"), P = waiting(),
    register(A, P),
    X = (catch register(A, self())), Y = (catch register(B, P)),
    {reason(X), reason(Y)}.
reason({'EXIT', {R, _}}) -> R;
reason(R) -> R.
send_name() -> N = unique("nam_"), register(N, self()), X = (N ! one), Y = erlang:send(N, two), Z = erlang:send(N, three, [noconnect]), unregister(N), {X, Y, Z, flush()}.
send_name_node() -> N = unique("nam_"), register(N, self()), {N, node()} ! one, X = ({nobody_at_all, node()} ! two), unregister(N), {X, flush()}.
register_dead() -> catch_reason(fun() -> register(unique("nam_"), dead_one()) end).

selective() ->
    [self() ! {I, I * I} || I <- seq(20)],
    A = [receive {I, X} -> X end || I <- lists_reverse(seq(20), [])],
    {A, flush()}.
lists_reverse([], Acc) -> Acc;
lists_reverse([H | T], Acc) -> lists_reverse(T, [H | Acc]).

selective_deep() ->
    [self() ! {n, I} || I <- seq(300)],
    self() ! stop,
    receive stop -> ok end,
    A = receive {n, X} when X > 250 -> X end,
    B = receive {n, Y} when Y rem 100 =:= 0 -> Y end,
    {A, B, length(flush())}.

many() ->
    Ps = [waiting() || _ <- seq(100)],
    Rs = [{P, erlang:monitor(process, P)} || P <- Ps],
    [P ! {stop, I} || {P, I} <- pairs(Ps, 1)],
    [receive {'DOWN', R, process, P, X} -> X end || {P, R} <- Rs].

order() ->
    Me = self(),
    P = spawn(fun() -> receive go -> ok end, [Me ! I || I <- seq(5)], exit(done) end),
    R = erlang:monitor(process, P),
    P ! go,
    [receive {'DOWN', R, _, _, X} -> X; X -> X end || _ <- seq(6)].

call(P, M) ->
    R = erlang:monitor(process, P),
    P ! {self(), R, M},
    receive {R, X} -> erlang:demonitor(R, [flush]), X; {'DOWN', R, _, _, X} -> {down, X} end.

server(S) -> receive {From, R, {add, N}} -> From ! {R, S + N}, server(S + N); {_, _, stop} -> exit(stopped) end.

marker() ->
    [self() ! {noise, I} || I <- seq(100)],
    P = spawn(fun() -> server(0) end),
    A = [call(P, {add, I}) || I <- seq(30)],
    B = call(P, stop),
    {A, B, call(P, {add, 1}), length(flush())}.

marker_nested() ->
    [self() ! {noise, I} || I <- seq(10)],
    P = spawn(fun() -> server(0) end),
    R = make_ref(),
    X = call(P, {add, 5}),
    self() ! {R, X},
    Y = receive {R, Z} -> Z end,
    {Y, length(flush())}.

marker_tail() ->
    R = make_ref(),
    self() ! a, self() ! {R, 1}, self() ! b,
    receive {R, X} -> ok end,
    self() ! {R, 2},
    receive {R, Y} -> ok end,
    {X, Y, flush()}.

bad_tag() -> catch_reason(fun() -> erlang:monitor(process, self(), [{tag}]) end).
time() -> R = erlang:monitor(time_offset, clock_service), {is_reference(R), erlang:demonitor(R)}.

down_then_exit() ->
    process_flag(trap_exit, true),
    P = spawn_link(fun() -> receive {stop, R} -> exit(R) end end),
    R = erlang:monitor(process, P),
    P ! {stop, x},
    A = receive {'EXIT', P, X} -> X end, B = receive {'DOWN', R, _, _, Y} -> Y end, {A, B}.

no_spill() -> P = waiting(), R = erlang:monitor(process, P), exit(P, kill), receive {'DOWN', R, _, _, X} -> X end.
hidden() -> P = waiting(), {is_process_alive(P), exit(P, kill), is_process_alive(P)}.

bad_monitor(K, X) -> erlang:monitor(K, X).
bad_options(O) -> catch_reason(fun() -> erlang:monitor(process, self(), O) end).
bad_demonitor(X, O) -> erlang:demonitor(X, O).
bad_register(X) -> catch_reason(fun() -> register(X, self()) end).
bad_whereis(X) -> whereis(X).
unknown(X) -> {whereis(X), catch_reason(fun() -> unregister(X) end)}.
catch_reason(F) -> try F() catch error:R -> R end.
bad_send(X) -> X ! message.
bad_unalias(X) -> erlang:unalias(X).
