%% Messages that a process sends to itself: order, selection, timeouts, all kinds of terms.
-module(messages).
-export([cases/0, echo/1, two/2, selective/1, order/1, guarded/2, built_guard/2, zero/1, short/1, bad_timeout/1, nested/1, many/1, binary/1,
         shared/1, keep/1, left/1, send_bad/1, bif/1, timeout_in_y/2, loop/1, loop/2, after_only/0, in_try/1, grow/1, skip_many/1]).

cases() ->
    Terms = [1, 1.5, a, [], [1, 2 | 3], {}, {a, {b, [c]}}, "text", <<>>, <<1, 2, 3>>, <<5:3>>, 1 bsl 70, -(1 bsl 100), <<0:1000>>,
             [[[[[]]]]], list_to_tuple([x, y, z])],
    [{F, [T]} || F <- [echo, bif, binary, shared, in_try, nested], T <- Terms]
    ++ [{two, [A, B]} || A <- [1, a, {x}], B <- [2, "b"]]
    ++ [{selective, [L]} || L <- [[], [1], [1, 2, 3], [3, 2, 1], [a, 2, b, 1]]]
    ++ [{order, [N]} || N <- [0, 1, 2, 10, 100]]
    ++ [{F, [X, Y]} || F <- [guarded, built_guard], X <- [1, 5, a, [1]], Y <- [1, 3, a, [1]]]
    ++ [{zero, [X]} || X <- [none, one]] ++ [{short, [X]} || X <- [0, 1, 5]]
    ++ [{bad_timeout, [X]} || X <- [-1, a, 1.0, 1 bsl 32, 1 bsl 64, -(1 bsl 70)]]
    ++ [{F, [N]} || F <- [many, keep, grow, skip_many], N <- [1, 10, 300]]
    ++ [{left, [N]} || N <- [0, 3]] ++ [{send_bad, [X]} || X <- [1, 1.0, [], {}, <<>>, "x", fun erlang:self/0]]
    ++ [{timeout_in_y, [0, x]}, {timeout_in_y, [2, x]}, {loop, [50]}, {after_only, []}].

echo(T) -> self() ! T, receive X -> X end.
bif(T) -> P = self(), erlang:send(P, {P, T}), receive {P, X} -> {got, X} end.
two(A, B) -> self() ! A, self() ! B, receive X -> receive Y -> {X, Y} end end.
selective(L) -> send_all(L), R = receive 2 -> two after 0 -> none end, {R, flush()}.
order(N) -> send_all(seq(N)), flush().
guarded(X, Y) -> self() ! X, self() ! {last, X}, R = receive A when A > Y, is_integer(A) -> {more, A}; {last, B} when B =:= Y -> same; {last, C} -> C end, {R, flush()}.
built_guard(X, Y) -> self() ! [X], R = receive L when [Y] =:= L -> yes after 0 -> no end, {R, flush()}.
zero(none) -> receive X -> X after 0 -> nothing end;
zero(one) -> self() ! one, receive X -> X after 0 -> nothing end.
short(N) -> receive X -> X after N -> over end.
bad_timeout(T) -> {receive X -> X after T -> over end, x}.
nested(T) ->
    self() ! {a, T}, self() ! {b, T},
    receive {b, X} -> receive {a, Y} -> {X, Y, X =:= Y} after 100 -> none end end.
many(N) -> send_all([{I, seq(I rem 7)} || I <- seq(N)]), [receive {I, S} -> {I, length(S)} end || I <- lists:reverse(seq(N))].
binary(T) ->
    B = <<(size_of(T)):32, 0:800, 1:8>>, <<_:8, S/bits>> = B,
    self() ! {B, S, T}, C = receive {X, Y, Z} -> {X =:= B, Y =:= S, Z} end, {C, flush()}.
size_of(T) when is_tuple(T) -> tuple_size(T);
size_of(T) when is_bitstring(T) -> bit_size(T);
size_of(_) -> 7.
shared(T) -> X = {T, T}, self() ! [X, X | X], receive [A, B | C] -> {A =:= B, B =:= C, A} end.
%% Messages whose data is used long after they were received.
keep(N) -> send_all([{I, [I, <<I:32>>], {I}} || I <- seq(N)]), L = collect_all(N, []), {length(L), hd(lists:reverse(L)), make_garbage(2000), hd(L)}.
collect_all(0, L) -> L;
collect_all(N, L) -> receive M -> collect_all(N - 1, [M | L]) end.
make_garbage(0) -> ok;
make_garbage(N) -> _ = [N, {N}], make_garbage(N - 1).
left(N) -> send_all(seq(N)), R = receive {none} -> x after 0 -> over end, {R, flush()}.
send_bad(To) -> {To ! message, sent}.
timeout_in_y(T, X) -> {receive Y -> Y after T -> after_it(X) end, X, T}.
after_it(X) -> [X].
loop(N) -> self() ! start, loop(N, []).
loop(0, A) -> receive _ -> length(A) end;
loop(N, A) -> receive M -> self() ! M, loop(N - 1, [M | A]) end.
after_only() -> receive after 3 -> ok end.
in_try(T) -> self() ! T, try receive X when is_atom(X) -> X; X -> throw({not_atom, X}) end catch throw:Y -> Y end.
grow(N) -> send_all([seq(N) || _ <- seq(20)]), sum([length(X) || X <- flush()]).
skip_many(N) -> send_all(seq(N)), self() ! stop, receive stop -> ok end, length(flush()).

flush() -> receive X -> [X | flush()] after 0 -> [] end.
send_all([H | T]) -> self() ! H, send_all(T);
send_all([]) -> ok.
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sum([H | T]) -> H + sum(T);
sum([]) -> 0.
