%% A carrier of OTP's distribution over channels that the host of the machine makes, such as MessagePorts and WebSockets: what
%% `-proto_dist beamline` names. A channel is a port, so that packets go straight from it to the machine's connection and back once the nodes have
%% shaken hands. What a carrier has to do is in "How to Implement an Alternative Carrier for the Erlang Distribution" of OTP's documentation.
-module(beamline_dist).

-export([listen/1, listen/2, accept/1, accept_connection/5, setup/5, close/1, select/1, address/0, address/1]).

-include_lib("kernel/include/net_address.hrl").
-include_lib("kernel/include/dist.hrl").
-include_lib("kernel/include/dist_util.hrl").

%% Operations of the driver.
-define(CONNECT, 1).
-define(LISTEN, 2).
-define(ACCEPT, 3).
-define(RECEIVE, 4).

%% Its answers.
-define(DONE, 0).
-define(FAILED, 1).

-define(FAMILY, beamline).

%% The longest that is waited for a packet, in milliseconds.
-define(FOREVER, 16#ffffffff).

%% True for the name of a node that a channel may lead to.
select(Node) ->
    case string:split(atom_to_list(Node), "@", all) of
        [[_ | _], [_ | _]] -> true;
        _ -> false
    end.

address() ->
    {ok, Host} = inet:gethostname(),
    address(Host).

address(Host) ->
    #net_address{address = channel, host = Host, protocol = ?FAMILY, family = ?FAMILY}.

listen(Name) ->
    {ok, Host} = inet:gethostname(),
    listen(Name, Host).

listen(Name, Host) ->
    Port = open(),
    case control(Port, ?LISTEN, atom_to_list(Name) ++ "@" ++ Host) of
        {?DONE, _} -> {ok, {Port, address(Host), -1}};
        _ ->
            close(Port),
            {error, no_channels}
    end.

close(Port) ->
    try port_close(Port) catch error:badarg -> true end.

accept(Listener) ->
    Kernel = self(),
    spawn_opt(
        fun() ->
            true = port_connect(Listener, self()),
            accept_loop(Kernel, Listener)
        end,
        [link, {priority, max}]
    ).

accept_loop(Kernel, Listener) ->
    receive
        {Listener, {data, Number}} ->
            Port = open(),
            case control(Port, ?ACCEPT, Number) of
                {?DONE, _} -> hand_over(Kernel, Port);
                _ -> close(Port)
            end,
            accept_loop(Kernel, Listener)
    end.

hand_over(Kernel, Port) ->
    Kernel ! {accept, self(), Port, ?FAMILY, ?FAMILY},
    receive
        {Kernel, controller, Pid} ->
            _ = (catch port_connect(Port, Pid)),
            unlink(Port),
            Pid ! {self(), controller};
        {Kernel, unsupported_protocol} ->
            exit(unsupported_protocol)
    end.

accept_connection(Acceptor, Port, MyNode, Allowed, SetupTime) ->
    Kernel = self(),
    spawn_opt(
        fun() ->
            receive
                {Acceptor, controller} ->
                    Timer = dist_util:start_timer(SetupTime),
                    dist_util:handshake_other_started(data(Kernel, MyNode, Port, Timer, Allowed))
            end
        end,
        dist_util:net_ticker_spawn_options()
    ).

setup(Node, Type, MyNode, _NameDomain, SetupTime) ->
    Kernel = self(),
    spawn_opt(
        fun() ->
            Timer = dist_util:start_timer(SetupTime),
            Port = open(),
            case control(Port, ?CONNECT, atom_to_list(Node)) of
                {?DONE, _} ->
                    Data = data(Kernel, MyNode, Port, Timer, undefined),
                    dist_util:handshake_we_started(Data#hs_data{
                        other_node = Node,
                        other_version = ?ERL_DIST_VER_HIGH,
                        request_type = Type
                    });
                _ ->
                    ?shutdown(Node)
            end
        end,
        dist_util:net_ticker_spawn_options()
    ).

data(Kernel, MyNode, Port, Timer, Allowed) ->
    #hs_data{
        kernel_pid = Kernel,
        this_node = MyNode,
        socket = Port,
        timer = Timer,
        this_flags = 0,
        allowed = Allowed,
        f_send = fun send/2,
        f_recv = fun recv/3,
        f_setopts_pre_nodeup = fun(_) -> ok end,
        f_setopts_post_nodeup = fun(_) -> ok end,
        f_getll = fun(Channel) -> {ok, Channel} end,
        f_address = fun(_, Node) ->
            [_, Host] = string:split(atom_to_list(Node), "@"),
            address(Host)
        end,
        mf_tick = fun(Channel) -> send(Channel, []) end,
        %% Packets are handed over whole.
        reject_flags = ?DFLAG_FRAGMENTS
    }.

send(Port, Data) ->
    try port_command(Port, Data) of
        true -> ok
    catch
        error:badarg -> {error, closed}
    end.

recv(Port, _Length, infinity) -> recv(Port, 0, ?FOREVER);
recv(Port, _Length, Timeout) ->
    case control(Port, ?RECEIVE, <<Timeout:32>>) of
        {?DONE, Packet} -> {ok, Packet};
        {?FAILED, _} -> {error, timeout};
        closed -> {error, closed};
        _ -> {error, closed}
    end.

open() ->
    open_port({spawn_driver, "beamline_channel"}, [binary]).

control(Port, Operation, Data) ->
    try
        [Answer | Rest] = port_control(Port, Operation, Data),
        {Answer, Rest}
    catch
        error:badarg -> closed
    end.
