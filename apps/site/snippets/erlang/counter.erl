-module(counter).
-behaviour(gen_server).
-export([start/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start() ->
    gen_server:start({local, counter}, ?MODULE, 0, []).

init(Count) ->
    {ok, Count}.

handle_call({add, N}, _From, Count) ->
    {reply, Count + N, Count + N}.

handle_cast(reset, _Count) ->
    {noreply, 0}.
