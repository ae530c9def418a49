%% Writes what the real Erlang makes of the cases of test modules, one JSON object a line. `call` is for readers, and left out
%% when it is long; `arguments` are an external term in base64. Results are text as ~0tp prints it, with large maps as sorted
%% lists; stack traces end before this module.
-module(oracle).
-export([main/0]).

main() ->
    lists:foreach(fun(Name) -> module(list_to_atom(Name)) end, init:get_plain_arguments()),
    halt(0).

module(M) ->
    {ok, File} = file:open(atom_to_list(M) ++ ".jsonl", [write, raw, delayed_write]),
    lists:foreach(fun({F, A}) -> ok = file:write(File, in_process(fun() -> line(M, F, A) end)) end, M:cases()),
    ok = file:close(File).

%% Each case has a process of its own: its messages and flags are nobody else's.
in_process(Fun) ->
    {P, R} = spawn_monitor(fun() -> exit({line, Fun()}) end),
    receive {'DOWN', R, process, P, {line, Line}} -> Line end.

line(M, F, A) ->
    Call = ["{", readable(F, A), "\"function\":", json(atom_to_list(F)), ",\"arguments\":\"", base64:encode(term_to_binary(A, [{minor_version, 2}])), "\","],
    [Call, outcome(M, F, A), "}\n"].

%% Longest call that is printed, in characters.
-define(READABLE, 500).

readable(F, A) ->
    Text = lists:flatten([print(F), $(, lists:join(", ", [print(ordered(X)) || X <- A]), $)]),
    case length(Text) =< ?READABLE of
        true -> ["\"call\":", json(Text), ","];
        false -> ""
    end.

outcome(M, F, A) ->
    try apply(M, F, A) of
        Result -> ["\"result\":", text(Result)]
    catch
        Class:Reason:Trace ->
            Frames = lists:takewhile(fun(Frame) -> element(1, Frame) =/= ?MODULE end, Trace),
            ["\"class\":\"", atom_to_list(Class), "\",\"reason\":", text(Reason), ",\"stacktrace\":[", lists:join(",", [frame(X) || X <- Frames]), "]"]
    end.

frame({M, F, A, Location}) ->
    Arity = if is_list(A) -> text(A); true -> integer_to_list(A) end,
    ["[", json(atom_to_list(M)), ",", json(atom_to_list(F)), ",", Arity, ",", json(proplists:get_value(file, Location, "")), ",",
     integer_to_list(proplists:get_value(line, Location, 0)), "]"].

text(Term) -> json(print(ordered(Term))).

print(Term) -> unicode:characters_to_list(io_lib:format("~0tp", [Term])).

%% A map of more than 32 keys has an order of its own: here it is a list, by the text of the keys.
ordered([H | T]) -> [ordered(H) | ordered(T)];
ordered(T) when is_tuple(T) -> list_to_tuple(ordered(tuple_to_list(T)));
ordered(M) when is_map(M), map_size(M) =< 32 -> maps:from_list(ordered(maps:to_list(M)));
ordered(M) when is_map(M) -> {'large map', [{K, V} || {_, K, V} <- lists:sort([{print(K), K, V} || {K, V} <- ordered(maps:to_list(M))])]};
ordered(T) -> T.

json(Text) -> [$", [escape(C) || C <- Text], $"].

escape($") -> "\\\"";
escape($\\) -> "\\\\";
escape(C) when C < 32; C > 126 -> io_lib:format("\\u~4.16.0b", [C]);
escape(C) -> C.
