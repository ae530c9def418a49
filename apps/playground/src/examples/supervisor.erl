-module(supervised).
-behaviour(supervisor).
-export([main/0, init/1]).
-export([start_counter/1, loop/2]).

main() ->
    {ok, Supervisor} = supervisor:start_link({local, counters}, ?MODULE, []),
    io:format("~p supervises~n", [Supervisor]),
    supervisor:which_children(Supervisor).

%% Each child alone is started again, at most a hundred times in a minute.
init([]) ->
    Children = [#{id => Name, start => {?MODULE, start_counter, [Name]}} || Name <- [one, two, three]],
    {ok, {#{strategy => one_for_one, intensity => 100, period => 60}, Children}}.

start_counter(Name) ->
    Pid = spawn_link(fun() ->
        register(Name, self()),
        io:format("~p is ~p~n", [Name, self()]),
        loop(Name, 0)
    end),
    {ok, Pid}.

%% Counts seconds. Sometimes it fails by itself.
loop(Name, Count) ->
    timer:sleep(1000),
    case rand:uniform(12) of
        1 -> error({bad_luck, Name, Count});
        _ -> loop(Name, Count + 1)
    end.
