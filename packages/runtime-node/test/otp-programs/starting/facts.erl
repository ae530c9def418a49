%% What a machine that has started tells of itself.
-module(facts).
-export([main/0]).

main() ->
    %% Before anything that the port of standard output may still have to write: display/1 does not wait for it.
    erlang:display(shown),
    erlang:display({a, "b", [1, x], 2.5, <<"bin">>}),
    io:format("~p~n", [init:get_argument(x)]),
    io:format("~p~n", [code:get_mode()]),
    io:format("~p ~p~n", [lists:sublist(code:get_path(), 2), lists:member("last", code:get_path())]),
    io:format("~p~n", [os:getenv("GREETING")]),
    io:format("~p~n", [[element(1, A) || A <- application:which_applications()]]),
    io:format("~p~n", [[erts_internal:is_system_process(whereis(N)) || N <- [init, erts_code_purger, user, logger]]]),
    catch halt(-1),
    catch halt(x),
    catch halt(1, [x]),
    io:format("lives~n"),
    io:format(standard_error, "an error~n", []),
    io:format("~ts~n", [[228, 8364]]),
    halt().
