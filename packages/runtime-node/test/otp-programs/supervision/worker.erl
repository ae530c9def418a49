-module(worker).
-behaviour(gen_server).
-export([start_link/1, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start_link(Name) -> gen_server:start_link({local, Name}, ?MODULE, Name, []).

init(Name) ->
    process_flag(trap_exit, true),
    timer:sleep(20), % the report of who was before is written first
    io:format("~p starts~n", [Name]),
    {ok, Name}.

handle_call(stop, _, Name) -> {stop, normal, stopping, Name};
handle_call({fail, Class, Reason}, _, _) -> erlang:raise(Class, Reason, []);
handle_call({value, Value}, _, _) -> Value;
handle_call(name, _, Name) -> {reply, Name, Name}.

handle_cast(crash, Name) -> error({crashed, Name});
handle_cast({stop, Reason}, Name) -> {stop, Reason, Name}.

handle_info({'EXIT', _, Reason}, Name) -> {stop, Reason, Name};
handle_info(Other, Name) -> io:format("~p got ~p~n", [Name, Other]), {noreply, Name}.

terminate(Reason, Name) -> timer:sleep(20), io:format("~p ends: ~P~n", [Name, Reason, 6]).
