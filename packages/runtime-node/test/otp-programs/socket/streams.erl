%% Connections with the module socket.
-module(streams).
-export([main/0]).

main() ->
    opening(),
    parts(),
    half_close(),
    waiting_to_read(),
    handles(),
    acceptors(),
    closing_while_others_wait(),
    large(),
    vectors(),
    owners(),
    refusals(),
    local(),
    monitors(),
    ok.

say(What, Term) ->
    io:format("~-24s ~p~n", [What, Term]).

loopback(Port) -> #{family => inet, addr => {127,0,0,1}, port => Port}.

listening() ->
    {ok, L} = socket:open(inet, stream, tcp),
    ok = socket:bind(L, loopback(0)),
    ok = socket:listen(L),
    {ok, #{port := Port}} = socket:sockname(L),
    {L, Port}.

%% Two ends of a connection.
pair() ->
    {L, Port} = listening(),
    {ok, A} = socket:open(inet, stream, tcp),
    ok = socket:connect(A, loopback(Port)),
    {ok, B} = socket:accept(L),
    ok = socket:close(L),
    {A, B}.

states(S) ->
    #{rstates := R, wstates := W, num_readers := NR, num_writers := NW, num_acceptors := NA} = socket:info(S),
    {R, W, NR, NW, NA}.

%% Those that do not depend on how what comes is split.
counters(S) ->
    #{counters := C} = socket:info(S),
    [{K, maps:get(K, C)} || K <- [read_byte, write_byte, acc_success], maps:get(K, C) > 0].

%% What a call returns or raises.
try_(Module, Function, Arguments) ->
    try apply(Module, Function, Arguments) catch Class:Reason -> {Class, Reason} end.
try_(Function, Arguments) -> try_(socket, Function, Arguments).

opening() ->
    {ok, S} = socket:open(inet, stream, tcp),
    say("known", {socket:number_of(), socket:which_sockets() =:= [S]}),
    say("opened", maps:with([domain, type, protocol, ctype], socket:info(S))),
    say("owner", maps:get(owner, socket:info(S)) =:= self()),
    say("states", states(S)),
    say("sockname", socket:sockname(S)),
    say("peername", socket:peername(S)),
    say("send unconnected", socket:send(S, <<"x">>)),
    say("recv unconnected", socket:recv(S, 1, 0)),
    say("shutdown unconnected", socket:shutdown(S, write)),
    say("accept unbound", socket:accept(S, 0)),
    ok = socket:bind(S, loopback(0)),
    {ok, #{addr := Addr, port := Port}} = socket:sockname(S),
    say("bound", {Addr, Port > 0, states(S)}),
    say("bound again", socket:bind(S, loopback(0))),
    {ok, S2} = socket:open(inet, stream),
    say("in use", socket:bind(S2, loopback(Port))),
    ok = socket:listen(S),
    say("listening", states(S)),
    say("listening again", socket:listen(S)),
    say("accept none", socket:accept(S, 0)),
    say("recv listening", socket:recv(S, 1, 0)),
    say("connect listening", socket:connect(S, loopback(Port))),
    say("closed", socket:close(S)),
    say("closed again", socket:close(S)),
    say("info closed", states(S)),
    say("sockname closed", socket:sockname(S)),
    say("send closed", socket:send(S, <<"x">>)),
    say("recv closed", socket:recv(S)),
    say("setopt closed", socket:setopt(S, {socket, reuseaddr}, true)),
    say("getopt closed", socket:getopt(S, {socket, reuseaddr})),
    say("listen closed", socket:listen(S)),
    say("accept closed", socket:accept(S)),
    say("connect closed", socket:connect(S, loopback(1))),
    say("shutdown closed", socket:shutdown(S, read)),
    say("bind closed", socket:bind(S, loopback(0))),
    say("bind any", socket:bind(S2, any)),
    socket:close(S2),
    {ok, S3} = socket:open(inet6, stream, tcp),
    say("bind loopback", socket:bind(S3, loopback)),
    {ok, N3} = socket:sockname(S3),
    say("sockname", N3#{port := 0}),
    socket:close(S3),
    [say(io_lib:format("~p", [A]), try_(open, A))
     || A <- [[inet, stream, udp], [inet, dgram, tcp], [inet, stream, 132], [inet, foo, tcp], [foo, stream, tcp],
              [inet, stream, foo], [4711, stream, tcp], [inet, 4711, tcp], [inet, seqpacket, 0], [inet, rdm, 0],
              [inet, stream, {raw, 6}], [inet, stream, default], [2, 1, 6], ["x", stream, tcp], [99999]]].

parts() ->
    {A, B} = pair(),
    {ok, NA} = socket:sockname(A), {ok, PA} = socket:peername(A),
    say("names", {NA =:= element(2, socket:peername(B)), PA =:= element(2, socket:sockname(B))}),
    say("states", {states(A), states(B)}),
    ok = socket:send(A, <<"hello">>),
    timer:sleep(100),
    say("two", socket:recv(B, 2)),
    say("all", socket:recv(B)),
    say("none", socket:recv(B, 0, 0)),
    say("none soon", socket:recv(B, 0, 30)),
    ok = socket:send(A, <<"abc">>),
    timer:sleep(100),
    say("too few", socket:recv(B, 5, 0)),
    say("then", socket:recv(B, 0, 50)),
    ok = socket:send(A, <<"abc">>),
    timer:sleep(100),
    say("too few", socket:recv(B, 5, 50)),
    spawn(fun() -> timer:sleep(50), socket:send(A, <<"ab">>), timer:sleep(50), socket:send(A, <<"cdefgh">>) end),
    say("five", socket:recv(B, 5)),
    say("rest", socket:recv(B, 3)),
    ok = socket:send(A, [<<"io">>, "list", $!]),
    timer:sleep(50),
    say("peek", socket:recv(B, 0, [peek], 1000)),
    say("peek two", socket:recv(B, 2, [peek], 1000)),
    say("recvfrom", socket:recvfrom(B, 4)),
    say("recvmsg", socket:recvmsg(B)),
    say("zero bytes", socket:send(A, <<>>)),
    say("more to come", [socket:send(A, <<"mo">>, [more]), socket:send(A, <<"re">>), socket:recv(B, 4)]),
    say("counters", {counters(A), counters(B)}),
    {ok, OldRcvbuf} = socket:getopt(B, {otp, rcvbuf}),
    ok = socket:setopt(B, {otp, rcvbuf}, 4),
    ok = socket:send(A, <<"0123456789">>),
    timer:sleep(50),
    say("small buffer", socket:recv(B)),
    ok = socket:setopt(B, {otp, rcvbuf}, {2, 4}),
    ok = socket:send(A, <<"0123456789">>),
    timer:sleep(50),
    say("two of them", socket:recv(B)),
    say("the rest", socket:recv(B)),
    ok = socket:setopt(B, {otp, rcvbuf}, OldRcvbuf),
    say("sendto", socket:sendto(A, <<"to">>, loopback(1))),
    say("got", socket:recv(B, 2, 500)),
    say("sendmsg", socket:sendmsg(A, #{iov => [<<"m">>, <<"sg">>]})),
    say("got", socket:recv(B, 3)),
    socket:close(A), socket:close(B).

half_close() ->
    {A, B} = pair(),
    ok = socket:send(A, <<"last">>),
    say("shutdown", socket:shutdown(A, write)),
    say("send after it", socket:send(A, <<"x">>)),
    timer:sleep(50),
    say("states", states(A)),
    say("got", socket:recv(B, 4)),
    say("end", socket:recv(B)),
    say("end again", socket:recv(B, 3, 0)),
    ok = socket:send(B, <<"answer">>),
    say("answer", socket:recv(A, 6)),
    say("shutdown read", socket:shutdown(B, read)),
    say("shutdown", socket:shutdown(B, read_write)),
    say("shut again", socket:shutdown(B, write)),
    say("badarg", try_(shutdown, [B, foo])),
    socket:close(A), socket:close(B),
    {C, D} = pair(),
    ok = socket:send(C, <<"part">>),
    ok = socket:close(C),
    timer:sleep(50),
    say("more than came", socket:recv(D, 9, 200)),
    say("closed", socket:recv(D)),
    say("send", socket:send(D, <<"x">>)),
    timer:sleep(50),
    say("broken pipe", socket:send(D, <<"x">>)),
    say("broken pipe", socket:send(D, <<"x">>)),
    socket:close(D).

waiting_to_read() ->
    {A, B} = pair(),
    Self = self(),
    spawn(fun() -> Self ! {one, socket:recv(B, 2, 2000)} end),
    timer:sleep(50),
    spawn(fun() -> Self ! {two, socket:recv(B, 2, 2000)} end),
    timer:sleep(50),
    say("two readers", states(B)),
    ok = socket:send(A, <<"1122">>),
    say("first", receive {one, R} -> R end),
    say("second", receive {two, R2} -> R2 end),
    say("no readers", states(B)),
    %% One that gives up makes way for the next.
    spawn(fun() -> Self ! {one, socket:recv(B, 2, 100)} end),
    timer:sleep(30),
    spawn(fun() -> Self ! {two, socket:recv(B, 2, 2000)} end),
    say("gave up", receive {one, R3} -> R3 end),
    ok = socket:send(A, <<"33">>),
    say("next", receive {two, R4} -> R4 end),
    %% So does one that ends.
    {Dead, Mon} = spawn_monitor(fun() -> socket:recv(B, 2) end),
    timer:sleep(30),
    spawn(fun() -> Self ! {two, socket:recv(B, 2, 2000)} end),
    timer:sleep(30),
    exit(Dead, kill),
    receive {'DOWN', Mon, _, _, _} -> ok end,
    ok = socket:send(A, <<"44">>),
    say("after one ended", receive {two, R5} -> R5 end),
    socket:close(A), socket:close(B).

handles() ->
    {A, B} = pair(),
    {select, {select_info, Tag, Handle} = Info} = socket:recv(B, 3, nowait),
    say("select", {Tag, states(B)}),
    {select, {select_info, Tag2, H2}} = socket:recv(B, 3, nowait),
    say("again", {Tag2, H2 =/= Handle}),
    say("cancel the old one", socket:cancel(B, Info) =:= {error, {invalid, Info}}),
    ok = socket:send(A, <<"ab">>),
    receive {'$socket', B, select, H2} -> say("told", yes) after 10000 -> say("told", no) end,
    {select, {{select_info, Tag3, H3}, Bin}} = socket:recv(B, 3, nowait),
    say("part", {Tag3, Bin, states(B)}),
    ok = socket:send(A, <<"c">>),
    receive {'$socket', B, select, H3} -> say("told", yes) after 10000 -> say("told", no) end,
    say("rest", socket:recv(B, 1, nowait)),
    Ref = make_ref(),
    {select, {select_info, recv, Ref}} = socket:recv(B, 0, Ref),
    say("own handle", yes),
    say("cancel", socket:cancel(B, {select_info, recv, Ref})),
    say("cancel again", element(1, socket:cancel(B, {select_info, recv, Ref}))),
    say("not cancelled", try_(cancel, [B, foo])),
    ok = socket:send(A, <<"x">>),
    receive {'$socket', B, select, _} -> say("told", yes) after 100 -> say("told", no) end,
    %% A message that is on its way is taken back.
    say("x", socket:recv(B, 1)),
    {select, I4} = socket:recv(B, 1, nowait),
    ok = socket:send(A, <<"y">>),
    timer:sleep(50),
    say("cancel after it", socket:cancel(B, I4)),
    receive {'$socket', B, select, _} -> say("told", yes) after 50 -> say("told", no) end,
    {select, {select_info, T5, _}} = socket:recvfrom(A, 0, nowait),
    say("recvfrom", T5),
    {select, {select_info, T6, _}} = socket:recvmsg(A, nowait),
    say("recvmsg", T6),
    say("bad timeout", try_(recv, [B, 0, foo])),
    {L, Port} = listening(),
    {select, {select_info, T7, H7}} = socket:accept(L, nowait),
    say("accept", {T7, states(L)}),
    {ok, C} = socket:open(inet, stream, tcp),
    case socket:connect(C, loopback(Port), nowait) of
        {select, {select_info, T8, H8}} ->
            say("connect", T8),
            receive {'$socket', C, select, H8} -> say("told", yes) after 10000 -> say("told", no) end;
        Other -> say("connect", Other)
    end,
    say("connected", socket:connect(C)),
    say("connected already", socket:connect(C, loopback(Port))),
    receive {'$socket', L, select, H7} -> say("told", yes) after 10000 -> say("told", no) end,
    {ok, D} = socket:accept(L, nowait),
    say("accepted", {states(D), states(L), counters(L)}),
    [socket:close(S) || S <- [A, B, C, D, L]],
    say("messages", receive {'$socket', _, Tag9, {_, Why9}} -> {Tag9, Why9} after 50 -> none end).

acceptors() ->
    {L, Port} = listening(),
    Self = self(),
    [begin spawn(fun() -> Self ! {N, element(1, socket:accept(L))}, receive stop -> ok end end), timer:sleep(30) end || N <- [1, 2, 3]],
    say("acceptors", states(L)),
    Cs = [begin {ok, C} = socket:open(inet, stream, tcp), ok = socket:connect(C, loopback(Port)), timer:sleep(30), C end || _ <- [1, 2, 3]],
    say("in turn", [receive {N, R} -> {N, R} after 10000 -> none end || _ <- Cs]),
    say("no acceptors", states(L)),
    say("timeout", socket:accept(L, 20)),
    [begin spawn(fun() -> Self ! {N, socket:accept(L, 1000)} end), timer:sleep(30) end || N <- [1, 2, 3]],
    ok = socket:close(L),
    say("closed", [receive {N, R} -> {N, R} after 10000 -> none end || N <- [1, 2, 3]]),
    [socket:close(C) || C <- Cs].

closing_while_others_wait() ->
    {A, B} = pair(),
    Self = self(),
    Reader = spawn(fun() -> Self ! {self(), socket:recv(B)} end),
    timer:sleep(50),
    say("close", socket:close(B)),
    say("reader", receive {Reader, R} -> R after 10000 -> none end),
    {E, F} = pair(),
    {select, {select_info, _, H}} = socket:recv(E, 9, nowait),
    Closer = spawn(fun() -> Self ! {self(), socket:close(E)} end),
    say("closer", receive {Closer, R2} -> R2 after 10000 -> none end),
    say("told", receive {'$socket', E, abort, {H, Why}} -> Why after 10000 -> none end),
    {C, D} = pair(),
    {select, _} = socket:recv(C, 9, nowait),
    say("own", socket:close(C)),
    say("told", receive {'$socket', C, abort, {_, Why2}} -> Why2; X -> X after 100 -> none end),
    [socket:close(S) || S <- [A, D, F]].

large() ->
    {A, B} = pair(),
    Size = 12000000,
    Data = binary:copy(<<"0123456789">>, Size div 10),
    Self = self(),
    case socket:send(A, Data, nowait) of
        {select, {{select_info, {Tag, _}, Handle}, Rest}} ->
            say("part", {Tag, byte_size(Rest) < Size}),
            say("busy", element(4, states(A))),
            spawn(fun() -> Self ! {read, socket:recv(B, Size - byte_size(Rest))} end),
            {ok, First} = receive {read, R} -> R end,
            say("read", byte_size(First) + byte_size(Rest) =:= Size),
            receive {'$socket', A, select, Handle} -> say("told", yes) after 10000 -> say("told", no) end;
        Other -> say("part", Other)
    end,
    socket:close(A), socket:close(B),
    {C, D} = pair(),
    Sum = erlang:crc32(Data),
    spawn(fun() -> Self ! {sent, socket:send(C, Data)} end),
    {ok, Got} = socket:recv(D, Size),
    say("whole", erlang:crc32(Got) =:= Sum),
    say("sent", receive {sent, R3} -> R3 end),
    %% Nobody reads.
    {error, {timeout, Rest2}} = socket:send(C, Data, 100),
    say("timeout", byte_size(Rest2) < Size),
        spawn(fun() -> Self ! {waited, socket:send(C, Data)} end),
    timer:sleep(50),
    say("writers", element(4, states(C))),
    _ = socket:close(C),
    say("writer", receive {waited, {error, {W, Bin}}} when is_binary(Bin) -> W; {waited, {error, W}} -> W after 10000 -> none end),
    socket:close(D).

vectors() ->
    {A, B} = pair(),
    ok = socket:sendmsg(A, #{iov => [<<"a">>, <<>>, <<"bc">>], flags => []}),
    say("vector", socket:recv(B, 3)),
    Many = [<<(N rem 256)>> || N <- lists:seq(1, 3000)],
    say("many", socket:sendmsg(A, #{iov => Many})),
    {ok, Got} = socket:recv(B, 3000),
    say("got", Got =:= iolist_to_binary(Many)),
    say("not binaries", try_(sendmsg, [A, #{iov => [<<"a">>, "b"]}])),
    say("improper", try_(sendmsg, [A, #{iov => [<<"a">> | <<"b">>]}])),
    say("no list", try_(sendmsg, [A, #{iov => foo}])),
    say("ctrl", try_(sendmsg, [A, #{iov => [<<"a">>], ctrl => [#{level => foo, type => bar, data => <<>>}]}])),
    say("address", try_(sendmsg, [A, #{iov => [<<"a">>], addr => foo}])),
    socket:close(A), socket:close(B).

owners() ->
    Self = self(),
    {A, B} = pair(),
    {Pid, Mon} = spawn_monitor(fun() -> Self ! {self(), socket:setopt(A, {otp, controlling_process}, self())}, receive stop -> ok end end),
    say("not the owner", receive {Pid, R} -> R end),
    say("give", socket:setopt(A, {otp, controlling_process}, Pid)),
    say("no longer", socket:setopt(A, {otp, controlling_process}, self())),
    say("owner", socket:getopt(A, {otp, controlling_process}) =:= {ok, Pid}),
    {select, {select_info, _, H}} = socket:recv(A, 0, nowait),
    Pid ! stop,
    receive {'DOWN', Mon, _, _, _} -> ok end,
    say("closed by the other", socket:recv(B, 1, 1000)),
    say("told", receive {'$socket', A, abort, {H, Why}} -> Why after 10000 -> none end),
    say("here", socket:recv(A, 0, 0)),
    say("dead owner", socket:setopt(B, {otp, controlling_process}, Pid)),
    say("not a pid", socket:setopt(B, {otp, controlling_process}, foo)),
    socket:close(B),
    {L, Port} = listening(),
    ok = socket:close(L),
    say("after one was killed", [listener_killed(Port) || _ <- [1, 2, 3]]).

%% Who comes after a process that listened finds the address free.
listener_killed(Port) ->
    Self = self(),
    {Pid, Mon} = spawn_monitor(fun() ->
        {ok, L} = socket:open(inet, stream, tcp),
        Self ! {self(), socket:bind(L, loopback(Port)), socket:listen(L)},
        receive stop -> ok end
    end),
    Bound = receive {Pid, Bind, Listen} -> {Bind, Listen} end,
    exit(Pid, kill),
    receive {'DOWN', Mon, _, _, _} -> Bound end.

refusals() ->
    {L, Port} = listening(),
    ok = socket:close(L),
    {ok, S} = socket:open(inet, stream, tcp),
    say("refused", socket:connect(S, loopback(Port))),
    say("states", states(S)),
    {ok, S2} = socket:open(inet, stream, tcp),
    say("wrong family", socket:connect(S2, #{family => inet6, addr => loopback, port => Port})),
    say("local address", socket:connect(S2, #{family => local, path => "/nowhere"})),
    [say(io_lib:format("~0p", [Addr]), try_(bind, [S2, Addr]))
     || Addr <- [foo, #{}, #{family => foo}, #{family => inet, port => foo}, #{family => inet, addr => {192,0,2,77}, port => 0}, #{family => inet, port => 70000},
                 #{family => inet, addr => {1,2,3}}, #{family => inet, addr => {1,2,3,256}}, #{family => inet, foo => 1},
                 #{family => local}, #{family => local, path => 17}, {127,0,0,1},
                 #{family => inet6, addr => loopback}, broadcast]],
    [say(io_lib:format("~0p", [A]), try_(listen, [S2, A])) || A <- [foo, -5]],
    socket:close(S), socket:close(S2),
    [say(io_lib:format("~0p", [A]), try_(F, A))
     || {F, A} <- [{recv, [foo]}, {send, [foo, <<>>]}, {close, [foo]}, {accept, [foo]}, {info, [foo]}, {sockname, [foo]},
                   {setopt, [foo, {socket, debug}, true]}, {shutdown, [foo, read]}]],
    [say(io_lib:format("~0p", [F]), try_(F, [{'$socket', make_ref()} | A]))
     || {F, A} <- [{recv, [0, 0]}, {send, [<<>>]}, {close, []}, {info, []}, {sockname, []}, {peername, []}, {listen, []},
                   {shutdown, [read]}, {getopt, [{socket, type}]}, {setopt, [{socket, reuseaddr}, true]}, {accept, []},
                   {connect, [loopback(1)]}, {bind, [any]}, {cancel, [{select_info, recv, make_ref()}]}]].

local() ->
    Path = filename:absname("socket"),
    Address = #{family => local, path => Path},
    {ok, L} = socket:open(local, stream),
    say("bind", socket:bind(L, Address)),
    say("listen", socket:listen(L)),
    {ok, #{path := Bound}} = socket:sockname(L),
    say("path", Bound =:= Path orelse Bound =:= list_to_binary(Path)),
    {ok, C} = socket:open(local, stream),
    say("connect", socket:connect(C, Address)),
    {ok, S} = socket:accept(L),
    say("names", {socket:sockname(C), socket:peername(S)}),
    ok = socket:send(C, <<"local">>),
    say("got", socket:recv(S, 5)),
    {ok, D} = socket:open(local, stream),
    say("exists", socket:bind(D, Address)),
    [socket:close(X) || X <- [C, S, L]],
    file:delete(Path),
    say("nowhere", socket:connect(D, #{family => local, path => "/nowhere"})),
    socket:close(D).

monitors() ->
    {A, B} = pair(),
    say("registered", lists:member(A, socket:which_sockets())),
    say("of this type", [A, B] -- socket:which_sockets(stream)),
    say("of another type", lists:member(A, socket:which_sockets(dgram))),
    Ref = socket:monitor(A),
    ok = socket:close(A),
    say("down", receive {'DOWN', Ref, socket, A, Why} -> Why after 10000 -> none end),
    say("down at once", begin Ref2 = socket:monitor(A), receive {'DOWN', Ref2, socket, A, Why2} -> Why2 after 10000 -> none end end),
    Ref3 = socket:monitor(B),
    say("cancelled", socket:cancel_monitor(Ref3)),
    socket:close(B),
    say("none", receive M -> M after 50 -> none end).
