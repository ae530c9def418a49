-module(machine).
-behaviour(gen_statem).
-export([main/0, init/1, callback_mode/0, handle_event/4, terminate/3, code_change/4]).

callback_mode() -> [handle_event_function, state_enter].

init(Start) -> {ok, Start, #{}}.

handle_event(enter, Old, New, _) -> io:format("~p -> ~p~n", [Old, New]), keep_state_and_data;
handle_event({call, From}, push, closed, Data) ->
    {next_state, open, Data, [{reply, From, opened}, {state_timeout, 30, close}]};
handle_event({call, From}, push, open, _) -> {keep_state_and_data, [postpone, {reply, From, later}]};
handle_event(state_timeout, close, open, Data) -> {next_state, closed, Data};
handle_event(timeout, What, _, _) -> io:format("timeout ~p~n", [What]), keep_state_and_data;
handle_event({timeout, Name}, What, _, _) -> io:format("timeout ~p ~p~n", [Name, What]), keep_state_and_data;
handle_event(cast, wait, _, _) -> {keep_state_and_data, [{timeout, 10, idle}, {{timeout, named}, 15, thing}, {next_event, internal, inner}]};
handle_event(internal, What, State, _) -> io:format("internal ~p in ~p~n", [What, State]), keep_state_and_data;
handle_event(cast, {crash, Class}, _, _) -> erlang:raise(Class, deliberate, []);
handle_event(cast, bad, _, _) -> nonsense;
handle_event(cast, stop, _, Data) -> {stop, {shutdown, asked}, Data}.

terminate(Reason, State, _) -> io:format("terminate ~P ~p~n", [Reason, 5, State]).

code_change(_, State, Data, _) -> {ok, State, Data}.

main() ->
    process_flag(trap_exit, true),
    {ok, M} = gen_statem:start_link(?MODULE, closed, []),
    show(gen_statem:call(M, push)),
    timer:sleep(60),
    gen_statem:cast(M, wait),
    timer:sleep(60),
    show(sys:get_state(M)),
    show(sys:replace_state(M, fun({S, D}) -> {S, D#{k => v}} end)),
    {status, _, {module, gen_statem}, [_, S, _, [], Misc]} = sys:get_status(M),
    io:format("~p ~p~n", [S, Misc]),
    gen_statem:cast(M, {crash, error}),
    receive {'EXIT', M, Reason} -> show(Reason) end,
    [begin
         {ok, P} = gen_statem:start({local, mach}, ?MODULE, closed, []),
         gen_statem:cast(P, Event),
         settled:wait()
     end || Event <- [{crash, exit}, {crash, throw}, bad, stop, unknown]],
    show(catch gen_statem:call(mach, push)).

%% Prints a value once the reports of what led to it are written.
show(Value) -> settled:wait(), io:format("~p~n", [Value]).
