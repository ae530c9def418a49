%% Times main/0 of modules:
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time main WARM_UPS MINIMUM MAXIMUM MILLISECONDS NAME... -s init stop
%% runs each some times to warm up, then at least the minimum and until that many milliseconds have been spent, at most
%% the maximum. Prints a JSON object per line: the name, the nanoseconds of each run, the last result, the
%% emulator (`jit` is BeamAsm), the release and the version of the emulator. Each run is in a process of its own, so that it starts
%% with a small heap. A module that this release no longer loads is compiled from its source, which the object says.
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time expected GROUP NAME... end ... -s init stop
%% prints the results as a JSON object instead, by group.
%%   erl -noshell -pa PROGRAMS -pa PROGRAMS/reference -s bench_time memory NAME -s init stop
%% runs a program three times and prints the greatest resident memory that the emulator has had, in KiB (Linux).
-module(bench_time).
-export([main/1, expected/1, memory/1]).

main([WarmUps, Minimum, Maximum, Milliseconds | Names]) ->
    Rule = {number(Minimum), number(Maximum), number(Milliseconds) * 1000000},
    [print(Name, time(Name, number(WarmUps), Rule)) || Name <- Names],
    ok.

number(Atom) -> list_to_integer(atom_to_list(Atom)).

print(Name, Outcome) ->
    {Times, Result} =
        case Outcome of
            {ok, How, Nanoseconds, Term} ->
                {[",\"", atom_to_list(How), "\":true,\"nanoseconds\":[", lists:join($,, [integer_to_list(N) || N <- Nanoseconds]), $]],
                 Term};
            {error, Reason} -> {[], Reason}
        end,
    io:format("{\"name\":\"~s\"~s,\"result\":\"~ts\",\"emulator\":\"~s\",\"otp\":\"~s\",\"erts\":\"~s\"}~n",
              [Name, Times, text(Result), erlang:system_info(emu_flavor), erlang:system_info(otp_release),
               erlang:system_info(version)]).

expected(Words) ->
    io:format("{~n~ts~n}~n", [lists:join(",\n", groups(Words))]).

groups([]) -> [];
groups([Group | Words]) ->
    {Names, ['end' | Rest]} = lists:splitwith(fun(Word) -> Word =/= 'end' end, Words),
    Results = [io_lib:format("    \"~s\": \"~ts\"", [Name, text(Name:main())]) || Name <- Names],
    [io_lib:format("  \"~s\": {~n~ts~n  }", [Group, lists:join(",\n", Results)]) | groups(Rest)].

%% A term as Erlang writes it, inside a string of JSON.
text(Term) ->
    [case C of $" -> "\\\""; $\\ -> "\\\\"; $\n -> "\\n"; _ -> C end || C <- lists:flatten(io_lib:format("~0tp", [Term]))].

time(Name, WarmUps, Rule) ->
    try
        How = load(Name),
        [run(Name) || _ <- lists:seq(1, WarmUps)],
        {Times, Result} = time(Name, Rule, [], 0, none),
        {ok, How, Times, Result}
    catch
        exit:Reason -> {error, Reason};
        error:Reason -> {error, Reason}
    end.

load(Name) ->
    case code:ensure_loaded(Name) of
        {module, Name} -> loaded;
        {error, badfile} ->
            Programs = filename:dirname(filename:dirname(code:which(?MODULE))),
            [Source] = filelib:wildcard(filename:join([Programs, "*", atom_to_list(Name) ++ ".erl"])),
            {ok, Name, Binary} = compile:file(Source, [binary]),
            {module, Name} = code:load_binary(Name, Source, Binary),
            compiled
    end.

time(_, {Minimum, Maximum, Budget}, Times, Spent, Result) when length(Times) >= Minimum, Spent > Budget; length(Times) >= Maximum ->
    {Times, Result};
time(Name, Rule, Times, Spent, _) ->
    {Time, Result} = run(Name),
    time(Name, Rule, [Time | Times], Spent + Time, Result).

run(Name) ->
    Self = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
        Start = erlang:monotonic_time(),
        Result = Name:main(),
        End = erlang:monotonic_time(),
        Self ! {self(), erlang:convert_time_unit(End - Start, native, nanosecond), Result}
    end),
    receive
        {Pid, Time, Result} -> demonitor(Monitor, [flush]), {Time, Result};
        {'DOWN', Monitor, process, Pid, Reason} -> exit({Name, Reason})
    end.

memory([Name]) ->
    [run(Name) || _ <- [1, 2, 3]],
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [KiB]} = re:run(Status, "VmHWM:\\s*(\\d+)", [{capture, all_but_first, list}]),
    io:format("~s~n", [KiB]).
