%% Calls: patterns, flags, returns, exceptions, and what specifications do.
-module(calls).
-export([main/0]).
-import(helper, [start/0, call/2, tracer/0, got/1, show/2]).

main() ->
    one("exported", [call], [{{traced, '_', '_'}, true, [global]}], fun() -> traced:plus(3) end),
    one("all", [call], [{{traced, '_', '_'}, true, [local]}], fun() -> traced:plus(3) end),
    one("itself", [call], [{{traced, count, 1}, true, [local]}], fun() -> traced:count(3) end),
    one("each other", [call], [{{traced, lautum, 1}, true, [local]}], fun() -> traced:mutual(3) end),
    one("returns", [call], [{{traced, F, 1}, spec([{return_trace}]), [local]} || F <- [each, plus]], fun() -> traced:each([1, 2]) end),
    one("return to", [call, return_to], [{{traced, '_', '_'}, true, [local]}], fun() -> traced:each([1, 2]) end),
    one("exception", [call], [{{traced, '_', '_'}, spec([{exception_trace}]), [local]}], fun() -> traced:caught(0) end),
    one("exception and return to", [call, return_to], [{{traced, '_', '_'}, spec([{exception_trace}]), [local]}], fun() -> {traced:tried(0), traced:tried(1)} end),
    one("trace of exception", [call], [{{traced, inverse, 1}, spec([{return_trace}]), [local]}], fun trace_of/0),
    one("message", [call], [{{traced, double, 1}, [{['$1'], [{'>', '$1', 2}], [{message, {{'$1', {caller}}}}]}], [local]}], fun() -> {traced:plus(1), traced:plus(3)} end),
    one("no message", [call], [{{traced, plus, 1}, spec([{message, false}, {return_trace}]), [local]}], fun() -> traced:plus(1) end),
    one("arity", [call, arity], [{{traced, double, 1}, true, [local]}], fun() -> traced:plus(1) end),
    one("silent", [call, silent], [{{traced, plus, 1}, spec([{silent, false}, {return_trace}]), [local]}, {{traced, double, 1}, true, [local]}], fun() -> {traced:double(1), traced:plus(1)} end),
    one("made silent", [call], [{{traced, plus, 1}, spec([{silent, true}, {return_trace}]), [local]}, {{traced, double, 1}, true, [local]}], fun() -> {traced:double(1), traced:plus(1)} end),
    one("flags", [call], [{{traced, plus, 1}, spec([{disable_trace, call}]), [local]}, {{traced, double, 1}, true, [local]}], fun() -> {traced:double(1), traced:plus(1)} end),
    one("more flags", [call], [{{traced, plus, 1}, spec([{trace, [], [arity]}]), [local]}, {{traced, double, 1}, true, [local]}], fun() -> {traced:double(1), traced:plus(1)} end),
    one("natives", [call], [{{lists, reverse, 2}, true, [local]}, {{erlang, integer_to_list, 1}, spec([{return_trace}]), []}], fun() -> {lists:reverse([1, 2], [3]), integer_to_list(hd([5]))} end),
    one("native that fails", [call], [{{erlang, atom_to_list, 1}, spec([{exception_trace}]), []}], fun() -> catch atom_to_list(hd([5])) end),
    one("applied", [call], [{{traced, double, 1}, true, [local]}], fun() -> {apply(traced, double, [4]), lists:map(fun traced:double/1, [5])} end),
    one("stamps", [call, timestamp], [{{traced, double, 1}, spec([{return_trace}]), [local]}], fun() -> traced:plus(1) end),
    one("monotonic", [call, monotonic_timestamp], [{{traced, double, 1}, true, [local]}], fun() -> traced:plus(1) end),
    one("strict", [call, strict_monotonic_timestamp], [{{traced, double, 1}, true, [local]}], fun() -> traced:plus(1) end),
    meta(),
    counted(),
    running(),
    replaced(),
    [wrong(A) || A <- [[{a, b}, true, []], [{traced, plus, 1}, true, [global, local]], [{traced, plus, 1}, wrong, [local]], [{traced, plus, 1}, [{a, [], []}], [local]], [{'_', f, 1}, true, []], [{traced, '_', 1}, true, []], [{traced, plus, 1}, true, [wrong]]]],
    io:format("~p~n", [[erlang:trace_pattern(P, true, F) || {P, F} <- [{{nothing, here, 1}, [local]}, {{traced, '_', '_'}, [local]}, {{traced, '_', '_'}, []}]]]),
    erlang:trace_pattern({'_', '_', '_'}, false, [local]),
    halt().

spec(Body) -> [{'_', [], Body}].

