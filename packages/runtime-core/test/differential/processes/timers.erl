%% Timers: what they send, when they are taken back, and how long they still have.
-module(timers).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{F, []} || F <- [send, start, order, same_time, cancelled, cancelled_twice, read, read_done, to_name, to_missing_name, to_dead, async, async_info, no_info, absolute, absolute_past, zero, many,
                      big_message, after_death, cancel_unknown, receive_zero, receive_after, receive_nested, receive_keeps_time, receive_message_first, long_time, cancel_other, interleaved]]
        ++ [{bad_send, [T, D]} || {T, D} <- [{-1, self}, {a, self}, {1.5, self}, {1, 1}, {1, "x"}, {1 bsl 70, self}]]
        ++ [{bad_options, [O]} || O <- [a, [b], [{abs, x}], [{abs, true} | y]]]
        ++ [{bad_cancel, [X, O]} || X <- [a, 1], O <- [[], [{async, true}]]]
        ++ [{bad_cancel_options, [O]} || O <- [a, [b], [{async, x}], [{info, 1}]]]
        ++ [{bad_timeout, [T]} || T <- [-1, a, 1.5, 1 bsl 32, "x"]]
        ++ [{good_timeout, [T]} || T <- [0, 1, 5]].

flush() -> receive M -> [M | flush()] after 0 -> [] end.
settle() -> receive after 30 -> ok end.
seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
unique(Base) -> list_to_atom(Base ++ integer_to_list(erlang:unique_integer([positive]))).

send() -> R = erlang:send_after(1, self(), hello), {is_reference(R), receive M -> M end}.
start() -> R = erlang:start_timer(1, self(), hello), receive {timeout, R, M} -> M end.
order() -> [erlang:send_after(T, self(), T) || T <- [40, 1, 20]], [receive M -> M end || _ <- [1, 2, 3]].
same_time() -> [erlang:send_after(3, self(), I) || I <- seq(5)], length([receive M -> M end || _ <- seq(5)]).
cancelled() -> R = erlang:send_after(10, self(), hello), T = erlang:cancel_timer(R), settle(), {T > 0, T =< 10, flush()}.
cancelled_twice() -> R = erlang:start_timer(10, self(), hello), T = erlang:cancel_timer(R), {is_integer(T), erlang:cancel_timer(R)}.
read() -> R = erlang:send_after(1000, self(), hello), T = erlang:read_timer(R), erlang:cancel_timer(R), {T > 900, T =< 1000}.
read_done() -> R = erlang:send_after(1, self(), hello), settle(), {erlang:read_timer(R), flush()}.
to_name() -> N = unique("tim_"), register(N, self()), erlang:send_after(1, N, hello), X = receive M -> M end, unregister(N), X.
to_missing_name() -> R = erlang:send_after(1, no_such_name, hello), settle(), erlang:read_timer(R).
to_dead() -> P = spawn(fun() -> ok end), settle(), R = erlang:send_after(1000, P, hello), {is_reference(R), erlang:read_timer(R)}.
async() -> R = erlang:send_after(1000, self(), hello), X = erlang:cancel_timer(R, [{async, true}]), receive {cancel_timer, R, T} -> {X, T > 900} end.
async_info() -> R = erlang:send_after(1000, self(), hello), X = erlang:cancel_timer(R, [{async, true}, {info, false}]), settle(), {X, flush()}.
no_info() -> R = erlang:send_after(1000, self(), hello), erlang:cancel_timer(R, [{info, false}]).
absolute() -> T = erlang:monotonic_time(millisecond) + 2, R = erlang:send_after(T, self(), hello, [{abs, true}]), X = receive M -> M end, {is_reference(R), X, erlang:monotonic_time(millisecond) >= T}.
absolute_past() -> erlang:send_after(erlang:monotonic_time(millisecond) - 5, self(), hello, [{abs, true}]), receive M -> M end.
zero() -> erlang:send_after(0, self(), hello), receive M -> M end.
many() -> [erlang:send_after(I rem 7, self(), I) || I <- seq(500)], sum([receive M -> M end || _ <- seq(500)]).
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
big_message() -> M = {seq(100), <<0:1000>>, #{a => 1}}, erlang:send_after(1, self(), M), receive X -> X =:= M end.
after_death() -> Me = self(), {P, R} = spawn_monitor(fun() -> Me ! {timer, erlang:send_after(1000, self(), hello)} end), T = receive {timer, X} -> X end, receive {'DOWN', R, _, P, _} -> erlang:read_timer(T) end.
cancel_unknown() -> erlang:cancel_timer(make_ref()).
receive_zero() -> receive x -> got after 0 -> none end.
receive_after() -> A = erlang:monotonic_time(millisecond), receive x -> got after 10 -> erlang:monotonic_time(millisecond) - A >= 10 end.
receive_nested() -> receive x -> got after 1 -> receive y -> got after 1 -> both end end.
receive_keeps_time() ->
    Me = self(), A = erlang:monotonic_time(millisecond),
    spawn(fun() -> [begin Me ! {noise, I}, receive after 3 -> ok end end || I <- seq(10)] end),
    receive never -> got after 20 -> B = erlang:monotonic_time(millisecond) - A, {B >= 20, B < 200} end.
receive_message_first() -> erlang:send_after(1, self(), hello), receive hello -> got after 5000 -> late end.
long_time() -> R = erlang:send_after(1 bsl 40, self(), hello), T = erlang:cancel_timer(R), T > (1 bsl 39).
cancel_other() -> Me = self(), spawn(fun() -> Me ! {timer, erlang:send_after(1000, Me, hello)}, settle(), settle() end), receive {timer, R} -> is_integer(erlang:cancel_timer(R)) end.
interleaved() ->
    Rs = [erlang:send_after(5 + I rem 3, self(), I) || I <- seq(60)],
    [erlang:cancel_timer(R) || {R, I} <- pairs(Rs, 1), I rem 2 =:= 0],
    settle(),
    sum(flush()).
pairs([], _) -> [];
pairs([H | T], N) -> [{H, N} | pairs(T, N + 1)].

dest(self) -> self();
dest(D) -> D.
bad_send(T, D) -> reason(fun() -> erlang:send_after(T, dest(D), hello) end).
reason(F) -> try F() catch C:R -> {C, R} end.
bad_options(O) -> reason(fun() -> erlang:send_after(1, self(), hello, O) end).
bad_cancel(X, O) -> erlang:cancel_timer(X, O).
bad_cancel_options(O) -> reason(fun() -> erlang:cancel_timer(make_ref(), O) end).
bad_timeout(T) -> receive x -> ok after T -> done end.
good_timeout(T) -> receive x -> ok after T -> done end.
