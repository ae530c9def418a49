-module(many).
-export([main/0]).

-define(COUNT, 100_000).

main() ->
    {Made, Pids} = timer:tc(fun() -> [spawn(fun wait/0) || _ <- lists:seq(1, ?COUNT)] end),
    io:format("~b processes in ~b ms~n", [?COUNT, Made div 1000]),
    {Asked, Sum} = timer:tc(fun() -> ask(Pids) end),
    io:format("each has answered in ~b ms~n", [Asked div 1000]),
    io:format("~b bytes for one that waits~n", [element(2, process_info(hd(Pids), memory))]),
    {sum, Sum}.

ask(Pids) ->
    [Pid ! {square, N, self()} || {N, Pid} <- lists:enumerate(Pids)],
    lists:sum([receive {answer, Square} -> Square end || _ <- Pids]).

wait() ->
    receive
        {square, N, From} ->
            From ! {answer, N * N},
            wait()
    end.
