-module(shop_app).
-behaviour(application).
-export([start/2, start_phase/3, prep_stop/1, stop/1, config_change/3, main/0, failing/0]).

start(Type, Arguments) ->
    io:format("start ~p ~p in ~p~n", [Type, Arguments, application:get_application()]),
    case application:get_env(fail) of
        {ok, How} -> fail(How);
        undefined -> {ok, Pid} = shop_sup:start_link(), {ok, Pid, state}
    end.

fail(crash) -> error(no_money);
fail(exit) -> exit(closed);
fail(error) -> {error, no_licence};
fail(bad) -> bad_value.

start_phase(Phase, Type, Arguments) ->
    io:format("shop phase ~p ~p ~p~n", [Phase, Type, Arguments]),
    ok.

prep_stop(State) -> io:format("prep_stop ~p~n", [State]), State.

stop(State) -> io:format("stop ~p~n", [State]).

config_change(Changed, New, Removed) ->
    io:format("config_change ~p ~p ~p~n", [Changed, New, Removed]),
    ok.

main() ->
    show(application:start(shop)),
    show(application:ensure_all_started(shop)),
    show(application:ensure_all_started(shop)),
    show(application:start(shop)),
    show(lists:sort(application:get_all_env(shop))),
    show(application:get_env(store, shelves)),
    show(application:get_env(shop, nothing, default)),
    show([{K, if K =:= env -> lists:sort(V); true -> V end} || {K, V} <- element(2, application:get_all_key(shop))]),
    show(application:get_key(shop, modules)),
    show([A || {A, _, _} <- application:which_applications()]),
    show(lists:sort([{A, V} || {A, _, V} <- application:loaded_applications(), A =/= kernel, A =/= stdlib])),
    show(shop_till:sell(4)),
    show(application:set_env(shop, price, 10)),
    show(shop_till:sell(4)),
    show(catch shop_till:sell(none)),
    show(shop_till:sell(1)),
    show([{I, T, M} || {I, _, T, M} <- supervisor:which_children(shop_sup)]),
    show(application:stop(shop)),
    show(application:stop(shop)),
    show(application:unload(shop)),
    show(application:unload(shop)),
    show(application:load(nowhere)),
    show(application:start(nowhere)),
    show(application:ensure_all_started(nowhere)),
    show(application:load({application, made, [{vsn, "9"}, {env, [{a, 1}, {a, 2}]}]})),
    show(application:get_all_key(made)).

failing() ->
    application:load(shop),
    application:ensure_all_started(store),
    [begin
         application:set_env(shop, fail, How),
         show({How, application:start(shop)})
     end || How <- [crash, exit, error, bad]],
    application:unset_env(shop, fail),
    show(application:start(shop, temporary)),
    exit(whereis(shop_sup), kill),
    timer:sleep(50),
    show([A || {A, _, _} <- application:which_applications()]).

%% Prints a value once the reports of what led to it are written.
show(Value) -> settled:wait(), io:format("~p~n", [Value]).
