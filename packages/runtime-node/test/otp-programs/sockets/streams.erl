%% Connections of gen_tcp: packets, modes, ends and errors.
-module(streams).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    [packets(K) || K <- [1, 2, 4]],
    lines(),
    active(),
    http(),
    lengths(),
    half_closed(),
    restarted(),
    options(),
    errors(),
    owner_dies(),
    large(),
    waiting_writer(),
    local(),
    files(),
    halt().

show(What, Value) -> io:format("~p: ~p~n", [What, Value]).

%% Both ends of a connection.
pair(ServerOptions, ClientOptions) ->
    {ok, L} = gen_tcp:listen(0, [{ip, {127, 0, 0, 1}} | ServerOptions]),
    {ok, Port} = inet:port(L),
    Self = self(),
    spawn(fun() ->
        {ok, S} = gen_tcp:accept(L),
        ok = gen_tcp:controlling_process(S, Self),
        Self ! {accepted, S}
    end),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, ClientOptions),
    receive {accepted, S} -> ok end,
    gen_tcp:close(L),
    {S, C}.

messages() -> receive M -> [M | messages()] after 150 -> [] end.

packets(K) ->
    {S, C} = pair([binary, {packet, K}, {active, false}], [binary, {packet, K}, {active, false}]),
    ok = gen_tcp:send(C, "one"),
    ok = gen_tcp:send(C, ["two", <<"more">>]),
    ok = gen_tcp:send(C, ""),
    ok = gen_tcp:send(C, "end"),
    show({packet, K}, [gen_tcp:recv(S, 0, 1000) || _ <- [1, 2, 3, 4]]),
    show(nothing, gen_tcp:recv(S, 0, 20)),
    gen_tcp:close(S),
    show(closed, gen_tcp:recv(C, 0, 1000)),
    gen_tcp:close(C).

lines() ->
    {S, C} = pair([list, {packet, line}, {active, true}], [binary]),
    ok = gen_tcp:send(C, "a line\nanother\nunfinished"),
    show(lines, messages()),
    gen_tcp:close(C),
    show(closed, messages()),
    show(info, erlang:port_info(S)).

active() ->
    {S, C} = pair([binary, {packet, 1}, {active, false}], [binary, {packet, 1}]),
    [gen_tcp:send(C, integer_to_list(I)) || I <- lists:seq(1, 10)],
    show(passive, messages()),
    inet:setopts(S, [{active, once}]),
    show(once, messages()),
    show(active, inet:getopts(S, [active])),
    inet:setopts(S, [{active, 3}]),
    show(three, messages()),
    inet:setopts(S, [{active, true}]),
    show(rest, messages()),
    show(recv, gen_tcp:recv(S, 0)),
    show(too_many, inet:setopts(S, [{active, 40000}])),
    show(below, inet:setopts(S, [{active, -5}])),
    show(passive, messages()),
    gen_tcp:close(C),
    show(closed, messages()),
    show(recv, gen_tcp:recv(S, 0)),
    show(again, gen_tcp:recv(S, 0)),
    show(send, gen_tcp:send(S, "x")),
    gen_tcp:close(S),
    show(after_close, [gen_tcp:send(S, "x"), gen_tcp:recv(S, 0), inet:getopts(S, [active]), inet:peername(S)]).

http() ->
    {S, C} = pair([binary, {packet, http_bin}, {active, false}], [binary]),
    gen_tcp:send(C, "GET /x?y=1 HTTP/1.1\r\nHost: a.b\r\nX-Y: z\r\n\r\nbodyGET"),
    show(http, [gen_tcp:recv(S, 0, 1000) || _ <- [1, 2, 3, 4]]),
    inet:setopts(S, [{packet, raw}]),
    show(body, gen_tcp:recv(S, 4, 1000)),
    inet:setopts(S, [{packet, http}, {active, true}]),
    gen_tcp:send(C, " / HTTP/1.0\r\nA: b\r\n\r\n"),
    show(active, messages()),
    gen_tcp:close(S),
    show(closed, messages()).

lengths() ->
    {S, C} = pair([binary, {active, false}], [list, {active, false}]),
    gen_tcp:send(C, "0123456789"),
    show(lengths, [gen_tcp:recv(S, N, 100) || N <- [3, 4, 5, 0]]),
    ok = gen_tcp:unrecv(S, <<"back">>),
    show(unrecv, gen_tcp:recv(S, 0, 100)),
    ok = gen_tcp:shutdown(C, write),
    show(ended, gen_tcp:recv(S, 0, 1000)),
    show(send, gen_tcp:send(S, "back")),
    gen_tcp:close(S),
    gen_tcp:close(C).

%% Who comes after a process that listened finds its port free.
restarted() ->
    {ok, L} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(L),
    ok = gen_tcp:close(L),
    show(restarted, [listener_killed(Port) || _ <- [1, 2, 3]]).

listener_killed(Port) ->
    Self = self(),
    {Pid, Mon} = spawn_monitor(fun() ->
        Self ! {self(), element(1, gen_tcp:listen(Port, []))},
        receive stop -> ok end
    end),
    Listened = receive {Pid, R} -> R end,
    exit(Pid, kill),
    receive {'DOWN', Mon, _, _, _} -> Listened end.

