%% Times main/0 of modules:
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time main NAME... -s init stop
%% Prints a JSON object per line: the name, the best time of a run in microseconds, the number of
%% runs, the emulator (`jit` is BeamAsm) and the release. Each run is in a process of its own, so
%% that it starts with a small heap.
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time expected GROUP NAME... end ... -s init stop
%% prints the results as a JSON object instead, by group.
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time memory NAME -s init stop
%% runs a program three times and prints the greatest resident memory that the emulator has had, in KiB (Linux).
-module(bench_time).
-export([main/1, expected/1, memory/1]).

-define(MIN_RUNS, 10).
-define(MAX_RUNS, 200).
-define(BUDGET_MICROSECONDS, 1000000).

main(Names) ->
    [io:format("{\"name\":\"~s\",\"microseconds\":~w,\"runs\":~w,\"emulator\":\"~s\",\"otp\":\"~s\"}~n",
               [Name, Best, Runs, erlang:system_info(emu_flavor), erlang:system_info(otp_release)])
     || Name <- Names, {Best, Runs} <- [time(Name)]],
    ok.

expected(Words) ->
    io:format("{~n~ts~n}~n", [lists:join(",\n", groups(Words))]).

groups([]) -> [];
groups([Group | Words]) ->
    {Names, ['end' | Rest]} = lists:splitwith(fun(Word) -> Word =/= 'end' end, Words),
    Results = [io_lib:format("    \"~s\": \"~ts\"", [Name, escape(io_lib:format("~0tp", [Name:main()]))]) || Name <- Names],
    [io_lib:format("  \"~s\": {~n~ts~n  }", [Group, lists:join(",\n", Results)]) | groups(Rest)].

escape(Text) ->
    [case C of $" -> "\\\""; $\\ -> "\\\\"; _ -> C end || C <- lists:flatten(Text)].

time(Name) ->
    {module, Name} = code:ensure_loaded(Name),
    time(Name, infinity, 0, 0).

time(_, Best, Runs, Spent) when Runs >= ?MIN_RUNS, Spent > ?BUDGET_MICROSECONDS; Runs >= ?MAX_RUNS ->
    {Best, Runs};
time(Name, Best, Runs, Spent) ->
    Time = run(Name),
    time(Name, min(Best, Time), Runs + 1, Spent + Time).

run(Name) ->
    Self = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        Start = erlang:monotonic_time(),
        Name:main(),
        End = erlang:monotonic_time(),
        Self ! {self(), erlang:convert_time_unit(End - Start, native, microsecond)}
    end),
    receive
        {Pid, Time} -> demonitor(Monitor, [flush]), Time;
        {'DOWN', Monitor, process, Pid, Reason} -> exit({Name, Reason})
    end.

memory([Name]) ->
    [run(Name) || _ <- [1, 2, 3]],
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [KiB]} = re:run(Status, "VmHWM:\\s*(\\d+)", [{capture, all_but_first, list}]),
    io:format("~s~n", [KiB]).