one(Name, Flags, Patterns, F) ->
    io:format("~s~n", [Name]),
    Tracer = tracer(),
    Pid = start(),
    Counts = [erlang:trace_pattern(P, S, K) || {P, S, K} <- Patterns],
    Set = erlang:trace(Pid, true, [{tracer, Tracer} | Flags]),
    io:format(" ~p ~p ~p~n", [Counts, Set, call(Pid, F)]),
    show(got(Tracer), [{Pid, process}]),
    Info = [erlang:trace_info({M, N, A}, all) || {{M, N, A}, _, _} <- Patterns, is_integer(A)],
    io:format(" ~p ~p~n", [element(2, erlang:trace_info(Pid, flags)), helper:named(Info, [])]),
    erlang:trace(Pid, false, [all]),
    [erlang:trace_pattern(P, false, K) || {P, _, K} <- Patterns],
    exit(Pid, kill).

%% Frames of tracing are in no stack trace.
trace_of() ->
    try traced:inverse(0), ok
    catch error:badarith:Trace -> [{M, F, A} || {M, F, A, _} <- Trace, M =/= erlang]
    end.

%% Whoever calls, for a tracer of its own.
meta() ->
    io:format("meta~n"),
    Tracer = tracer(),
    1 = erlang:trace_pattern({traced, plus, 1}, spec([{return_trace}]), [{meta, Tracer}]),
    7 = traced:plus(3),
    show(got(Tracer), [{self(), main}]),
    io:format(" ~p~n", [helper:named(erlang:trace_info({traced, plus, 1}, all), [{Tracer, tracer}])]),
    erlang:trace_pattern({traced, plus, 1}, false, [meta]).

counted() ->
    io:format("counted~n"),
    Count = fun() -> erlang:trace_info({traced, count, 1}, call_count) end,
    erlang:trace_pattern({traced, '_', '_'}, true, [local, call_count]),
    traced:count(10),
    A = Count(),
    erlang:trace_pattern({traced, '_', '_'}, pause, [call_count]),
    traced:count(5),
    B = Count(),
    erlang:trace_pattern({traced, '_', '_'}, restart, [call_count]),
    traced:count(3),
    C = Count(),
    erlang:trace_pattern({traced, '_', '_'}, false, [local, call_count]),
    io:format(" ~p~n", [[A, B, C, Count()]]),
    Pid = start(),
    erlang:trace(Pid, true, [call, {tracer, tracer()}]),
    erlang:trace_pattern({traced, '_', '_'}, true, [call_time]),
    call(Pid, fun() -> traced:each([1, 2, 3]) end),
    Times = [{F, [N || {P, N, _, _} <- element(2, erlang:trace_info({traced, F, 1}, call_time)), P =:= Pid]} || F <- [each, plus, double]],
    erlang:trace_pattern({traced, '_', '_'}, false, [call_time]),
    io:format(" ~p~n", [Times]).

%% A process that has begun before its code is traced, and goes on.
running() ->
    io:format("running~n"),
    Tracer = tracer(),
    Pid = start(),
    Self = self(),
    Pid ! fun() -> R = deep(5), Self ! {deep, R} end,
    erlang:trace(Pid, true, [call, return_to, {tracer, Tracer}]),
    erlang:trace_pattern({calls, '_', '_'}, true, [local]),
    erlang:trace_pattern({helper, worker, 0}, true, [local]),
    Pid ! go,
    receive {deep, R} -> io:format(" ~p~n", [R]) end,
    show(got(Tracer), []),
    erlang:trace_pattern({calls, '_', '_'}, false, [local]),
    erlang:trace_pattern({helper, worker, 0}, false, [local]),
    Pid ! fun() -> Self ! {deep, leaf(7)} end,
    receive {deep, R2} -> io:format(" ~p~n", [R2]) end,
    show(got(Tracer), []).

deep(0) -> receive go -> leaf(0) end;
deep(N) -> 1 + deep(N - 1).

leaf(N) -> N.

%% A module that is loaded again is not traced any more, unless `on_load` says so.
replaced() ->
    io:format("replaced~n"),
    Tracer = tracer(),
    Pid = start(),
    erlang:trace(Pid, true, [call, {tracer, Tracer}]),
    erlang:trace_pattern({traced, double, 1}, true, [local]),
    {_, Code, File} = code:get_object_code(traced),
    true = code:soft_purge(traced),
    {module, traced} = code:load_binary(traced, File, Code),
    io:format(" ~p~n", [erlang:trace_info({traced, double, 1}, traced)]),
    call(Pid, fun() -> traced:plus(1) end),
    erlang:trace_pattern(on_load, true, [local]),
    erlang:trace(Pid, false, [call]),
    code:purge(traced),
    {module, traced} = code:load_binary(traced, File, Code),
    New = start(),
    erlang:trace(New, true, [call, {tracer, Tracer}]),
    call(New, fun() -> traced:plus(1) end),
    show([M || {trace, P, call, {_, F, _}} = M <- got(Tracer), P =:= New, F =/= worker, F =/= call], []),
    erlang:trace_pattern(on_load, false, [local]),
    erlang:trace_pattern({traced, '_', '_'}, false, [local]).

wrong(Arguments) ->
    {'EXIT', {Reason, [{M, F, _, Info} | _]}} = (catch apply(erlang, trace_pattern, Arguments)),
    io:format("~p ~p~n", [Reason, {M, F, Info}]).
