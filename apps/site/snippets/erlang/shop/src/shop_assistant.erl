-module(shop_assistant).
-behaviour(gen_server).
-export([start_link/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, 0, []).

init(Sold) ->
    {ok, Sold}.

handle_call({sell, What}, _From, Sold) ->
    {reply, io_lib:format("Sold ~s, ~b so far", [What, Sold + 1]), Sold + 1}.

handle_cast(_Message, Sold) ->
    {noreply, Sold}.
