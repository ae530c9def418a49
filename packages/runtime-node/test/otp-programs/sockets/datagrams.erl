%% Datagrams of gen_udp, and what inet says of names and interfaces.
-module(datagrams).
-export([main/0]).

main() ->
    {ok, U} = gen_udp:open(0, [binary, {active, once}]),
    {ok, UPort} = inet:port(U),
    {ok, V} = gen_udp:open(0, [list, {active, false}, {ip, {127, 0, 0, 1}}]),
    {ok, VPort} = inet:port(V),
    [ok = gen_udp:send(V, {127, 0, 0, 1}, UPort, Text) || Text <- ["one", ["tw", $o], <<"three">>]],
    show(once, messages(VPort)),
    inet:setopts(U, [{active, 2}]),
    show(two, messages(VPort)),
    ok = gen_udp:connect(V, {127, 0, 0, 1}, UPort),
    inet:setopts(U, [{active, true}]),
    show(connected, gen_udp:send(V, "connected")),
    show(active, messages(VPort)),
    ok = gen_udp:send(U, "localhost", VPort, "to V"),
    {ok, {From, UPort, Data}} = gen_udp:recv(V, 0, 1000),
    show(received, {From, Data}),
    show(nothing, gen_udp:recv(V, 0, 10)),
    show(too_long, gen_udp:send(V, binary:copy(<<0>>, 70000))),
    show(in_use, gen_udp:open(UPort, [])),
    show(names, [element(2, inet:peername(V)) =:= {{127, 0, 0, 1}, UPort}, inet:sockname(V) =:= {ok, {{127, 0, 0, 1}, VPort}}]),
    gen_udp:close(U),
    gen_udp:close(V),
    show(closed, [gen_udp:send(V, "x"), gen_udp:recv(V, 0, 10)]),
    {ok, Name} = inet:gethostname(),
    show(host, Name ++ "\n" =:= os:cmd("hostname")),
    {ok, Interfaces} = inet:getifaddrs(),
    show(loopback, [proplists:get_value(addr, Items) || {"lo", Items} <- Interfaces]),
    show(resolved, [inet:getaddr("127.0.0.1", inet), inet:getaddr("localhost", inet), inet:getaddr("none.invalid", inet)]),
    halt().

show(What, Value) -> io:format("~p: ~p~n", [What, Value]).

messages(Port) ->
    receive
        {udp, _, From, Port, Data} -> [{udp, From, Data} | messages(Port)];
        M -> [M | messages(Port)]
    after 150 -> []
    end.
