-module(shop_till).
-behaviour(gen_server).
-export([start_link/0, sell/1, init/1, handle_call/3, handle_cast/2, terminate/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

sell(Count) -> gen_server:call(?MODULE, {sell, Count}).

init([]) ->
    process_flag(trap_exit, true),
    timer:sleep(20), % the report of who was before is written first
    io:format("till opens for ~p~n", [application:get_env(name)]),
    {ok, 0}.

handle_call({sell, Count}, _, Sold) ->
    {ok, Price} = application:get_env(price),
    {reply, {Count * Price, Sold}, Sold + Count}.

handle_cast(_, Sold) -> {noreply, Sold}.

terminate(Reason, Sold) -> io:format("till closes ~P with ~p~n", [Reason, 4, Sold]).
