%% Messages, the life of processes, who inherits, what runs.
-module(lives).
-export([main/0]).
-import(helper, [start/0, call/2, tracer/0, got/1, show/2]).

main() ->
    Tracer = tracer(),
    messages(Tracer),
    specifications(Tracer),
    links(Tracer),
    spawns(Tracer),
    new(Tracer),
    ends(Tracer),
    runs(Tracer),
    flags(Tracer),
    [wrong(A) || A <- [[foo, true, []], [Tracer, wrong, [call]], [Tracer, true, [wrong]], [Tracer, true, call], [Tracer, true, [cpu_timestamp]]]],
    halt().

traced(Tracer, Flags) ->
    Pid = start(),
    1 = erlang:trace(Pid, true, [{tracer, Tracer} | Flags]),
    Pid.

tell(Name, Tracer, Names) ->
    io:format("~s~n", [Name]),
    show(got(Tracer), Names).

messages(Tracer) ->
    Pid = traced(Tracer, [send, 'receive']),
    Self = self(),
    Pid ! fun() ->
        self() ! a,
        erlang:send(self(), b, [nosuspend]),
        register(named, self()),
        named ! c,
        {named, node()} ! d,
        catch (nobody ! e),
        {nobody, node()} ! f,
        Dead = spawn(fun() -> ok end),
        timer:sleep(5),
        Dead ! g,
        Self ! {lists:seq(1, 5), <<0:80>>},
        erlang:send_after(1, self(), timer)
    end,
    tell("messages", Tracer, [{Pid, process}, {Self, main}]).

specifications(Tracer) ->
    Pid = traced(Tracer, [send, 'receive']),
    erlang:trace_pattern(send, [{['_', {'$1', '_'}], [{is_atom, '$1'}], [{message, {{m, '$1'}}}]}], []),
    erlang:trace_pattern('receive', [{['$1', '_', {'$2', '_'}], [{is_atom, '$2'}], [{message, '$1'}]}], []),
    io:format("~p~n", [[erlang:trace_info(W, match_spec) || W <- [send, 'receive']]]),
    Pid ! fun() -> self() ! {a, 1}, self() ! {1, 2}, self() ! 4 end,
    tell("specifications", Tracer, [{Pid, process}]),
    erlang:trace_pattern(send, false, []),
    erlang:trace_pattern('receive', false, []),
    Pid ! fun() -> self() ! {a, 1} end,
    tell("nothing", Tracer, []),
    erlang:trace_pattern(send, true, []),
    erlang:trace_pattern('receive', true, []).

links(Tracer) ->
    One = traced(Tracer, [procs]),
    [A, B, C, D] = [start() || _ <- lists:seq(1, 4)],
    Names = [{One, one}, {A, a}, {B, b}, {C, c}, {D, d}],
    call(One, fun() -> process_flag(trap_exit, true), [link(P) || P <- [A, B, C]], unlink(B) end),
    tell("links", Tracer, Names),
    A ! fun() -> exit(normal) end,
    tell("a normal end", Tracer, Names),
    C ! fun() -> exit(oops) end,
    tell("another end", Tracer, Names),
    call(One, fun() -> register(one, self()), process_flag(trap_exit, false), link(D) end),
    D ! fun() -> exit(oops) end,
    tell("the end", Tracer, Names).

spawns(Tracer) ->
    Pid = traced(Tracer, [procs, call, set_on_spawn]),
    erlang:trace_pattern({traced, double, 1}, true, [local]),
    Pid ! fun() -> spawn(traced, double, [4]), register(gurka, self()), unregister(gurka), spawn(fun() -> traced:double(7) end) end,
    tell("spawns", Tracer, [{Pid, process}]),
    erlang:trace_pattern({traced, double, 1}, false, [local]),
    First = traced(Tracer, [procs, set_on_first_spawn]),
    call(First, fun() -> spawn(helper, worker, []), spawn(fun() -> ok end) end),
    tell("the first", Tracer, [{First, process}]),
    io:format("~p~n", [erlang:trace_info(First, flags)]).

new(Tracer) ->
    erlang:trace(new, true, [procs, {tracer, Tracer}]),
    io:format("~p~n", [[helper:named(erlang:trace_info(W, I), [{Tracer, tracer}]) || W <- [new, new_processes], I <- [flags, tracer]]]),
    Pid = spawn(lists, seq, [1, 2]),
    tell("new", Tracer, [{Pid, process}, {self(), main}]),
    erlang:trace(new, false, [procs]),
    spawn(lists, seq, [1, 2]),
    tell("no more", Tracer, []).

ends(Tracer) ->
    Killed = traced(Tracer, [procs, running, exiting]),
    timer:sleep(10),
    exit(Killed, kill),
    tell("killed", Tracer, [{Killed, process}]),
    Pid = traced(Tracer, [procs]),
    Pid ! fun() -> exit({bad, [x]}) end,
    timer:sleep(10),
    io:format("~p~n", [[M || {trace, _, exit, {bad, [_ | _]}} = M <- got(Tracer)] =/= []]).

runs(Tracer) ->
    Pid = start(),
    timer:sleep(10),
    erlang:trace(Pid, true, [running, {tracer, Tracer}]),
    Pid ! fun() -> receive never -> ok after 3 -> ok end end,
    tell("runs", Tracer, [{Pid, process}]),
    Other = start(),
    timer:sleep(10),
    erlang:trace(Other, true, [garbage_collection, {tracer, Tracer}]),
    call(Other, fun() -> garbage_collect() end),
    [io:format("  ~p~n", [[K || {K, _} <- Info]]) || {trace, _, _, Info} <- got(Tracer)].

flags(Tracer) ->
    Pid = traced(Tracer, [all]),
    io:format("~p~n", [erlang:trace_info(Pid, flags)]),
    erlang:trace(Pid, false, [timestamp, monotonic_timestamp, strict_monotonic_timestamp, running, send]),
    io:format("~p~n", [erlang:trace_info(Pid, flags)]),
    io:format("~p~n", [helper:named(erlang:trace_info(Pid, tracer), [{Tracer, tracer}])]),
    exit(Tracer, kill),
    timer:sleep(10),
    io:format("~p~n", [[erlang:trace_info(Pid, I) || I <- [flags, tracer]]]).

wrong(Arguments) ->
    {'EXIT', {Reason, [{M, F, _, Info} | _]}} = (catch apply(erlang, trace, Arguments)),
    io:format("~p ~p~n", [Reason, {M, F, Info}]).
