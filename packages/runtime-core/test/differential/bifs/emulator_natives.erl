%% What programs ask of the emulator: tracing, other nodes, drivers, timers, and what is wrong with such calls. Where an answer names a
%% process or reference, only that it does is compared.
-module(emulator_natives).
-export([cases/0, ask/3, wrong/3, watched/1, sizes/1, suspended/1, requested/1, signalled/1, delivered/1, environment/1, chunk/1, timer/2, heap_limit/1,
         record/2, driver/1, unknown_fun/1]).

cases() ->
    Calls = [
        {erlang, seq_trace_info, [[label], [serial], [send], [token], [foo], [timestamp], ['receive'], [print], [1]]},
        {erlang, seq_trace, [[sequential_trace_token, []], [foo, 1], [send, foo], [serial, foo], [sequential_trace_token, foo]]},
        {erlang, seq_trace_print, [[foo], [1, foo]]},
        {erts_internal, trace, [[self, true, []], [self, foo, []], [self, true, [foo]], [new, true, [all]], [foo, true, []], [new_processes, false, [all]], [self, true, [call | foo]]]},
        {erlang, trace_info, [[self, flags], [self, tracer], [self, foo], [{emulator_natives, sizes, 1}, all], [{emulator_natives, sizes, 1}, traced],
                              [{no, map, 2}, traced], [on_load, all], [new, flags], [send, match_spec], ['receive', match_spec], [send, foo], [foo, flags]]},
        {erts_internal, trace_pattern, [[{emulator_natives, sizes, 1}, true, []], [{emulator_natives, no, 1}, true, []], [{no, '_', '_'}, false, []],
                                        [send, false, []], [on_load, false, []], [{emulator_natives, sizes, 1}, false, [foo]], [{emulator_natives, sizes, 1}, [{foo}], []]]},
        {erlang, dt_put_tag, [[<<1>>], [foo]]}, {erlang, dt_get_tag, [[]]}, {erlang, dt_get_tag_data, [[]]}, {erlang, dt_prepend_vm_tag_data, [[<<1>>]]},
        {erlang, dt_append_vm_tag_data, [[[1, 2]], [foo]]}, {erlang, dt_spread_tag, [[true], [foo]]}, {erlang, dt_restore_tag, [[true], [foo]]},
        {erlang, system_profile, [[undefined, []], [self, [foo]]]}, {erlang, trace_delivered, [[foo]]},
        {erl_ddll, info, [[foo, processes]]}, {erl_ddll, try_load, [["/tmp", "foo", []], [1, "foo", []]]}, {erl_ddll, try_unload, [["foo", []], [1, []]]},
        {erl_ddll, demonitor, [[1]]}, {erl_ddll, monitor, [[foo, {"foo", loaded}]]},
        {erl_ddll, format_error_int, [[E] || E <- [inconsistent, linked_in_driver, permanent, not_loaded, not_loaded_by_this_process, not_pending,
                                                   already_loaded, pending_reload, pending_process, foo, {open_error, -10}, {open_error, 1}]]},
        {erts_debug, breakpoint, [[foo, false]]}, {erts_debug, copy_shared, [[{1, 2}, false], [[a], foo]]}, {erts_debug, disassemble, [[1], [foo]]},
        {erts_debug, dist_ext_to_term, [[{1}, 2]]}, {erts_debug, interpreter_size, [[]]}, {erts_debug, lcnt_clear, [[]]}, {erts_debug, lcnt_collect, [[]]},
        {erts_debug, lcnt_control, [[mask], [foo], [mask, [process]]]}, {erts_debug, map_info, [[#{}], [1]]},
        {erts_internal, abort_pending_connection, [[foo@bar, 1]]}, {erts_internal, check_dirty_process_code, [[self, lists]]},
        {erts_internal, create_dist_channel, [[foo@bar, self, {1, 2, 3, 4}]]}, {erts_internal, ets_super_user, [[foo]]},
        {erts_internal, is_process_executing_dirty, [[self], [foo]]}, {erts_internal, map_hashmap_children, [[#{}], [1]]},
        {erts_internal, new_connection, [[nonode@nohost], [1]]}, {erts_internal, process_flag, [[self, save_calls, 0], [self, priority, normal], [foo, priority, normal]]},
        {erts_internal, spawn_request, [[erlang, self, foo, []]]}, {erts_internal, suspend_process, [[self, []], [foo, []]]},
        {erts_internal, system_check, [[schedulers], [foo]]}, {erts_internal, process_display, [[self, foo]]},
        {erts_internal, beamfile_chunk, [[<<>>, "Attr"], [<<"FOR1", 0, 0, 0, 4, "BEAM">>, "Attr"], [<<>>, foo], [<<>>, "Abc"]]},
        {os, putenv, [["a=b", "c"], [foo, "c"], ["A", foo], [<<"A">>, "c"], ["A\0b", "c"], ["=A", "c"], ["", "c"]]}, {os, unsetenv, [[foo], ["x=y"], [""]]},
        {os, getenv, [["a=b"], [foo], [""]]},
        {erlang, exit_signal, [[self, normal], [foo, normal]]},
        {erlang, monitor_node, [[foo@bar, true, []], [foo@bar, true, [foo]], [foo@bar, true, [allow_passive_connect]]]},
        {erlang, nodes, [[this, #{node_type => true}], [visible, #{connection_id => true}], [this, #{foo => true}], [this, #{connection_id => true, node_type => true}],
                         [foo, #{}], [[this], foo]]},
        {erlang, dist_ctrl_get_data, [[foo]]}, {erlang, dist_ctrl_get_opt, [[foo, get_size]]}, {erlang, dist_ctrl_input_handler, [[foo, self]]},
        {erlang, dist_ctrl_put_data, [[foo, <<>>]]}, {erlang, dist_get_stat, [[foo]]}, {erts_literal_area_collector, release_area_switch, [[]]},
        {erlang, send_after, [[-1, self, x], [1, "x", x], [1, self, x, [foo]], [1 bsl 64, self, x], [foo, self, x], [1, self, x, foo]]},
        {erlang, start_timer, [[1 bsl 50, self, x, [{abs, true}]], [1 bsl 50, self, x], [-5, self, x], [5, foo, x, [bar]], [5, {}, x], [9223372036855, self, x, [{abs, true}]]]},
        {erlang, binary_to_term, [[<<131, 100>>, [foo]], [<<131, 100>>, []], [foo, []], [foo, [foo]]]},
        {erlang, check_process_code, [[self, lists, [foo]], [foo, lists, []], [self, 1, []], [self, lists, foo], [self, lists, [{allow_gc, foo}]],
                                      [self, lists, [{allow_gc, true}]], [foo, lists]]},
        {erlang, garbage_collect, [[self, [foo]], [foo, []], [self, foo], [self, [{type, foo}]], [self, [{type, minor}]], [foo]]},
        %% Names that objects of JavaScript have.
        {erlang, system_flag, [[constructor, 1], ['__proto__', 1]]}, {erlang, system_info, [[toString], ['__proto__']]}, {erlang, statistics, [[valueOf]]},
        {erlang, convert_time_unit, [[1, constructor, second], [1, second, '__proto__']]}, {erlang, system_time, [[constructor]]},
        {erlang, system_profile, [[self, [constructor]]]}, {erlang, process_info, [[self, constructor], [self, '__proto__']]}, {erlang, memory, [[constructor]]},
        {erts_debug, get_internal_state, [[constructor]]}, {os, getenv, [["constructor"], ["__proto__"]]},
        {erl_ddll, format_error_int, [[constructor]]},
        {persistent_term, put_new, [[a, 1]]}
    ],
    [{ask, [M, F, A]} || {M, F, List} <- Calls, A <- List]
        ++ [{watched, [N]} || N <- [monitor, profile, wrong]] ++ [{sizes, [N]} || N <- [pair, nested, list, binary, map, none]]
        ++ [{suspended, [O]} || O <- [[], [asynchronous], [{asynchronous, x}], [unless_suspending], [foo]]] ++ [{requested, [O]} || O <- [[], [monitor], [foo]]]
        ++ [{signalled, [R]} || R <- [normal, kill, x]] ++ [{delivered, [W]} || W <- [self, all]] ++ [{environment, [V]} || V <- ["c", "", [1024]]]
        ++ [{chunk, [N]} || N <- ["Attr", "Last", "None"]] ++ [{timer, [T, O]} || {T, O} <- [{0, []}, {0, [{abs, false}]}, {1 bsl 42, []}, {1 bsl 42, [{abs, true}]}]]
        ++ [{heap_limit, [S]} || S <- [0, 100, 1 bsl 30, 1 bsl 31, 1 bsl 58, 1 bsl 59, 1 bsl 60, 1 bsl 62, -1]]
        ++ [{record, [T, S]} || T <- [{a, 1}, a], S <- [2, infinity, -1, 1.0]] ++ [{driver, [W]} || W <- [loaded, unloaded]]
        ++ [{unknown_fun, [I]} || I <- [module, name, arity, env, index, uniq, new_index, new_uniq, type]].

%% Calls with `self` as the caller; the `error_info` of a failure is part of what is compared.
ask(M, F, A) -> try apply(M, F, arguments(A)) catch C:R:S -> wrong(C, R, S) end.
arguments([self | A]) -> [self() | arguments(A)];
arguments([X | A]) -> [X | arguments(A)];
arguments([]) -> [].
wrong(C, R, [{M, F, A, I} | _]) -> {C, R, {M, F, count(A), info(I)}}.
count([_ | A]) -> 1 + count(A);
count([]) -> 0;
count(N) -> N.
info([{error_info, #{cause := Cause, module := M}} | _]) -> {Cause, M};
info([{error_info, #{module := M}} | _]) -> M;
info([_ | I]) -> info(I);
info([]) -> none.

watched(monitor) ->
    A = [erlang:system_monitor(), erlang:system_monitor(self(), [{long_gc, 100}, busy_port]), own(erlang:system_monitor()),
         own(erlang:system_monitor({self(), [{large_heap, 1000000}, busy_dist_port]})), own(erlang:system_monitor()), own(erlang:system_monitor(self(), []))],
    {A, erlang:system_monitor(), erlang:system_monitor(undefined)};
watched(profile) ->
    {erlang:system_profile(self(), [exclusive]), own(erlang:system_profile()), own(erlang:system_profile(self(), [runnable_procs, scheduler, timestamp])),
     own(erlang:system_profile(undefined, [])), erlang:system_profile()};
watched(wrong) -> [ask(erlang, system_monitor, A) || A <- [[foo], [self, [foo]], [self, [{long_gc, -1}]], [undefined]]].
own({P, L}) when P =:= self() -> {self, L};
own(X) -> X.

sizes(N) -> T = term(N), {erts_debug:size_shared(T), erts_debug:flat_size(T)}.
id(X) -> X.
term(pair) -> A = {id(1), id(2)}, {A, A};
term(nested) -> A = [id(x)], B = {A, A}, C = [B, B], {C, C, A};
term(list) -> A = [id(1), id(2), id(3)], [A, A | A];
term(binary) -> A = {id(b)}, [A, {}, {}, A];
term(map) -> A = {id(m)}, K = id(k), #{K => A, A => K};
term(none) -> id(7).

suspended(O) -> P = spawn(fun() -> receive a -> ok end end), R = {erts_internal:suspend_process(P, O), erts_internal:suspend_process(P, O)},
    exit(P, kill), {R, receive X -> X after 50 -> none end}.
requested(O) -> R = erts_internal:spawn_request(erlang, self, [], O),
    {is_reference(R), receive {spawn_reply, R, ok, P} -> is_pid(P); {spawn_reply, R, E, X} -> {E, X} after 1000 -> none end}.
signalled(R) -> {P, M} = spawn_monitor(fun() -> receive a -> ok end end), true = erlang:exit_signal(P, R), P ! a,
    receive {'DOWN', M, process, P, X} -> X end.
delivered(self) -> R = erlang:trace_delivered(self()), receive {trace_delivered, P, R} -> P =:= self() end;
delivered(all) -> R = erlang:trace_delivered(all), receive {trace_delivered, all, R} -> true end.
environment(V) -> {os:getenv("BEAMLINE_NATIVES"), os:putenv("BEAMLINE_NATIVES", V), os:getenv("BEAMLINE_NATIVES"), os:unsetenv("BEAMLINE_NATIVES"), os:getenv("BEAMLINE_NATIVES")}.
chunk(N) -> B = <<"FOR1", 0, 0, 0, 28, "BEAM", "Attr", 0, 0, 0, 3, 1, 2, 3, 0, "Last", 0, 0, 0, 4, "abcd">>, erts_internal:beamfile_chunk(B, N).
timer(T, O) -> R = erlang:start_timer(T, self(), x, O), case T of 0 -> receive {timeout, R, x} -> came after 1000 -> not_yet end; _ -> is_integer(erlang:cancel_timer(R)) end.
heap_limit(S) -> {P, M} = spawn_monitor(fun() -> exit(try _ = process_flag(max_heap_size, S), #{size := Z} = process_flag(max_heap_size, 0), Z catch error:E -> E end) end),
    receive {'DOWN', M, process, P, X} -> X end.
record(T, S) -> try is_record(T, a, S) catch error:E -> E end.
driver(W) -> R = erl_ddll:monitor(driver, {"foo", W}), receive {'DOWN', R, driver, N, X} -> {N, X} after 100 -> none end.
%% A fun of a module that was never loaded.
unknown_fun(I) ->
    P = <<0, 0:128, 7:32, 0:32, 100, 0, 6, "nosuch", 97, 3, 97, 5, 103, 100, 0, 13, "nonode@nohost", 0:32, 0:32, 0>>,
    erlang:fun_info(binary_to_term(<<131, 112, (byte_size(P) + 4):32, P/binary>>), I).
