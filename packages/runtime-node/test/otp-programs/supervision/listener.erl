-module(listener).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

init({Name, {swapped, Old}}) -> io:format("~p after ~p~n", [Name, Old]), {ok, Name};
init(refuse) -> {error, refused};
init(crash) -> error(init);
init(Name) -> {ok, Name}.

handle_event(remove, _) -> remove_handler;
handle_event(crash, _) -> error(listener);
handle_event(rubbish, _) -> rubbish;
handle_event({swap, Arguments}, Name) -> {swap_handler, Arguments, Name, {?MODULE, second}, Name};
handle_event(Event, Name) -> io:format("~p: ~p~n", [Name, Event]), {ok, Name}.

handle_call(crash, _) -> error(call);
handle_call(name, Name) -> {ok, Name, Name}.

handle_info(Info, Name) -> io:format("~p info ~p~n", [Name, Info]), {ok, Name}.

terminate(Reason, Name) -> io:format("~p ends ~P~n", [Name, Reason, 6]), {swapped, Name}.

main() ->
    process_flag(trap_exit, true),
    {ok, E} = gen_event:start_link({local, bus}),
    show(gen_event:add_handler(bus, ?MODULE, first)),
    show(gen_event:add_handler(bus, ?MODULE, again)),
    show(gen_event:add_handler(bus, {?MODULE, 2}, refuse)),
    show(gen_event:add_handler(bus, {?MODULE, 2}, crash)),
    show(gen_event:add_sup_handler(bus, {?MODULE, sup}, supervised)),
    show(gen_event:which_handlers(bus)),
    show(gen_event:notify(bus, hello)),
    show(gen_event:sync_notify(bus, {all, you})),
    bus ! plain,
    show(gen_event:call(bus, ?MODULE, name)),
    show(gen_event:call(bus, none, name)),
    show(gen_event:swap_handler(bus, {?MODULE, arguments}, {?MODULE, swapper})),
    show(gen_event:call(bus, {?MODULE, sup}, crash)),
    receive Message -> show(Message) after 100 -> show(none) end,
    gen_event:sync_notify(bus, crash),
    show(gen_event:which_handlers(bus)),
    show(gen_event:add_handler(bus, ?MODULE, third)),
    gen_event:sync_notify(bus, rubbish),
    show(gen_event:add_handler(bus, ?MODULE, fourth)),
    gen_event:sync_notify(bus, remove),
    show(gen_event:delete_handler(bus, ?MODULE, x)),
    show(gen_event:stop(bus)),
    receive {'EXIT', E, Reason} -> show(Reason) end.

%% Prints a value once the reports of what led to it are written.
show(Value) -> settled:wait(), io:format("~p~n", [Value]).
