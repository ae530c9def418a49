-module(counter_server).
-behaviour(gen_server).
-export([start_link/1, increment/0, value/0, crash/0, init/1, handle_call/3, handle_cast/2, terminate/2]).

start_link(Step) -> gen_server:start_link({local, ?MODULE}, ?MODULE, Step, []).
increment() -> gen_server:cast(?MODULE, increment).
value() -> gen_server:call(?MODULE, value).
crash() -> gen_server:call(?MODULE, crash).

init(Step) -> process_flag(trap_exit, true), {ok, {Step, 0}}.
handle_call(value, _, {_, Count} = State) -> {reply, Count, State};
handle_call(crash, _, _) -> error(crash).
handle_cast(increment, {Step, Count}) -> {noreply, {Step, Count + Step}}.
terminate(Reason, _) -> io:format("terminates: ~p~n", [case Reason of {R, _} -> R; R -> R end]).
