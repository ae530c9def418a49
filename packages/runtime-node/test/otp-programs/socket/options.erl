%% What options of sockets can be set and read.
-module(options).
-export([main/0]).

main() ->
    {ok, T} = socket:open(inet, stream, tcp),
    {ok, U} = socket:open(inet, dgram, udp),
    {ok, S6} = socket:open(inet6, dgram, udp),
    say("fresh connect/1", try_(connect, [T])),
    [set_and_read(T, O, V) || {O, V} <-
        [{{otp, debug}, false}, {{otp, iow}, true}, {{otp, iow}, false}, {{otp, rcvbuf}, 4711},
         {{otp, rcvbuf}, {3, 100}}, {{otp, rcvbuf}, default}, {{otp, rcvbuf}, 0}, {{otp, rcvbuf}, foo}, {{otp, rcvbuf}, -1}, {{otp, rcvbuf}, {0, 5}},
         {{otp, rcvctrlbuf}, 512}, {{otp, rcvctrlbuf}, default}, {{otp, sndctrlbuf}, 512}, {{otp, rcvctrlbuf}, foo},
         {{otp, meta}, #{any => "term"}}, {{otp, domain}, inet}, {{otp, foo}, 17}, {{otp, use_registry}, true},
         {{otp, debug}, foo},
         {{socket, reuseaddr}, true}, {{socket, reuseaddr}, false}, {{socket, reuseaddr}, foo}, {{socket, keepalive}, true},
         {{socket, linger}, #{onoff => true, linger => 3}}, {{socket, linger}, #{onoff => false, linger => 0}}, {{socket, linger}, abort},
         {{socket, linger}, foo}, {{socket, linger}, #{onoff => 1}},
         {{socket, type}, stream}, {{socket, protocol}, tcp}, {{socket, domain}, inet}, {{socket, acceptconn}, true},
         {{socket, broadcast}, foo}, {{socket, rcvbuf}, foo}, {{socket, sndbuf}, foo},
         {{tcp, nodelay}, true}, {{tcp, nodelay}, false}, {{tcp, nodelay}, foo}, {{'TCP', nodelay}, true},
         {{foo, bar}, 1}, {foo, 1}, {{socket, foo}, 1}, {{udp, foo}, 1}]],
    [set_and_read(U, O, V) || {O, V} <-
        [{{socket, broadcast}, true}, {{socket, rcvbuf}, 20000}, {{socket, sndbuf}, 20000}, {{socket, reuseaddr}, true},
         {{ip, multicast_loop}, false}, {{ip, multicast_ttl}, 5}, {{ip, ttl}, 17}, {{ip, multicast_if}, {127,0,0,1}}, {{ip, multicast_if}, any},
         {{ip, multicast_ttl}, foo}, {{ip, multicast_loop}, foo}, {{ip, ttl}, foo}, {{ip, multicast_if}, foo},
         {{ip, add_membership}, foo}, {{ip, drop_membership}, #{multiaddr => {224,0,0,251}, interface => {127,0,0,1}}},
         {{ip, add_membership}, #{multiaddr => {224,0,0,251}, interface => {127,0,0,1}}},
         {{ip, drop_membership}, #{multiaddr => {224,0,0,251}, interface => {127,0,0,1}}},
         {{ipv6, v6only}, true}, {{ipv6, multicast_hops}, 3}]],
    [set_and_read(S6, O, V) || {O, V} <-
        [{{ipv6, v6only}, true}, {{ipv6, multicast_hops}, 3}, {{ipv6, multicast_loop}, false}, {{ipv6, unicast_hops}, 20}, {{ipv6, multicast_loop}, true},
         {{ipv6, add_membership}, foo}]],
    say("protocol", socket:getopt(T, {socket, protocol})),
    say("native", socket:getopt(T, socket, {2, integer})),
    say("native bool", socket:getopt(T, socket, {2, boolean})),
    say("native bytes", socket:getopt(T, socket, {2, 4})),
    say("native size", socket:getopt(T, socket, {2, 2})),
    say("native set", socket:setopt(T, socket, 2, <<1:32/native>>)),
    say("read", socket:getopt(T, {socket, reuseaddr})),
    say("native bad", try_(getopt_native, [T, {socket, 2}, foo])),
    say("native unknown", try_(getopt_native, [T, {socket, 4711}, integer])),
    say("native level", try_(getopt_native, [T, {4711, 1}, integer])),
    say("bad", try_(getopt, [T, foo])),
    [say(io_lib:format("supported ~p", [A]), try_(is_supported, A))
     || A <- [[ipv6], [foo], [options, socket, reuseaddr], [options, tcp, nodelay], [options, foo, bar], [options, ip, ttl],
              [protocols, tcp], [protocols, udp], [protocols, foo], [msg_flags, peek], [msg_flags, foo], [ioctl_requests, gifconf], [ioctl_flags, up]]],
    say("supports", lists:all(fun({_, V}) -> is_boolean(V) orelse is_list(V) end, socket:supports())),
    say("foo", socket:supports(foo)),
    say("foo, bar", socket:supports(foo, bar)),
    [socket:close(S) || S <- [T, U, S6]],
    names().

names() ->
    say("gethostname", element(1, net:gethostname())),
    say("getaddrinfo", without_ports(net:getaddrinfo("127.0.0.1"))),
    say("with service", net:getaddrinfo("127.0.0.1", "80")),
    say("no service", net:getaddrinfo("127.0.0.1", "no-such-service")),
    say("service alone", net:getaddrinfo(undefined, "80")),
    say("no host", element(1, net:getaddrinfo("no-such-host.invalid"))),
    say("bad", try_(net, getaddrinfo, [foo])),
    say("getnameinfo", net:getnameinfo(#{family => inet, addr => {127,0,0,1}, port => 80}, [numerichost, numericserv])),
    say("bad flag", try_(net, getnameinfo, [#{family => inet, addr => {127,0,0,1}, port => 80}, [foo]])),
    say("bad address", try_(net, getnameinfo, [#{family => inet, addr => {127,0,0}, port => 80}, []])),
    {ok, Index} = net:if_name2index("lo"),
    say("if_index2name", net:if_index2name(Index)),
    say("if_names", lists:member({Index, "lo"}, element(2, net:if_names()))),
    say("no such name", net:if_name2index("no-such-if")),
    say("no such index", net:if_index2name(99999)),
    {ok, All} = net:getifaddrs(inet),
    say("getifaddrs", [maps:with([name, addr, netmask], I) || #{name := "lo"} = I <- All]).

without_ports({ok, List}) -> {ok, List};
without_ports(Other) -> Other.

set_and_read(S, Option, Value) ->
    say(io_lib:format("~0p ~0p", [Option, Value]), {try_(setopt, [S, Option, Value]), try_(getopt, [S, Option])}).

%% What a call returns or raises.
try_(Module, Function, Arguments) ->
    try apply(Module, Function, Arguments) catch Class:Reason -> {Class, Reason} end.
try_(Function, Arguments) -> try_(socket, Function, Arguments).

say(What, Term) ->
    io:format("~ts: ~0p~n", [What, Term]).
