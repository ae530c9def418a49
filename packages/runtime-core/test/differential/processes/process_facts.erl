%% What process_info, system_info and their kin tell.
-module(process_facts).
-export([cases/0, quoted_names/0, '\'quoted\''/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{self_item, [I]} || I <- [registered_name, initial_call, status, message_queue_len, messages, links, monitors, dictionary, trap_exit, priority, error_handler,
                               message_queue_data, suspending, current_function, [status, links], [], nothing, 1, [status, nothing], {a, b}, [registered_name]]]
        ++ [{of_waiting, [I]} || I <- [registered_name, status, message_queue_len, messages, trap_exit, priority, current_function, current_stacktrace, dictionary, [status, trap_exit]]]
        ++ [{F, []} || F <- [dead, not_pid, named, linked, monitoring, monitored, by_name, dictionary_key, keys, group, suspended, reductions, memory, stack, all_items, own_parent, heap_sizes, spawned_heap_size, stack_text]]
        ++ [{known, [I]} || I <- [process_count, process_limit, atom_count, wordsize, schedulers, otp_release, version, system_architecture, time_offset, time_warp_mode, port_count]]
        ++ [{bad_info, [I]} || I <- [nothing, 1, {wordsize, x}, "otp_release"]]
        ++ [{bad_statistics, [I]} || I <- [nothing, 1]]
        ++ [{statistic, [I]} || I <- [reductions, wall_clock, run_queue, runtime, garbage_collection]]
        ++ [{units, [T, F, U]} || T <- [0, 1, 999, 1000, -1, -1000, 1 bsl 70], F <- [second, millisecond, 7], U <- [second, microsecond, 1000, nanosecond]]
        ++ [{nodes_of, [K]} || K <- [visible, hidden, connected, [visible, hidden], x]]
        ++ [{quoted_names, []}].

settle() -> receive after 5 -> ok end.
waiting() -> P = spawn(?MODULE, wait, [5]), settle(), P.
wait(0) -> receive {stop, R} -> exit(R); {flag, F, V} -> process_flag(F, V), wait(0) end;
wait(N) -> wait(N - 1), ok.

self_item(I) -> try normal(erlang:process_info(self(), I)) catch C:R -> {C, R} end.
normal({initial_call, {_, _, _}}) -> initial_call;
normal(L) when is_list(L) -> [normal(X) || X <- L];
normal(X) -> X.

heap_sizes() ->
    [{begin process_flag(F, N), process_info(self(), F) end, process_flag(F, D)} || {F, Ns, D} <- [{min_heap_size, [0, 233, 234, 377, 10000, 1000000], 233}, {min_bin_vheap_size, [0, 46422, 46423], 46422}], N <- Ns].
spawned_heap_size() -> P = spawn_opt(?MODULE, wait, [5], [{min_heap_size, 1000}]), R = process_info(P, min_heap_size), exit(P, kill), R.
%% Where it is and five frames, one of them at the bottom.
stack_text() ->
    P = waiting(),
    at_rest(P),
    {backtrace, Text} = process_info(P, backtrace),
    {binary:match(Text, <<"Program counter: ">>), length(binary:matches(Text, <<"(process_facts:wait/1 + ">>)),
     length(binary:matches(Text, <<"Return addr">>)), length(binary:matches(Text, <<"(<terminate process normally>)">>))}.

at_rest(P) -> case process_info(P, status) of {status, waiting} -> ok; _ -> settle(), at_rest(P) end.

of_waiting(I) -> P = waiting(), P ! {a, b}, P ! c, settle(), R = process_info(P, I), exit(P, kill), R.
dead() -> {P, R} = spawn_monitor(fun() -> ok end), receive {'DOWN', R, _, _, _} -> {process_info(P), process_info(P, status), process_info(P, [status])} end.
not_pid() -> process_info(a).
named() -> P = waiting(), register(facts_name, P), A = process_info(P, registered_name), B = process_info(P, [registered_name]), unregister(facts_name), {A, B, process_info(P, registered_name)}.
linked() -> P = waiting(), link(P), {links, L} = process_info(P, links), unlink(P), {L =:= [self()], process_info(P, links)}.
monitoring() -> Me = self(), P = spawn(fun() -> erlang:monitor(process, Me), wait(0) end), settle(), process_info(P, monitors) =:= {monitors, [{process, Me}]}.
monitored() -> P = waiting(), R = erlang:monitor(process, P), {monitored_by, L} = process_info(P, monitored_by), erlang:demonitor(R), {L =:= [self()], process_info(P, monitored_by)}.
by_name() -> P = waiting(), register(facts_other, P), Q = spawn(fun() -> erlang:monitor(process, facts_other), wait(0) end), settle(), M = process_info(Q, monitors), unregister(facts_other), M.
dictionary_key() -> put(k, v), try {process_info(self(), {dictionary, k}), process_info(self(), {dictionary, none})} catch error:badarg -> {{{dictionary, k}, v}, {{dictionary, none}, undefined}} end.
keys() -> [K || {K, _} <- process_info(waiting())].
group() -> {group_leader, G} = process_info(self(), group_leader), G =:= group_leader().
suspended() -> P = waiting(), erlang:suspend_process(P), A = process_info(P, status), erlang:resume_process(P), settle(), {A, process_info(P, status)}.
reductions() -> {reductions, R} = process_info(self(), reductions), is_integer(R).
memory() -> {memory, M} = process_info(self(), memory), M > 0.
stack() -> P = waiting(), {current_stacktrace, S} = process_info(P, current_stacktrace), [{M, F, A} || {M, F, A, _} <- S].
all_items() -> length(process_info(self())) >= 16.
own_parent() -> try process_info(self(), parent) of {parent, P} -> is_pid(P) orelse P =:= undefined catch error:badarg -> true end.

known(I) -> X = erlang:system_info(I), {is_integer(X), is_list(X), is_atom(X)}.
bad_info(I) -> erlang:system_info(I).
bad_statistics(I) -> erlang:statistics(I).
statistic(I) -> case erlang:statistics(I) of {A, B} -> {is_integer(A), is_integer(B)}; {A, B, C} -> {is_integer(A), is_integer(B), C}; N -> is_integer(N) end.
units(T, F, U) -> erlang:convert_time_unit(T, F, U).
nodes_of(K) -> nodes(K).

%% Names in the text of a stack are quoted where they need it.
quoted_names() ->
    [Text] = '\'quoted\''(),
    [binary:match(Text, Name) =/= nomatch || Name <- [<<"process_facts:'\\'quoted\\''/0 ">>, <<"process_facts:quoted_names/0 ">>]].

'\'quoted\''() ->
    {backtrace, Text} = process_info(self(), backtrace),
    [Text].
