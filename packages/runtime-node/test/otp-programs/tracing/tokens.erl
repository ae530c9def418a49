%% Sequential tracing, and specifications that are tested.
-module(tokens).
-export([main/0]).
-import(helper, [tracer/0, got/1, show/2]).

main() ->
    Tracer = tracer(),
    false = seq_trace:set_system_tracer(Tracer),
    Server = spawn(fun server/0),
    Self = self(),
    spawn(fun() -> client(Server), Self ! done end),
    receive done -> ok end,
    show(got(Tracer), [{Server, server}]),
    io:format("~p ~p~n", [seq_trace:get_system_tracer() =:= Tracer, seq_trace:get_token()]),
    specifications(),
    halt().

server() ->
    receive
        {call, From, X} -> From ! {self(), X};
        {cast, _} -> ok
    end,
    server().

client(Server) ->
    Before = [seq_trace:set_token(K, V) || {K, V} <- [{label, 17}, {send, true}, {'receive', true}, {print, true}, {timestamp, false}]],
    Token = seq_trace:get_token(),
    seq_trace:print(first),
    Server ! {cast, 1},
    Server ! {call, self(), 2},
    receive {Server, 2} -> ok end,
    After = [seq_trace:get_token(K) || K <- [label, serial, send, print, timestamp]],
    seq_trace:print(17, second),
    seq_trace:print(18, never),
    register(server, Server),
    server ! {cast, 3},
    {server, node()} ! {cast, 4},
    Old = seq_trace:set_token([]),
    Server ! {cast, 5},
    seq_trace:print(never),
    [] = seq_trace:get_token(),
    seq_trace:set_token(Old),
    Set = [seq_trace:set_token(serial, {5, 9}), seq_trace:set_token(label, {any, [term]})],
    Server ! {cast, 6},
    timer:sleep(5),
    seq_trace:reset_trace(),
    Reset = [seq_trace:get_token(), seq_trace:get_token(send)],
    io:format("~p~n", [helper:named([Before, Token, After, Old, Set, Reset], [{self(), client}, {Server, server}])]).

specifications() ->
    [io:format("~p~n    ~p~n", [S, helper:named(catch erlang:match_spec_test(A, S, trace), [])]) || {A, S} <- [
        {[a, b], [{'_', [], []}]},
        {[a, b], [{'_', [], [true, false]}]},
        {[a, b], [{'_', [], [{message, false}]}]},
        {[a, b], [{'_', [], [{message, hello}, {return_trace}, {exception_trace}]}]},
        {[a, '$1'], [{[a, '$1'], [{'==', '$1', c}], []}]},
        {[a, b], [{[a, '$1'], [{return_trace}], []}]},
        {[a, b], [{'_', [], [{unknown}]}]},
        {[a, b], [{'_', [], [{caller, 1}]}]},
        {[a, b], [{'_', [], [{message}]}]},
        {[a, b], [{'_', [], [{message, {{'$_', '$$'}}}]}]},
        {[a, b], [{'$1', [], [{message, '$1'}]}]},
        {[a, b], [{['$2', '$1'], [], [{message, '$$'}]}]},
        {[a, b], [{'_', [], [{set_tcw, 5}, {message, {get_tcw}}]}]},
        {[a, b], [{'_', [{is_seq_trace}], []}]},
        {[a, b], [{'_', [], [{message, {get_seq_token}}]}]},
        {[a, b], [{'_', [], [{trace, [call]}]}]},
        {[a, b], [{'_', [], [{message, {'+', 1, a}}]}]},
        {[a, b], [{a, [], []}]},
        {[a, b], [{[a | b], [], []}]},
        {[a, b], nothing}
    ]].
