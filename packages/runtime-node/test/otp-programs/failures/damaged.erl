%% Files that are no modules, or not the one that is asked for, and what is reported of them.
-module(damaged).
-export([main/0, f/1]).

main() ->
    {ok, File} = file:read_file("damaged.beam"),
    {ok, _, Chunks} = beam_lib:all_chunks(File),
    Without = fun(Name) -> {ok, Module} = beam_lib:build_module(lists:keydelete(Name, 1, Chunks)), Module end,
    Files = [{x, <<1>>}, {x, <<>>}, {x, File}, {'other name', File}, {damaged, binary:part(File, 0, byte_size(File) - 10)},
             {damaged, binary:part(File, 0, 20)}, {damaged, <<"FOR1", 0, 0, 0, 4, "BEAM">>}, {damaged, <<"FOR1", 0, 0, 0, 4, "XXXX">>},
             {damaged, <<"FOR1", 0, 0, 0, 40, "BEAM">>}, {damaged, Without("Code")}, {damaged, Without("AtU8")}],
    [begin
         Result = erlang:load_module(Module, Bytes),
         reported(),
         io:format("~p~n", [Result])
     end || {Module, Bytes} <- Files],
    Port = open_port({spawn, "cat"}, []),
    Result = (catch erlang:port_command(Port, not_data)),
    reported(),
    io:format("~p~n", [Result]),
    halt().

%% Waits until what has been reported is written.
reported() ->
    timer:sleep(20),
    [sys:get_state(Name) || Name <- [logger_proxy, logger]],
    logger_std_h:filesync(default).

f(X) -> {lists:map(fun(Y) -> Y + X end, [1]), "a literal", <<X:8, "text">>}.
