-module(shop).
-behaviour(application).
-behaviour(supervisor).
-export([main/0]).
-export([start/2, stop/1, init/1]).

main() ->
    {ok, _} = application:ensure_all_started(shop),
    io:format("~s~n", [gen_server:call(shop_assistant, {sell, "a pear"})]).

start(_Type, _Arguments) ->
    supervisor:start_link({local, shop_supervisor}, ?MODULE, []).

stop(_State) ->
    ok.

init([]) ->
    {ok, {#{strategy => one_for_one}, [#{id => assistant, start => {shop_assistant, start_link, []}}]}}.
