%% 200,000 calls of a server as gen_server makes them: a monitor, a request, an answer with its reference.
-module(calls).
-export([main/0]).

main() ->
    Server = spawn(fun() -> server(0) end),
    Sum = calls(Server, 200000, 0),
    exit(Server, kill),
    Sum.

server(State) ->
    receive {From, Ref, N} -> From ! {Ref, State + N}, server(State + 1) end.

calls(_, 0, Sum) -> Sum;
calls(Server, N, Sum) -> calls(Server, N - 1, Sum + call(Server, 1)).

call(Server, Request) ->
    Ref = erlang:monitor(process, Server),
    Server ! {self(), Ref, Request},
    receive
        {Ref, Answer} -> erlang:demonitor(Ref, [flush]), Answer;
        {'DOWN', Ref, process, _, Reason} -> exit(Reason)
    end.