half_closed() ->
    {S, C} = pair([binary, {active, false}, {exit_on_close, false}], [list, {active, false}]),
    gen_tcp:send(C, "bye"),
    ok = gen_tcp:shutdown(C, write),
    show(half, [gen_tcp:recv(S, 0, 1000) || _ <- [1, 2, 3]]),
    show(send, gen_tcp:send(S, "answer")),
    gen_tcp:close(S),
    show(client, [gen_tcp:recv(C, 0, 1000) || _ <- [1, 2]]),
    gen_tcp:close(C).

options() ->
    {S, C} = pair([binary, {active, true}, {header, 2}], [binary]),
    gen_tcp:send(C, "hdrest"),
    show(header, messages()),
    gen_tcp:send(S, "to the client"),
    show(client, messages()),
    Names = [active, mode, packet, header, exit_on_close, nodelay, keepalive, linger, high_watermark, low_watermark, send_timeout,
             send_timeout_close, delay_send, packet_size, reuseaddr, priority, tos, show_econnreset, deliver],
    show(options, inet:getopts(S, Names)),
    inet:setopts(S, [{nodelay, true}, {linger, {true, 5}}, {send_timeout, 100}, {keepalive, true}]),
    show(options, inet:getopts(S, [nodelay, linger, send_timeout, keepalive])),
    show(wrong, [inet:setopts(S, [{foo, 1}]), inet:getopts(S, [foo])]),
    show(statistics, inet:getstat(S, [recv_cnt, recv_oct, send_cnt, send_oct, send_pend])),
    inet:setopts(C, [{deliver, port}]),
    gen_tcp:send(S, "by the port"),
    show(deliver, messages()),
    gen_tcp:close(S),
    show(closed, messages()).

errors() ->
    {ok, L} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(L),
    show(in_use, gen_tcp:listen(Port, [])),
    show(nobody, gen_tcp:accept(L, 20)),
    show(peername, inet:peername(L)),
    Self = self(),
    spawn(fun() -> Self ! {accept, gen_tcp:accept(L)} end),
    timer:sleep(50),
    gen_tcp:close(L),
    show(closed, messages()),
    show(accept, gen_tcp:accept(L, 10)),
    show(refused, gen_tcp:connect({127, 0, 0, 1}, Port, [])),
    show(refused, gen_tcp:connect("localhost", Port, [])),
    show(address, catch gen_tcp:connect({127, 0, 0, 300}, 80, [])),
    show(option, catch gen_tcp:connect({127, 0, 0, 1}, 80, [foo])).

owner_dies() ->
    {S, C} = pair([{active, true}], [{active, true}]),
    Owner = spawn(fun() -> receive go -> exit(boom) end end),
    ok = gen_tcp:controlling_process(S, Owner),
    Owner ! go,
    show(owner_dies, messages()),
    show(info, erlang:port_info(C)).

large() ->
    {S, C} = pair([binary, {active, false}], [binary, {active, false}]),
    Data = binary:copy(<<"0123456789abcdef">>, 200000),
    spawn(fun() -> [ok = gen_tcp:send(C, Data) || _ <- [1, 2]] end),
    [begin {ok, Received} = gen_tcp:recv(S, byte_size(Data)), show(large, Received =:= Data) end || _ <- [1, 2]],
    gen_tcp:close(C),
    show(closed, gen_tcp:recv(S, 0)).

%% Who writes more than the other side reads waits.
waiting_writer() ->
    {S, C} = pair([binary, {active, false}], [binary, {active, false}]),
    Data = binary:copy(<<0>>, 30000000),
    ok = inet:setopts(C, [{send_timeout, 200}]),
    show(first, gen_tcp:send(C, Data)),
    show(timeout, gen_tcp:send(C, Data)),
    gen_tcp:close(S),
    gen_tcp:close(C).

local() ->
    {ok, L} = gen_tcp:listen(0, [{ifaddr, {local, "socket"}}, {active, false}]),
    {ok, C} = gen_tcp:connect({local, "socket"}, 0, [local, {active, false}]),
    {ok, S} = gen_tcp:accept(L),
    gen_tcp:send(C, "local"),
    show(local, gen_tcp:recv(S, 0)),
    show(name, inet:sockname(L)).

%% What a file has is sent.
files() ->
    {S, C} = pair([binary, {active, false}], [binary, {active, false}]),
    Text = binary:copy(<<"0123456789">>, 300000),
    ok = file:write_file("sent", Text),
    Self = self(),
    spawn_link(fun() -> {ok, All} = gen_tcp:recv(S, 3000000 + 1234 + 5), Self ! {got, All} end),
    show(whole, file:sendfile("sent", C)),
    {ok, F} = file:open("sent", [read, raw, binary]),
    show(part, file:sendfile(F, C, 7, 1234, [])),
    show(position, file:position(F, cur)),
    show(end_of_file, file:sendfile(F, C, 2999995, 100, [{chunk_size, 2}])),
    show(behind, file:sendfile(F, C, 3000000, 10, [])),
    ok = file:close(F),
    receive {got, All} -> show(received, All =:= <<Text/binary, (binary:part(Text, 7, 1234))/binary, "56789">>) after 5000 -> show(received, nothing) end,
    show(missing, file:sendfile("missing", C)),
    gen_tcp:close(C),
    show(closed, file:sendfile("sent", C)),
    receive {'EXIT', _, _} -> ok after 0 -> ok end.
