%% Datagrams with the module socket.
-module(datagrams).
-export([main/0]).

main() ->
    opening(),
    exchange(),
    connected(),
    waiting(),
    sizes(),
    refusals(),
    closing(),
    v6(),
    ok.

say(What, Term) ->
    io:format("~-24s ~p~n", [What, Term]).

loopback(Port) -> #{family => inet, addr => {127,0,0,1}, port => Port}.

%% A bound socket and its address.
bound() ->
    {ok, S} = socket:open(inet, dgram, udp),
    ok = socket:bind(S, loopback(0)),
    {ok, #{port := Port}} = socket:sockname(S),
    {S, loopback(Port)}.

%% A result without the number of the port.
portless({ok, {#{port := P} = From, Data}}) when P > 0 -> {ok, {From#{port := some}, Data}};
portless({ok, #{addr := #{port := P} = From} = Msg}) when P > 0 -> {ok, Msg#{addr := From#{port := some}}};
portless({ok, #{port := P} = Name}) when P > 0 -> {ok, Name#{port := some}};
portless(Other) -> Other.

states(S) ->
    #{rstates := R, wstates := W, num_readers := NR, num_writers := NW} = socket:info(S),
    {R, W, NR, NW}.

opening() ->
    {ok, S} = socket:open(inet, dgram, udp),
    say("opened", maps:to_list(maps:with([domain, type, protocol], socket:info(S)))),
    say("sockname", socket:sockname(S)),
    say("peername", socket:peername(S)),
    say("send", socket:send(S, <<"x">>)),
    say("nothing", socket:recv(S, 0, 0)),
    say("listen", socket:listen(S)),
    say("accept", socket:accept(S, 0)),
    {Other, Address} = bound(),
    say("sendto", socket:sendto(S, <<"x">>, Address)),
    say("bound by it", portless(socket:sockname(S))),
    say("bind", socket:bind(S, loopback(0))),
    {ok, S2} = socket:open(inet, dgram),
    say("in use", socket:bind(S2, Address)),
    say("shutdown", socket:shutdown(S, read_write)),
    say("sendto", socket:sendto(S, <<"x">>, Address)),
    say("close", [socket:close(X) || X <- [S, Other, S2]]),
    say("sendto closed", socket:sendto(S, <<"x">>, Address)),
    say("recvfrom closed", socket:recvfrom(S)).

exchange() ->
    {A, AtA} = bound(),
    {B, AtB} = bound(),
    say("sendto", socket:sendto(A, <<"one">>, AtB)),
    say("recvfrom", socket:recvfrom(B) =:= {ok, {AtA, <<"one">>}}),
    ok = socket:sendto(A, [<<"t">>, "wo"], AtB),
    say("recv", socket:recv(B, 0, 1000)),
    ok = socket:sendmsg(A, #{addr => AtB, iov => [<<"th">>, <<"ree">>]}),
    {ok, Msg} = socket:recvmsg(B, 1000),
    say("recvmsg", {maps:get(addr, Msg) =:= AtA, maps:get(iov, Msg), maps:get(flags, Msg), maps:get(ctrl, Msg)}),
    ok = socket:sendto(A, <<"peeked">>, AtB),
    say("peek", portless(socket:recvfrom(B, 0, [peek], 1000))),
    say("peek some", portless(socket:recvfrom(B, 3, [peek], 1000))),
    say("cut", portless(socket:recvfrom(B, 3))),
    say("gone", socket:recvfrom(B, 0, 0)),
    ok = socket:sendto(A, <<"truncated">>, AtB),
    {ok, Cut} = socket:recvmsg(B, 4, 0),
    say("flags", {maps:get(iov, Cut), maps:get(flags, Cut)}),
    ok = socket:sendto(A, <<>>, AtB),
    say("empty", portless(socket:recvfrom(B, 0, 1000))),
    ok = socket:sendto(A, <<"1">>, AtB),
    ok = socket:sendto(A, <<"22">>, AtB),
    say("two", [socket:recv(B), socket:recv(B)]),
    say("recv with a length", begin ok = socket:sendto(A, <<"abc">>, AtB), socket:recv(B, 10, 500) end),
    say("unknown flag", socket:recv(B, 0, [foo], 0)),
    say("any", socket:sendto(A, <<"x">>, #{family => inet, addr => any, port => maps:get(port, AtB)})),
    say("got", socket:recv(B, 0, 500)),
    #{counters := C} = socket:info(B),
    say("counters", {maps:get(read_byte, C), maps:get(read_pkg, C)}),
    [socket:close(X) || X <- [A, B]].

connected() ->
    {A, AtA} = bound(),
    {B, AtB} = bound(),
    {C, AtC} = bound(),
    say("connect", socket:connect(A, AtB)),
    say("states", states(A)),
    say("peername", socket:peername(A) =:= {ok, AtB}),
    say("send", socket:send(A, <<"hello">>)),
    say("got", socket:recvfrom(B) =:= {ok, {AtA, <<"hello">>}}),
    ok = socket:sendto(C, <<"stranger">>, AtA),
    ok = socket:sendto(B, <<"friend">>, AtA),
    say("only from its peer", socket:recv(A, 0, 500)),
    say("nothing more", socket:recv(A, 0, 50)),
    say("connect again", socket:connect(A, AtC)),
    ok = socket:send(A, <<"to C">>),
    say("got", socket:recv(C)),
    say("sendto another", socket:sendto(A, <<"to B">>, AtB)),
    say("got", socket:recv(B)),
    Self = self(),
    [spawn(fun() -> Self ! {sent, socket:send(A, <<"C">>)} end) || _ <- lists:seq(1, 10)],
    [spawn(fun() -> Self ! {sent, socket:sendto(A, <<"B">>, AtB)} end) || _ <- lists:seq(1, 10)],
    say("at once", lists:usort([receive {sent, R} -> R end || _ <- lists:seq(1, 20)])),
    say("got", [lists:usort([socket:recv(X, 0, 500) || _ <- lists:seq(1, 10)]) || X <- [B, C]]),
    say("shutdown", socket:shutdown(A, write)),
    say("send", socket:send(A, <<"x">>)),
    [socket:close(X) || X <- [A, B, C]],
    {ok, U} = socket:open(inet, dgram, udp),
    say("connect unbound", socket:connect(U, AtB)),
    say("has a name", portless(socket:sockname(U))),
    ok = socket:send(U, <<"x">>),
    timer:sleep(100),
    say("refused", socket:send(U, <<"x">>)),
    timer:sleep(100),
    say("refused", socket:recv(U, 0, 500)),
    say("nothing", socket:recv(U, 0, 0)),
    socket:close(U).

waiting() ->
    {A, _} = bound(),
    {B, AtB} = bound(),
    Self = self(),
    {select, {select_info, recvfrom, H}} = socket:recvfrom(B, 0, nowait),
    spawn(fun() -> Self ! {other, socket:recv(B, 0, 1000)} end),
    timer:sleep(30),
    say("states", states(B)),
    ok = socket:sendto(A, <<"first">>, AtB),
    receive {'$socket', B, select, H} -> say("told", yes) after 10000 -> say("told", no) end,
    say("got", portless(socket:recvfrom(B, 0, nowait))),
    ok = socket:sendto(A, <<"second">>, AtB),
    say("other", receive {other, R} -> R end),
    {select, I} = socket:recvmsg(B, nowait),
    say("cancel", socket:cancel(B, I)),
    spawn(fun() -> Self ! {other, socket:recvfrom(B)} end),
    timer:sleep(30),
    say("close", socket:close(B)),
    say("other", receive {other, R2} -> R2 end),
    socket:close(A).

sizes() ->
    {A, _} = bound(),
    {B, AtB} = bound(),
    Big = binary:copy(<<"x">>, 60000),
    ok = socket:sendto(A, Big, AtB),
    say("default buffer", case socket:recv(B) of {ok, D} -> byte_size(D); E -> E end),
    ok = socket:sendto(A, Big, AtB),
    say("large enough", case socket:recv(B, 65000) of {ok, D2} -> byte_size(D2); E2 -> E2 end),
    say("too large", socket:sendto(A, binary:copy(<<"x">>, 70000), AtB)),
    ok = socket:setopt(B, {otp, rcvbuf}, 65536),
    say("buffer", socket:getopt(B, {otp, rcvbuf})),
    ok = socket:sendto(A, Big, AtB),
    say("all", case socket:recv(B) of {ok, D3} -> byte_size(D3); E3 -> E3 end),
    [socket:close(X) || X <- [A, B]].

refusals() ->
    {A, _} = bound(),
    [say(io_lib:format("~0p", [To]), try socket:sendto(A, <<"x">>, To) catch C:R -> {C, R} end)
     || To <- [foo, #{family => inet6, addr => loopback, port => 9}, #{family => inet, addr => {1,2}, port => 9},
               #{family => inet, addr => loopback, port => 0}, #{family => local, path => "/x"},
               #{family => inet, addr => broadcast, port => 9}]],
    say("connect", socket:connect(A, #{family => inet6, addr => loopback, port => 9})),
    say("connect/1", try socket:connect(A) catch C2:R2 -> {C2, R2} end),
    say("multicast", socket:setopt(A, {ip, add_membership}, #{multiaddr => {1,2,3,4}, interface => any})),
    socket:close(A).

%% Who sends learns that another process has closed the socket.
closing() ->
    {B, AtB} = bound(),
    Self = self(),
    [begin
        {ok, A} = socket:open(inet, dgram, udp),
        _ = [ok = socket:connect(A, AtB) || Connected],
        [spawn(fun() -> Self ! {ended, send_until_error(A, AtB)} end) || _ <- [1, 2, 3]],
        timer:sleep(20),
        ok = socket:close(A),
        say("closed", [receive {ended, E} -> E after 10000 -> none end || _ <- [1, 2, 3]])
     end || Connected <- [false, true]],
    socket:close(B).

send_until_error(S, To) ->
    case socket:sendto(S, <<"x">>, To) of
        ok -> send_until_error(S, To);
        Error -> Error
    end.

v6() ->
    {ok, A} = socket:open(inet6, dgram, udp),
    {ok, B} = socket:open(inet6, dgram, udp),
    ok = socket:bind(A, #{family => inet6, addr => loopback}),
    ok = socket:bind(B, #{family => inet6, addr => {0,0,0,0,0,0,0,1}, port => 0}),
    {ok, AtB} = socket:sockname(B),
    ok = socket:sendto(A, <<"six">>, AtB),
    say("six", portless(socket:recvfrom(B, 0, 1000))),
    [socket:close(X) || X <- [A, B]].
