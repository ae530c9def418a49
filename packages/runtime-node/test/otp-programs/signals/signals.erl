%% Signals of the system that a program handles itself.
-module(signals).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2]).

init(Parent) -> {ok, Parent}.
handle_event(Signal, Parent) -> Parent ! {signal, Signal}, {ok, Parent}.
handle_call(_, Parent) -> {ok, ok, Parent}.

main() ->
    Names = [sigusr1, sigusr2, sighup, sigterm, sigquit, sigabrt, sigalrm, sigtstp, sigstop, sigint, sigfoo],
    io:format("~p~n", [[{Name, catch os:set_signal(Name, handle)} || Name <- Names]]),
    ok = gen_event:add_handler(erl_signal_server, ?MODULE, self()),
    gen_event:delete_handler(erl_signal_server, erl_signal_handler, []),
    [io:format("~s ~p~n", [Name, sent(Name)]) || Name <- ["USR2", "HUP", "TERM", "QUIT", "ALRM", "HUP"]],
    ok = os:set_signal(sighup, ignore),
    io:format("ignored ~p~n", [sent("HUP")]),
    ok = os:set_signal(sighup, handle),
    io:format("handled ~p~n", [sent("HUP")]),
    halt().

sent(Name) ->
    os:cmd("kill -" ++ Name ++ " " ++ os:getpid()),
    receive {signal, Signal} -> Signal after 500 -> none end.
