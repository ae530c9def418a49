%% Priority messages, hibernate/0 and the signs of zeros, which came after OTP 25.
-module(priority_messages).
-export([cases/0, by_alias/1, by_monitor/1, by_link/1, by_exit/1, order/0, rests/1, zeros/0, zips/2]).

cases() ->
    [{by_alias, [O]} || O <- [[], [priority], [priority, reply], [priority, explicit_unalias]]] ++
    [{by_monitor, [O]} || O <- [[], [priority], [priority, {tag, t}], [{alias, demonitor}, priority]]] ++
    [{by_link, [O]} || O <- [[], [priority], [other]]] ++
    [{by_exit, [O]} || O <- [[], [priority], [other]]] ++
    [{rests, [N]} || N <- [0, 1, 3]] ++
    [{zips, [A, B]} || {A, B} <- [{<<1, 2>>, <<4, 5>>}, {<<>>, <<>>}, {binary:copy(<<1>>, 300), binary:copy(<<2>>, 300)}]] ++
    [{order, []}, {zeros, []}].

all() -> receive M -> [M | all()] after 20 -> [] end.

by_alias(Options) ->
    A = alias(Options),
    self() ! one, self() ! {two, "with data"},
    erlang:send(A, high1, [priority]), erlang:send(A, {high2, "data"}, [priority]), A ! low,
    all().

by_monitor(Options) ->
    self() ! one,
    P = spawn(fun() -> receive go -> ok end end),
    R = erlang:monitor(process, P, Options),
    P ! go,
    receive after 20 -> ok end,
    self() ! two,
    [case M of {T, R, process, P, W} -> {T, W}; _ -> M end || M <- all()].

by_link(Options) ->
    process_flag(trap_exit, true),
    self() ! one,
    P = spawn(fun() -> receive go -> exit(gone) end end),
    try link(P, Options) of true -> ok catch error:E -> self() ! E end,
    P ! go,
    receive after 20 -> ok end,
    R = [case M of {'EXIT', P, W} -> {exited, W}; _ -> M end || M <- all()],
    exit(P, kill),
    R.

by_exit(Options) ->
    process_flag(trap_exit, true),
    A = alias([priority]),
    self() ! one,
    S = self(),
    P = spawn(fun() -> S ! try exit(A, why, Options) catch error:E -> E end end),
    receive after 20 -> ok end,
    [case M of {'EXIT', P, W} -> {exited, W}; _ -> M end || M <- all()].

%% A receive that waits selectively sees a priority message that goes in front of what it has looked at.
order() ->
    S = self(),
    A = alias([priority]),
    [self() ! {other, I, [I]} || I <- [1, 2, 3]],
    spawn(fun() -> erlang:send(A, {wanted, "x"}, [priority]), S ! {wanted, late} end),
    X = receive {wanted, W} -> W after 1000 -> lost end,
    {X, all()}.

rests(Messages) ->
    S = self(),
    P = spawn(fun() -> L = [a, {b, 1}], R = erlang:hibernate(), S ! {R, L, all()} end),
    receive after 10 -> ok end,
    [P ! {m, I} || I <- lists_seq(Messages)],
    P ! last,
    receive X -> X after 1000 -> lost end.
lists_seq(0) -> [];
lists_seq(N) -> [N | lists_seq(N - 1)].

zeros() ->
    P = float(byte_size(<<>>)), N = -P,
    {P =:= N, P == N, {P} =:= {N}, #{P => 1} =:= #{N => 1}, maps:size(#{P => 1, N => 2}), maps:keys(#{P => 1, N => 2}), lists:member(P, [N]), [P] -- [N],
     case N of 0.0 -> plus; -0.0 -> minus end, abs(N), lists:keyfind(P, 1, [{N}]), erlang:phash2(P) =:= erlang:phash2(N),
     [maps:is_key(K, M) || K <- [P, N, 0], M <- [#{P => 1}, #{N => 1}]], #{N => 1} < #{P => 1}, P < N}.

zips(A, B) -> << <<(X + Y)>> || <<X>> <= A && <<Y>> <= B >>.
