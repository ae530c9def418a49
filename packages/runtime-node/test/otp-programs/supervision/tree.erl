-module(tree).
-behaviour(supervisor).
-export([init/1, strategies/0, children/0, simple/0, crashes/0, reports/0]).

init({Flags, Children}) -> {ok, {Flags, Children}}.

strategies() ->
    [strategy(Strategy) || Strategy <- [one_for_one, one_for_all, rest_for_one]].

strategy(Strategy) ->
    io:format("~n* ~p~n", [Strategy]),
    process_flag(trap_exit, true),
    Child = fun(Id, Restart) -> #{id => Id, start => {worker, start_link, [Id]}, restart => Restart} end,
    {ok, Pid} = supervisor:start_link(?MODULE, {#{strategy => Strategy, intensity => 2, period => 60},
                                                [Child(a, permanent), Child(b, transient), Child(c, temporary)]}),
    timer:sleep(20),
    [begin gen_server:cast(Name, What), timer:sleep(500) end ||
        {Name, What} <- [{b, {stop, normal}}, {c, crash}, {a, crash}, {b, {stop, shutdown}}, {a, {stop, normal}}, {a, crash}]],
    receive {'EXIT', Pid, Reason} -> io:format("supervisor: ~p~n", [Reason]) after 200 -> io:format("supervisor lives~n"), exit(Pid, shutdown) end,
    timer:sleep(20).

children() ->
    process_flag(trap_exit, true),
    Child = fun(Id) -> #{id => Id, start => {worker, start_link, [Id]}, shutdown => 100} end,
    {ok, Pid} = supervisor:start_link({local, top}, ?MODULE, {#{}, [Child(a)]}),
    show(supervisor:start_child(top, Child(b))),
    show(supervisor:start_child(top, Child(b))),
    show(supervisor:start_child(top, #{id => x})),
    show(supervisor:start_child(top, #{id => x, start => {worker, none, []}})),
    show(supervisor:terminate_child(top, a)),
    show(supervisor:which_children(top)),
    show(supervisor:count_children(top)),
    show(supervisor:restart_child(top, a)),
    show(supervisor:restart_child(top, a)),
    show(supervisor:delete_child(top, a)),
    show(supervisor:delete_child(top, none)),
    show(supervisor:get_childspec(top, b)),
    show(supervisor:check_childspecs([Child(q), #{id => 1, start => x}])),
    show(catch supervisor:start_link({local, top}, ?MODULE, {#{}, []})),
    show(catch supervisor:start_link(?MODULE, {#{strategy => odd}, []})),
    show(catch supervisor:start_link(?MODULE, {#{}, [Child(b)]})),
    show(catch supervisor:start_link(none_such, [])),
    show(gen_server:stop(Pid)).

simple() ->
    process_flag(trap_exit, true),
    {ok, Pid} = supervisor:start_link(?MODULE, {#{strategy => simple_one_for_one},
                                                [#{id => w, start => {worker, start_link, []}, restart => temporary}]}),
    {ok, A} = supervisor:start_child(Pid, [one]),
    {ok, _} = supervisor:start_child(Pid, [two]),
    show(supervisor:start_child(Pid, [two])),
    show(supervisor:count_children(Pid)),
    show(supervisor:terminate_child(Pid, A)),
    exit(whereis(two), kill),
    timer:sleep(30),
    show(supervisor:which_children(Pid)),
    exit(Pid, shutdown),
    receive {'EXIT', Pid, Reason} -> show(Reason) end.

crashes() ->
    process_flag(trap_exit, true),
    [begin
         {ok, Pid} = worker:start_link(w),
         show(catch gen_server:call(w, Request, 2000)),
         receive {'EXIT', Pid, Reason} -> io:format("~p~n", [Reason]) after 50 -> exit(Pid, kill), settled:wait() end
     end || Request <- [stop, {fail, error, badarg}, {fail, exit, gone}, {fail, throw, ball}, {fail, throw, {reply, 1, w}}, {value, rubbish},
                        {value, {stop, {shutdown, x}, w}}]],
    show(catch gen_server:call(nobody, x)),
    show(catch gen_server:call(self(), x)),
    Children = [begin settled:wait(), proc_lib:spawn(fun() -> F() end) end || F <- [fun() -> error(oops) end, fun() -> exit(bye) end, fun() -> exit(normal) end,
                                             fun() -> throw(up) end, fun() -> exit({shutdown, x}) end, fun() -> hd(lists:seq(1, 0)) end]],
    settled:wait(),
    show(proc_lib:start_link(erlang, apply, [fun() -> exit(early) end, []])),
    show(proc_lib:start(erlang, apply, [fun() -> timer:sleep(1000) end, []], 20)),
    spawn(fun() -> error({plain, process}) end), settled:wait(),
    spawn(fun() -> throw(plain) end), settled:wait(),
    spawn(fun() -> exit(plain) end), settled:wait(),
    spawn(fun() -> lists:map(fun(X) -> X + one end, [1]) end), settled:wait(),
    spawn(fun() -> none:such(1, "text") end), settled:wait(),
    length(Children).

reports() ->
    logger:set_primary_config(level, all),
    strategy(one_for_one).

%% Prints a value once the reports of what led to it are written.
show(Value) -> settled:wait(), io:format("~p~n", [Value]).
