%% What the error_info of a failing native says is wrong: an option, a type, or nothing in particular.
-module(failure_causes).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{failing, [C]} || C <- calls()] ++ [{F, []} || F <- [monitors, sends]].

calls() ->
    [{erlang, decode_packet, [K, B, O]} || K <- [raw, nothing, 7, [1]], B <- [<<>>, x], O <- [[], [x], x, [{packet_size, x}]]]
        ++ [{erlang, halt, [S, O]} || {S, O} <- [{x, []}, {x, [x]}, {1, [x]}, {1, x}, {-1, []}, {1, [{flush, x}]}, {1, [{flush, false} | x]}]]
        ++ [{erlang, halt, [S]} || S <- [x, -1, 1.5, {}]]
        ++ [{erlang, monitor, A} || A <- [[x, y], [process, 1], [port, 1], [process, {a, b, c}], [time_offset, x], [[], []]]]
        ++ [{erlang, monitor, [T, I, O]} || {T, I} <- [{process, 1}, {x, y}, {process, here}, {port, 1}], O <- [[x], x, [{alias, y}], []], {T, O} =/= {process, []}]
        ++ [{erlang, monitor_node, A} || A <- [[x, y], [1, true], ["x", y], [x, true], ['a@b', false], [x, y, []], [x, true, [y]], [x, true, y], [x, true, []], [x, false, [allow_passive_connect]], [nonode@nohost, true]]]
        ++ [{erlang, send, [D, m, O]} || {D, O} <- [{here, [x]}, {here, x}, {1, []}, {nowhere_at_all, []}, {1, [x]}, {{a, b, c}, [noconnect]}, {here, [nosuspend | x]}]]
        ++ [{erlang, process_flag, A} || A <- [[x, y], [1, y], [trap_exit, y], [priority, y], [min_heap_size, -1], [save_calls, x], [sensitive, x], [max_heap_size, x], [error_handler, 1], [message_queue_data, x], [fullsweep_after, x], [monitor_nodes, x]]]
        ++ [{erlang, process_flag, [P, F, V]} || {P, F, V} <- [{x, save_calls, 1}, {here, x, 1}, {here, save_calls, x}, {here, save_calls, -1}, {x, y, z}, {dead, save_calls, 1}]]
        ++ [{erlang, system_flag, A} || A <- [[x, y], [1, 1], [fullsweep_after, x], [min_heap_size, -1], [backtrace_depth, x], [max_heap_size, x], [schedulers_online, 0], [multi_scheduling, x]]]
        ++ [{erlang, disconnect_node, [N]} || N <- [1, "a", x, nonode@nohost]]
        ++ [{os, set_signal, A} || A <- [[sigterm, x], [sighup, handle], [sigint, handle], [x, handle], [sigterm, 1], [1, default], [x, y]]]
        ++ [{erlang, F, A} || F <- [spawn_opt], A <- [[x, []], [x, [y]], [fine, [y]], [fine, y], [m, f, a, [y]], [m, f, [], [y]], [m, f, [], y], [1, f, [], [y]], [nonode@nohost, fine, [y]], [nonode@nohost, m, f, [], [y]]]]
        ++ [{erlang, garbage_collect, A} || A <- [[x], [here, [x]], [x, []], [here, x], [dead, [y]]]]
        ++ [{erlang, check_process_code, A} || A <- [[x, m], [here, 1]]]
        ++ [{erlang, F, A} || F <- [send_after, start_timer], A <- [[-1, here, m], [x, here, m], [1, 1, m], [1, here, m, [x]], [1, here, m, x], [x, here, m, [x]]]]
        ++ [{erlang, F, A} || F <- [cancel_timer, read_timer], A <- [[x], [x, [y]], [x, y]]]
        ++ [{erlang, demonitor, A} || A <- [[x], [x, [y]], [x, flush]]]
        ++ [{erlang, unique_integer, [O]} || O <- [x, [x]]]
        ++ [{erlang, statistics, [x]}, {erlang, system_info, [x]}, {erlang, bump_reductions, [0]}, {erlang, process_info, [here, x]}, {erlang, alias, [x]}, {erlang, alias, [[x]]}, {erlang, unalias, [x]}]
        ++ [{erlang, binary_to_term, [B, O]} || {B, O} <- [{<<1>>, []}, {<<131, 97, 1>>, [x]}, {<<131, 97, 1>>, x}, {<<1>>, [x]}, {x, []}, {x, [y]}]]
        ++ [{erlang, term_to_binary, [t, O]} || O <- [x, [x], [{compressed, 10}], [{minor_version, x}]]]
        ++ [{erlang, term_to_iovec, [t, O]} || O <- [x, [x]]]
        ++ [{erlang, external_size, [t, O]} || O <- [x, [x]]]
        ++ [{erlang, float_to_list, [F, O]} || F <- [1.0, x], O <- [x, [x], [{decimals, 300}]]]
        ++ [{erlang, float_to_binary, [1.0, [x]]}]
        ++ [{erts_internal, counters_new, [S]} || S <- [0, x]].

failing({M, F, As}) ->
    Here = spawn(fun() -> receive stop -> ok end end),
    {Dead, Monitor} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', Monitor, _, _, _} -> ok end,
    Result = told(fun() -> apply(M, F, [case A of here -> Here; fine -> fun() -> ok end; dead -> Dead; _ -> A end || A <- As]) end),
    exit(Here, kill),
    Result.

%% Of a list of options the first wrong one counts.
monitors() -> [told(fun() -> monitor(process, self(), O) end) || O <- [[{tag, x}, y], [{alias, unalias}], [{tag} | x]]].
sends() -> [told(fun() -> erlang:send(nowhere_at_all, m, O) end) || O <- [[noconnect, x], [nosuspend, 1], []]].

told(Fun) ->
    try Fun() of
        _ -> fine
    catch
        Class:Reason:Stack ->
            [{M, F, As, Info} | _] = Stack,
            {Class, Reason, M, F, is_list(As) andalso length(As), [case I of #{cause := Cause} -> Cause; _ -> none end || {error_info, I} <- Info]}
    end.
