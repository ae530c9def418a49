%% The functions beneath socket with arguments of all kinds: each returns or raises, and sockets work afterwards.
-module(fuzz).
-export([main/0]).

main() ->
    rand:seed(exsss, 42),
    Functions = [{F, A} || {F, A} <- prim_socket:module_info(exports), A > 0, not lists:member(F, [module_info, on_load, init, debug, socket_debug, use_registry, p_get])]
        ++ [{net, F, A} || {F, A} <- prim_net:module_info(exports), A > 0, not lists:member(F, [module_info, on_load, command])],
    Kinds = lists:usort([call(lists:nth(rand:uniform(length(Functions)), Functions)) || _ <- lists:seq(1, 1000)]),
    io:format("~p~n", [Kinds -- [error, throw, tuple, atom, list, map, binary, other]]),
    {ok, L} = socket:open(inet, stream, tcp),
    ok = socket:bind(L, #{family => inet, addr => {127,0,0,1}}),
    ok = socket:listen(L),
    {ok, Address} = socket:sockname(L),
    {ok, C} = socket:open(inet, stream, tcp),
    ok = socket:connect(C, Address),
    {ok, S} = socket:accept(L),
    ok = socket:send(C, <<"works">>),
    io:format("~p~n", [socket:recv(S, 5)]).

call({F, A}) -> call({prim_socket, F, A});
call({M, F, A}) ->
    Module = case M of net -> prim_net; _ -> M end,
    Arguments = [argument() || _ <- lists:seq(1, A)],
    Self = self(),
    {Pid, Mon} = spawn_monitor(fun() -> Self ! {self(), try kind(apply(Module, F, Arguments)) catch Class:_ -> Class end} end),
    receive
        {Pid, Kind} -> demonitor(Mon, [flush]), Kind;
        {'DOWN', Mon, _, _, Reason} -> {died, F, Arguments, Reason}
    after 5000 -> {hangs, F, Arguments}
    end.

kind(T) when is_tuple(T) -> tuple;
kind(T) when is_atom(T) -> atom;
kind(T) when is_list(T) -> list;
kind(T) when is_map(T) -> map;
kind(T) when is_binary(T) -> binary;
kind(_) -> other.

argument() ->
    All = [foo, true, zero, read, recv, inet, inet6, local, stream, dgram, tcp, udp, default, 0, 1, -1, 17, 65536, 1 bsl 31, 1 bsl 70, 1.5, [], [foo],
           [peek], [{a, b}], "lo", "127.0.0.1", <<>>, <<"data">>, <<1:3>>, [<<"a">>, <<"b">>], [<<"a">> | <<"b">>], make_ref(), self(), fun() -> ok end,
           #{}, #{family => inet}, #{family => inet, port => 9, addr => loopback}, #{family => inet6, addr => {0,0,0,0,0,0,0,1}, port => -5},
           #{family => local, path => <<"/nowhere/at/all">>}, #{family => unspec}, #{iov => [<<"x">>]}, #{iov => foo, ctrl => [#{level => ip, type => tos, data => <<1>>}]},
           #{onoff => true, linger => -1}, {otp, rcvbuf}, {otp, meta}, {socket, linger}, {tcp, nodelay}, {ip, add_membership}, {ipv6, v6only}, {0, 4711},
           {socket, 4}, gifconf, gifname, {}, {1, 2}, any],
    case rand:uniform(3) of
        1 -> socket();
        _ -> lists:nth(rand:uniform(length(All)), All)
    end.

socket() ->
    {Domain, Type} = lists:nth(rand:uniform(3), [{inet, stream}, {inet, dgram}, {inet6, stream}]),
    {ok, {'$socket', Reference}} = socket:open(Domain, Type),
    Reference.
