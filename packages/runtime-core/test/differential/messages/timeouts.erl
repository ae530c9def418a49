%% Times to wait: 0, small, none, and what is no time.
-module(timeouts).
-export([cases/0, zero/1, values/1, bad/1, kept/2, in_try/1, recursive/1, large/1, disturbed/2]).

cases() -> [{F, [X]} || F <- [zero, values, in_try], X <- [0, 1, 2, infinity]] ++ [{bad, [X]} || X <- [-1, 1.5, a, [], 1 bsl 32, -(1 bsl 70)]] ++ [{kept, [X, T]} || X <- [1, {a}], T <- [0, 1]] ++ [{recursive, [N]} || N <- [0, 1, 3]] ++ [{large, [X]} || X <- [16#ffffffff, 1000]]
    ++ [{disturbed, [T, N]} || T <- [infinity, 60, 1 bsl 30], N <- [1, 2, 5]].

zero(T) -> self() ! T, A = receive T -> got after 0 -> none end, B = receive T -> again after 0 -> none end, {A, B}.
values(T) -> self() ! x, receive x -> {x, T} after T -> over end.
bad(T) -> receive x -> x after T -> over end.
kept(X, T) -> Y = {X, T}, R = receive never -> never after T -> Z = [Y], {Z, X} end, {R, Y}.
in_try(T) -> self() ! {T}, try receive {X} when X =:= T -> throw({caught, X}) after 5 -> late end catch R -> R after receive _ -> left after 0 -> ok end end.
recursive(0) -> receive X -> X after 0 -> [] end;
recursive(N) -> receive X -> X after 1 -> [N | recursive(N - 1)] end.
large(T) -> self() ! now, receive now -> ok after T -> late end.

%% Messages come while a process waits for none of them, with its timeout in a register.
disturbed(Timeout, Messages) ->
    {Pid, Ref} = spawn_monitor(fun() -> asleep(Timeout), exit(slept) end),
    [begin Pid ! {message, N}, _ = length(seq(N * 1000, [])), receive after 2 -> ok end end || N <- seq(Messages, [])],
    receive
        {'DOWN', Ref, process, Pid, Reason} -> Reason
    after 300 ->
        Known = process_info(Pid, [status, message_queue_len]),
        exit(Pid, kill),
        receive {'DOWN', Ref, process, Pid, Reason} -> {Known, Reason} end
    end.

asleep(Timeout) when is_integer(Timeout), Timeout >= 0; Timeout =:= infinity -> receive after Timeout -> ok end.

seq(0, List) -> List;
seq(N, List) -> seq(N - 1, [N | List]).
