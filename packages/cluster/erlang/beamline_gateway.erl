%% A gateway for web pages in a node of OTP: pages connect by WebSockets and become nodes like any other. A WebSocket to `/?node=NAME` is a connection to
%% the node of that name; each message in it is a packet of OTP's distribution. It needs nothing but kernel, stdlib and crypto.
%%
%%     beamline_gateway:start(8080, #{nodes => [node()]}).
%%
%% As everywhere, it is the cookie that says who may connect: a page that knows it can do whatever a node can.
-module(beamline_gateway).

-export([start/1, start/2, start_link/2, stop/1, port/1]).

%% RFC 6455, 1.3.
-define(GUID, <<"258EAFA5-E914-47DA-95CA-C5AB0DC85B11">>).

%% Kinds of frames (RFC 6455, 5.2).
-define(CONTINUATION, 0).
-define(BINARY, 2).
-define(CLOSE, 8).
-define(PING, 9).
-define(PONG, 10).

%% How long a request may take, in milliseconds, and how long its head may be.
-define(PATIENCE, 5000).
-define(LONGEST_HEAD, 8192).

%% Bytes of the longest packet.
-define(LONGEST_PACKET, 16#7fffffff).

-type options() :: #{
    %% The nodes that pages may connect to. Default: this one.
    nodes => [node()],
    %% The address to listen at. Default: 127.0.0.1.
    ip => inet:ip_address(),
    %% Origins of pages that may use it. Default: those of all pages, and programs that are none.
    origins => [binary()] | all
}.

-spec start(inet:port_number()) -> {ok, pid()} | {error, term()}.
start(Port) ->
    start(Port, #{}).

-spec start(inet:port_number(), options()) -> {ok, pid()} | {error, term()}.
start(Port, Options) ->
    begin_listening(Port, Options, fun proc_lib:start/3).

%% As `start/2`, for a supervisor.
-spec start_link(inet:port_number(), options()) -> {ok, pid()} | {error, term()}.
start_link(Port, Options) ->
    begin_listening(Port, Options, fun proc_lib:start_link/3).

-spec stop(pid()) -> ok.
stop(Gateway) ->
    Monitor = monitor(process, Gateway),
    exit(Gateway, shutdown),
    receive {'DOWN', Monitor, process, Gateway, _} -> ok end.

%% The port that a gateway listens at.
-spec port(pid()) -> inet:port_number().
port(Gateway) ->
    Monitor = monitor(process, Gateway),
    Gateway ! {port, self(), Monitor},
    receive
        {Monitor, Port} -> demonitor(Monitor, [flush]), Port;
        {'DOWN', Monitor, process, Gateway, Reason} -> exit(Reason)
    end.

begin_listening(Port, Options, Start) ->
    Start(erlang, apply, [fun() -> init(Port, Options) end, []]).

init(Port, Options) ->
    Ip = maps:get(ip, Options, {127, 0, 0, 1}),
    case gen_tcp:listen(Port, [binary, {ip, Ip}, {active, false}, {packet, raw}, {reuseaddr, true}, {nodelay, true}]) of
        {ok, Listener} ->
            proc_lib:init_ack({ok, self()}),
            spawn_link(fun() -> accept(Listener, Options) end),
            loop(Listener);
        Error ->
            proc_lib:init_ack(Error)
    end.

loop(Listener) ->
    receive
        {port, From, Reference} ->
            {ok, Port} = inet:port(Listener),
            From ! {Reference, Port};
        _ ->
            ok
    end,
    loop(Listener).

accept(Listener, Options) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    %% A page that fails takes nobody with it.
    Pid = spawn(fun() -> receive go -> serve(Socket, Options) after ?PATIENCE -> ok end end),
    ok = gen_tcp:controlling_process(Socket, Pid),
    Pid ! go,
    accept(Listener, Options).

serve(Socket, Options) ->
    case read_head(Socket, <<>>) of
        {ok, Path, Headers, Rest} -> upgrade(Socket, Path, Headers, Rest, Options);
        error -> refuse(Socket, "400 Bad Request")
    end.

%% The head of a request: its path, its headers by names in small letters, and what came behind it.
read_head(_, Head) when byte_size(Head) > ?LONGEST_HEAD ->
    error;
read_head(Socket, Head) ->
    case binary:split(Head, <<"\r\n\r\n">>) of
        [_] ->
            case gen_tcp:recv(Socket, 0, ?PATIENCE) of
                {ok, More} -> read_head(Socket, <<Head/binary, More/binary>>);
                _ -> error
            end;
        [Lines, Rest] ->
            [Request | Fields] = binary:split(Lines, <<"\r\n">>, [global]),
            case binary:split(Request, <<" ">>, [global]) of
                [<<"GET">>, Path, <<"HTTP/1.1">>] -> {ok, Path, maps:from_list([field(Field) || Field <- Fields]), Rest};
                _ -> error
            end
    end.

field(Field) ->
    case binary:split(Field, <<":">>) of
        [Name, Value] -> {string:lowercase(Name), string:trim(Value)};
        [Name] -> {string:lowercase(Name), <<>>}
    end.

upgrade(Socket, Path, Headers, Rest, Options) ->
    IsWebSocket = string:lowercase(maps:get(<<"upgrade">>, Headers, <<>>)) =:= <<"websocket">>,
    case Headers of
        #{<<"sec-websocket-key">> := Key, <<"sec-websocket-version">> := <<"13">>} when IsWebSocket ->
            Node = wanted_node(Path),
            case is_granted(Node, maps:get(<<"origin">>, Headers, <<>>), Options) andalso dial(Node) of
                {ok, Target} ->
                    Accept = base64:encode(crypto:hash(sha, [Key, ?GUID])),
                    ok = gen_tcp:send(Socket, [
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ",
                        Accept,
                        "\r\n\r\n"
                    ]),
                    bridge(Socket, Target, Rest);
                _ ->
                    refuse(Socket, "403 Forbidden")
            end;
        _ ->
            refuse(Socket, "426 Upgrade Required")
    end.

refuse(Socket, Status) ->
    _ = gen_tcp:send(Socket, ["HTTP/1.1 ", Status, "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"]),
    gen_tcp:close(Socket).

wanted_node(Path) ->
    case uri_string:parse(Path) of
        #{query := Query} ->
            case uri_string:dissect_query(Query) of
                Pairs when is_list(Pairs) -> proplists:get_value(<<"node">>, Pairs, <<>>);
                _ -> <<>>
            end;
        _ ->
            <<>>
    end.

is_granted(Node, Origin, Options) ->
    Names = [atom_to_binary(Name) || Name <- maps:get(nodes, Options, [node()])],
    IsOrigin =
        case maps:get(origins, Options, all) of
            all -> true;
            Origins -> lists:member(Origin, Origins)
        end,
    IsOrigin andalso lists:member(Node, Names).

%% Connects to where a node listens. Packets of the handshake have two bytes of length in front.
dial(Node) ->
    [Name, Host] = string:split(binary_to_list(Node), "@"),
    case erl_epmd:port_please(Name, Host, ?PATIENCE) of
        {port, Port, _} -> gen_tcp:connect(Host, Port, [binary, {active, once}, {packet, 2}, {nodelay, true}], ?PATIENCE);
        _ -> error
    end.

bridge(Socket, Target, Rest) ->
    ok = inet:setopts(Socket, [{active, true}]),
    carry(Socket, Target, Rest, []).

%% Passes packets on, both ways. `Message` is what has come of one in several frames, the last part first.
carry(Socket, Target, Bytes, Message) ->
    case frame(Bytes) of
        more ->
            receive
                {tcp, Socket, More} ->
                    carry(Socket, Target, <<Bytes/binary, More/binary>>, Message);
                {tcp, Target, Packet} ->
                    ok = gen_tcp:send(Socket, written(?BINARY, Packet)),
                    received(Target, Packet),
                    carry(Socket, Target, Bytes, Message);
                {tcp_closed, _} ->
                    close(Socket, Target);
                {tcp_error, _, _} ->
                    close(Socket, Target)
            end;
        {Final, Kind, Data, Rest} when Kind =:= ?BINARY; Kind =:= ?CONTINUATION ->
            case Final of
                1 ->
                    ok = gen_tcp:send(Target, lists:reverse(Message, [Data])),
                    carry(Socket, Target, Rest, []);
                0 ->
                    carry(Socket, Target, Rest, [Data | Message])
            end;
        {1, ?PING, Data, Rest} ->
            ok = gen_tcp:send(Socket, written(?PONG, Data)),
            carry(Socket, Target, Rest, Message);
        {1, ?PONG, _, Rest} ->
            carry(Socket, Target, Rest, Message);
        _ ->
            _ = gen_tcp:send(Socket, written(?CLOSE, <<>>)),
            close(Socket, Target)
    end.

%% The last message of a handshake says that the cookie is right: packets behind it have four bytes of length in front. Until then one is taken at a time.
received(Target, Packet) ->
    case {get(shaken), Packet} of
        {true, _} ->
            ok;
        {undefined, <<$a, _/binary>>} ->
            put(shaken, true),
            ok = inet:setopts(Target, [{packet, 4}, {active, true}]);
        {undefined, _} ->
            ok = inet:setopts(Target, [{active, once}])
    end.

close(Socket, Target) ->
    gen_tcp:close(Socket),
    gen_tcp:close(Target).

%% The frame that bytes begin with, its data unmasked; pages always mask theirs.
frame(<<Final:1, 0:3, Kind:4, 1:1, 126:7, Length:16, Key:4/binary, Data:Length/binary, Rest/binary>>) ->
    {Final, Kind, unmasked(Data, Key), Rest};
frame(<<Final:1, 0:3, Kind:4, 1:1, 127:7, Length:64, Key:4/binary, Data:Length/binary, Rest/binary>>) when
    Length =< ?LONGEST_PACKET
->
    {Final, Kind, unmasked(Data, Key), Rest};
frame(<<Final:1, 0:3, Kind:4, 1:1, Length:7, Key:4/binary, Data:Length/binary, Rest/binary>>) when Length < 126 ->
    {Final, Kind, unmasked(Data, Key), Rest};
frame(<<_:1, 0:3, _:4, 1:1, 127:7, Length:64, _/binary>>) when Length > ?LONGEST_PACKET ->
    invalid;
frame(<<_:1, Reserved:3, _:4, Masked:1, _/bitstring>>) when Reserved =/= 0; Masked =/= 1 ->
    invalid;
frame(_) ->
    more.

unmasked(Data, Key) ->
    Times = (byte_size(Data) + 3) div 4,
    crypto:exor(Data, binary:part(binary:copy(Key, Times), 0, byte_size(Data))).

written(Kind, Data) when byte_size(Data) < 126 -> [<<1:1, 0:3, Kind:4, 0:1, (byte_size(Data)):7>>, Data];
written(Kind, Data) when byte_size(Data) =< 16#ffff -> [<<1:1, 0:3, Kind:4, 0:1, 126:7, (byte_size(Data)):16>>, Data];
written(Kind, Data) -> [<<1:1, 0:3, Kind:4, 0:1, 127:7, (byte_size(Data)):64>>, Data].
