%% A supervised application that prints what it does through io:format.
-module(counter_app).
-behaviour(application).
-behaviour(supervisor).
-export([main/0, start/2, stop/1, init/1]).

main() ->
    ok = application:load({application, counter_app, [{vsn, "1"}, {applications, [kernel, stdlib]}, {mod, {counter_app, [first]}}, {env, [{step, 3}]}]}),
    ok = application:start(counter_app),
    io:format("started ~p with ~p~n", [lists:member(counter_app, [App || {App, _, _} <- application:which_applications()]), application:get_all_env(counter_app)]),
    counter_server:increment(),
    counter_server:increment(),
    io:format("count ~w~n", [counter_server:value()]),
    Before = whereis(counter_server),
    io:format("crash ~p~n", [element(1, element(1, catch_exit(fun() -> counter_server:crash() end)))]),
    wait_for(Before),
    io:format("restarted ~p, count ~w~n", [whereis(counter_server) =/= Before, counter_server:value()]),
    Door = whereis(door),
    io:format("door ~p", [door:state(Door)]),
    [door:press(Door, Digit) || Digit <- [1, 2, 3]],
    io:format(" ~p", [door:state(Door)]),
    timer:sleep(30),
    io:format(" ~p~n", [door:state(Door)]),
    io:format("children ~p~n", [lists:sort([{Id, Type} || {Id, _, Type, _} <- supervisor:which_children(counter_app)])]),
    io:format("~-10s|~10.3f|~.16B|~ts|~p|~0p~n", ["left", 3.14159, 255, [955, 32, 8364], #{key => {tuple, "string", <<1, 2>>}}, [x || _ <- lists:seq(1, 30)]]),
    io:format("state ~p~n", [sys:get_state(counter_server)]),
    Tasks = [proc_lib:spawn_link(fun() -> timer:sleep(20 - N), exit(normal) end) || N <- [1, 5, 10]],
    io:format("tasks ~p~n", [length(Tasks)]),
    io:format("timer ~p~n", [element(1, timer:tc(fun() -> timer:sleep(5) end)) >= 5000]),
    io:format("string ~p ~p~n", [string:split("a,b,c", ",", all), string:uppercase("grüße")]),
    io:format("maps ~p~n", [maps:fold(fun(K, V, Sum) -> K + V + Sum end, 0, maps:from_list([{N, N * N} || N <- lists:seq(1, 100)]))]),
    io:format("stop ~p ~p~n", [application:stop(counter_app), whereis(counter_server)]).

catch_exit(Fun) -> try Fun() catch exit:Reason -> Reason end.

wait_for(Before) ->
    case whereis(counter_server) of
        undefined -> timer:sleep(1), wait_for(Before);
        Before -> timer:sleep(1), wait_for(Before);
        _ -> ok
    end.

start(normal, [first]) ->
    logger:set_primary_config(level, none),
    {ok, Step} = application:get_env(counter_app, step),
    supervisor:start_link({local, counter_app}, ?MODULE, Step).

stop(_) -> io:format("stopped~n").

init(Step) ->
    {ok, {#{strategy => one_for_one, intensity => 3, period => 10},
          [#{id => counter, start => {counter_server, start_link, [Step]}}, #{id => door, start => {door, start_link, [[1, 2, 3]]}}]}}.
