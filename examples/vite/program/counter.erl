%% A server that counts. Change what text/1 makes of the count while `npm run dev` runs: the page shows it at the next click, and the count goes on.
-module(counter).
-behaviour(gen_server).
-export([start/0, click/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start() ->
    {ok, _} = gen_server:start({local, ?MODULE}, ?MODULE, [], []),
    ok.

click() -> gen_server:call(?MODULE, click).

init([]) -> {ok, 0}.

handle_call(click, _From, Count) -> {reply, text(Count + 1), Count + 1}.

handle_cast(_, Count) -> {noreply, Count}.

text(Count) -> iolist_to_binary(io_lib:format("~p clicks", [Count])).
