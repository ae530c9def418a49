%% A mailbox of 1,000,000 messages: the last one is taken first, then the first one, then all others.
-module(mailbox).
-export([main/0]).

main() ->
    fill(1000000),
    receive last -> ok end,
    receive {number, 1} -> ok end,
    drain(0).

fill(0) -> self() ! last;
fill(N) -> self() ! {number, N}, fill(N - 1).

drain(N) ->
    receive
        {number, _} -> drain(N + 1)
    after 0 -> N
    end.
