%% What the page asks of the machine in which programs run: compiling, loading, running, stopping them, and where they are.
-module(playground).

-export([settle/0, compile_erlang/1, compile_elixir/1, load/1, run/4, stop/0, places/1, bench/3]).

%% Processes that are asked where they are, at most: there may be a hundred thousand.
-define(ASKED, 500).
%% How often it is tried to end what keeps starting new processes.
-define(ROUNDS, 100).
%% Milliseconds and times that a function is measured.
-define(MEASURED, 1500).
-define(TIMES, 20).

%% What runs now is no program's, and stays.
settle() ->
    persistent_term:put(?MODULE, maps:from_keys(processes(), true)).

programs() ->
    Base = persistent_term:get(?MODULE, #{}),
    [Pid || Pid <- processes(), Pid =/= self(), not is_map_key(Pid, Base)].

%% {ok, [{Module, Binary}], Diagnostics} or {error, Diagnostics}, of which each is {error | warning, Line, Column, Text}.
compile_erlang(Source) ->
    Text = unicode:characters_to_list(Source),
    Device = spawn_link(fun() -> device(Text) end),
    {ok, Epp} = epp:open([{name, "main.erl"}, {fd, Device}, {location, {1, 1}}]),
    Forms = forms(Epp),
    epp:close(Epp),
    unlink(Device),
    exit(Device, kill),
    case [Error || {error, Error} <- Forms] of
        [] -> compiled(compile:forms(Forms, [binary, return, {source, "main.erl"}]));
        Errors -> {error, [diagnostic(error, Error) || Error <- Errors]}
    end.

forms(Epp) ->
    case epp:parse_erl_form(Epp) of
        {ok, Form} -> [Form | forms(Epp)];
        {eof, Location} -> [{eof, Location}];
        {error, _} = Error -> [Error | forms(Epp)];
        {warning, _} = Warning -> [Warning | forms(Epp)]
    end.

compiled({ok, Module, Binary, Warnings}) -> {ok, [{Module, Binary}], diagnostics(warning, Warnings)};
compiled({error, Errors, Warnings}) -> {error, diagnostics(error, Errors) ++ diagnostics(warning, Warnings)}.

diagnostics(Severity, Files) ->
    [diagnostic(Severity, Each) || {_, All} <- Files, Each <- All].

diagnostic(Severity, {Location, Module, Description}) ->
    {Line, Column} =
        case Location of
            {_, _} -> Location;
            none -> {1, 1};
            _ -> {Location, 1}
        end,
    {Severity, Line, Column, text(Module:format_error(Description))};
diagnostic(Severity, {Module, Description}) ->
    {Severity, 1, 1, text(Module:format_error(Description))}.

text(Characters) ->
    unicode:characters_to_binary(Characters).

%% A source as a device, from which the preprocessor reads.
device(Text) ->
    receive
        {io_request, From, As, Request} ->
            {Reply, Rest} = read(Request, Text),
            From ! {io_reply, As, Reply},
            device(Rest);
        {file_request, From, As, _} ->
            %% The preprocessor looks for a comment with the encoding, which the text has behind it, and goes back.
            From ! {file_reply, As, {ok, 0}},
            device(Text)
    end.

read({get_until, _, _, Module, Function, Arguments}, Text) ->
    until(Module, Function, Arguments, [], Text);
read({setopts, _}, Text) ->
    {ok, Text};
read(getopts, Text) ->
    {[{binary, false}, {encoding, unicode}], Text};
read(_, Text) ->
    {{error, request}, Text}.

until(Module, Function, Arguments, Continuation, Text) ->
    Data = case Text of [] -> eof; _ -> Text end,
    case apply(Module, Function, [Continuation, Data | Arguments]) of
        {done, Result, eof} -> {Result, []};
        {done, Result, Rest} -> {Result, Rest};
        {more, Next} -> until(Module, Function, Arguments, Next, [])
    end.

%% As compile_erlang/1. Elixir's compiler loads the modules, too.
compile_elixir(Source) ->
    'Elixir.Code':put_compiler_option(ignore_module_conflict, true),
    {Result, Diagnostics} =
        'Elixir.Code':with_diagnostics(fun() ->
                                           try
                                               {ok, 'Elixir.Code':compile_string(Source, <<"main.ex">>)}
                                           catch
                                               Class:Reason:Stack -> {failed, Class, Reason, Stack}
                                           end
                                       end),
    Told = [{Severity, line(Position), column(Position), Message}
            || #{severity := Severity, position := Position, message := Message} <- Diagnostics],
    case Result of
        {ok, Modules} ->
            {ok, Modules, Told};
        {failed, Class, Reason, Stack} ->
            case [error || {error, _, _, _} <- Told] of
                [] -> {error, [{error, failed_line(Reason), 1, elixir_error(Class, Reason, Stack)} | Told]};
                _ -> {error, Told}
            end
    end.

line({Line, _}) -> Line;
line(Line) -> max(1, Line).

column({_, Column}) -> Column;
column(_) -> 1.

failed_line(#{line := Line}) when is_integer(Line) -> Line;
failed_line(_) -> 1.

elixir_error(Class, Reason, Stack) ->
    'Elixir.Exception':format(Class, Reason, shortened(Stack)).

%% Stacks end where this module has begun.
shortened(Stack) ->
    lists:takewhile(fun(Frame) -> element(1, Frame) =/= ?MODULE end, Stack).

%% Puts modules in the place of those of the same names. Processes go on with the new code at their next call that names the module.
load(Modules) ->
    [begin
         code:purge(Module),
         {module, Module} = code:load_binary(Module, "main.erl", Binary)
     end || {Module, Binary} <- Modules],
    ok.

%% Runs a function. Its process stays when it has returned, as that of a shell would, for what is linked to it.
run(Language, Module, Name, Arguments) ->
    Self = self(),
    {Pid, Monitor} =
        spawn_monitor(fun() ->
                          Result = result(Language, fun() -> apply(Module, Name, Arguments) end),
                          Self ! {self(), Result},
                          stay()
                      end),
    receive
        {Pid, Result} ->
            demonitor(Monitor, [flush]),
            Result;
        {'DOWN', Monitor, process, Pid, Reason} ->
            {ended, shown(Language, Reason)}
    end.

stay() ->
    receive _ -> stay() end.

result(Language, Fun) ->
    try
        {ok, shown(Language, Fun())}
    catch
        Class:Reason:Stack -> {failed, failure(Language, Class, Reason, Stack)}
    end.

failure(elixir, Class, Reason, Stack) ->
    elixir_error(Class, Reason, Stack);
failure(erlang, Class, Reason, Stack) ->
    text(erl_error:format_exception(Class, Reason, shortened(Stack))).

shown(elixir, Term) -> 'Elixir.Kernel':inspect(Term, [{pretty, true}]);
shown(erlang, Term) -> text(io_lib:format("~tp", [Term])).

%% Ends all processes of programs; how many are left.
stop() ->
    #{level := Level} = logger:get_primary_config(),
    logger:set_primary_config(level, none),
    Left = stop(?ROUNDS),
    logger:set_primary_config(level, Level),
    Left.

stop(0) ->
    length(programs());
stop(Rounds) ->
    case programs() of
        [] ->
            0;
        Pids ->
            [exit(Pid, kill) || Pid <- Pids],
            erlang:yield(),
            stop(Rounds - 1)
    end.

%% Where processes are in some modules: [{Module, Function, Arity, Line, Active, Waiting}]. A line that is not known is 0.
places(Modules) ->
    Counts = lists:foldl(fun(Pid, Counted) -> count(place(Pid, Modules), Counted) end, #{}, lists:sublist(programs(), ?ASKED)),
    [{Module, Function, Arity, Line, Active, Waiting} || {{Module, Function, Arity, Line}, {Active, Waiting}} <- maps:to_list(Counts)].

count(none, Counted) ->
    Counted;
count({Place, IsActive}, Counted) ->
    {Active, Waiting} = maps:get(Place, Counted, {0, 0}),
    Counted#{Place => case IsActive of true -> {Active + 1, Waiting}; false -> {Active, Waiting + 1} end}.

place(Pid, Modules) ->
    case process_info(Pid, [status, current_stacktrace]) of
        [{status, Status}, {current_stacktrace, Stack}] ->
            case [Frame || Frame <- Stack, lists:member(element(1, Frame), Modules)] of
                [{Module, Function, Arity, Location} | _] ->
                    {{Module, Function, Arity, proplists:get_value(line, Location, 0)}, Status =/= waiting};
                [] ->
                    none
            end;
        undefined ->
            none
    end.

%% The shortest time that a function takes, in microseconds, how often it was called, and what it returns.
bench(Language, Module, Function) ->
    result_of_bench(Language, fun() -> Module:Function() end).

result_of_bench(Language, Fun) ->
    try
        %% Once to warm up.
        Fun(),
        End = erlang:monotonic_time(millisecond) + ?MEASURED,
        {Best, Times, Value} = measure(Fun, End, infinity, 0, none),
        {ok, Best, Times, shown(Language, Value)}
    catch
        Class:Reason:Stack -> {failed, failure(Language, Class, Reason, Stack)}
    end.

measure(Fun, End, Best, Times, Value) ->
    case Times >= ?TIMES orelse (Times > 0 andalso erlang:monotonic_time(millisecond) > End) of
        true ->
            {Best, Times, Value};
        false ->
            Start = erlang:monotonic_time(nanosecond),
            Returned = Fun(),
            Time = (erlang:monotonic_time(nanosecond) - Start) / 1000,
            measure(Fun, End, min(Best, Time), Times + 1, Returned)
    end.
