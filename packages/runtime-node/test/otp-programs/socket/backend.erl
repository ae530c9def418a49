%% gen_tcp and gen_udp on the module socket, and what stands on them.
-module(backend).
-export([main/0]).

main() ->
    [packets(P) || P <- [0, 1, 2, 4, line]],
    active(),
    ends(),
    large(),
    options(),
    datagrams(),
    errors(),
    ok.

say(What, Term) ->
    io:format("~p: ~0p~n", [What, Term]).

pair(Options) ->
    {ok, L} = gen_tcp:listen(0, [{inet_backend, socket}, {ip, {127,0,0,1}}, binary, {active, false} | Options]),
    {ok, Port} = inet:port(L),
    {ok, C} = gen_tcp:connect({127,0,0,1}, Port, [{inet_backend, socket}, binary, {active, false} | Options]),
    {ok, S} = gen_tcp:accept(L, 1000),
    ok = gen_tcp:close(L),
    {C, S}.

packets(P) ->
    {C, S} = pair([{packet, P}]),
    ok = gen_tcp:send(C, "one\n"),
    ok = gen_tcp:send(C, ["two\n"]),
    timer:sleep(50),
    say({packet, P}, [gen_tcp:recv(S, 0, 200), gen_tcp:recv(S, 0, 200)]),
    gen_tcp:close(C),
    say(closed, gen_tcp:recv(S, 0, 1000)),
    gen_tcp:close(S).

active() ->
    {C, S} = pair([]),
    ok = inet:setopts(S, [{active, true}]),
    ok = gen_tcp:send(C, <<"pushed">>),
    say(active, receive {tcp, S, D} -> D after 10000 -> none end),
    ok = inet:setopts(S, [{active, once}]),
    ok = gen_tcp:send(C, <<"once">>),
    say(once, receive {tcp, S, D2} -> D2 after 10000 -> none end),
    ok = gen_tcp:send(C, <<"kept">>),
    say(passive, receive {tcp, S, D3} -> D3 after 100 -> none end),
    say(kept, gen_tcp:recv(S, 4, 1000)),
    ok = inet:setopts(S, [{active, 1}]),
    ok = gen_tcp:send(C, <<"counted">>),
    say(counted, receive {tcp, S, D4} -> D4 after 10000 -> none end),
    say(now_passive, receive {tcp_passive, S} -> yes after 10000 -> no end),
    ok = inet:setopts(S, [{active, true}]),
    gen_tcp:close(C),
    say(closed, receive {tcp_closed, S} -> yes after 10000 -> no end),
    gen_tcp:close(S).

ends() ->
    {C, S} = pair([]),
    say(names, {inet:peername(C) =:= inet:sockname(S), inet:sockname(C) =:= inet:peername(S)}),
    ok = gen_tcp:send(C, <<"last">>),
    ok = gen_tcp:shutdown(C, write),
    say(last, gen_tcp:recv(S, 0, 1000)),
    say('end', gen_tcp:recv(S, 0, 1000)),
    ok = gen_tcp:send(S, <<"answer">>),
    say(answer, gen_tcp:recv(C, 6, 1000)),
    Self = self(),
    spawn(fun() -> Self ! {waited, gen_tcp:recv(C, 1)} end),
    timer:sleep(50),
    ok = gen_tcp:close(C),
    say(waited, receive {waited, R} -> R after 10000 -> none end),
    say(send_closed, gen_tcp:send(C, <<"x">>)),
    gen_tcp:close(S).

large() ->
    {C, S} = pair([]),
    Data = binary:copy(<<"0123456789">>, 500000),
    spawn(fun() -> gen_tcp:send(C, Data) end),
    {ok, Got} = gen_tcp:recv(S, byte_size(Data), 20000),
    say(large, Got =:= Data),
    [gen_tcp:close(X) || X <- [C, S]].

options() ->
    {C, S} = pair([{nodelay, true}]),
    say(set, inet:setopts(C, [{nodelay, false}, {keepalive, true}, {buffer, 4000}, {linger, {true, 3}}])),
    say(get, inet:getopts(C, [nodelay, keepalive, linger, active, mode, packet, reuseaddr])),
    {ok, Stat} = inet:getstat(C, [recv_oct, send_oct]),
    say(stat, Stat),
    [gen_tcp:close(X) || X <- [C, S]].

datagrams() ->
    {ok, A} = gen_udp:open(0, [{inet_backend, socket}, {ip, {127,0,0,1}}, binary, {active, false}]),
    {ok, B} = gen_udp:open(0, [{inet_backend, socket}, {ip, {127,0,0,1}}, binary, {active, false}]),
    {ok, PortA} = inet:port(A),
    {ok, PortB} = inet:port(B),
    ok = gen_udp:send(A, {127,0,0,1}, PortB, <<"datagram">>),
    {ok, {From, Port, Data}} = gen_udp:recv(B, 0, 1000),
    say(datagram, {From, Port =:= PortA, Data}),
    ok = inet:setopts(B, [{active, true}]),
    ok = gen_udp:send(A, {127,0,0,1}, PortB, <<"active">>),
    say(active, receive {udp, B, _, _, D} -> D after 10000 -> none end),
    say(nothing, gen_udp:recv(A, 0, 50)),
    ok = gen_udp:connect(A, {127,0,0,1}, PortB),
    ok = gen_udp:send(A, <<"connected">>),
    say(connected, receive {udp, B, _, _, D2} -> D2 after 10000 -> none end),
    [gen_udp:close(X) || X <- [A, B]].

errors() ->
    {ok, L} = gen_tcp:listen(0, [{inet_backend, socket}, {ip, {127,0,0,1}}]),
    {ok, Port} = inet:port(L),
    say(in_use, gen_tcp:listen(Port, [{inet_backend, socket}, {ip, {127,0,0,1}}])),
    say(accept, gen_tcp:accept(L, 20)),
    ok = gen_tcp:close(L),
    say(refused, gen_tcp:connect({127,0,0,1}, Port, [{inet_backend, socket}])),
    say(accept_closed, gen_tcp:accept(L, 20)).
