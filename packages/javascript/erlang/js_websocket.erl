%% WebSockets by the class `WebSocket`, which the page has to grant. Each has a process, the socket, that ends with its owner and with the connection.
%% The owner gets {js_websocket, Socket, What}: open, {text, Binary}, {binary, Binary}, {closed, Code, Reason}.
-module(js_websocket).
-export([open/1, open/2, send/2, close/1, close/3, more/2]).
-export_type([options/0]).

%% deliver is that of js:listen/3, for messages: all, latest or {credit, N}; more/2 then asks for more.
-type options() :: #{protocols => [binary()], deliver => all | latest | {credit, pos_integer()}, owner => pid()}.

-spec open(binary()) -> pid().
open(Url) -> open(Url, #{}).

%% Returns at once; the message `open`, or `closed`, says how it went. The error js_error for a URL that is none.
-spec open(binary(), options()) -> pid().
open(Url, Options) ->
    Owner = option(owner, Options, self()),
    Ref = make_ref(),
    Self = self(),
    {Socket, Monitor} = spawn_monitor(fun() -> start(Url, Options, Owner, Self, Ref) end),
    receive
        {Ref, ok} ->
            demonitor(Monitor, [flush]),
            Socket;
        {Ref, Reason} ->
            demonitor(Monitor, [flush]),
            erlang:error(Reason, [Url, Options]);
        {'DOWN', Monitor, _, _, Reason} -> erlang:error(Reason, [Url, Options])
    end.

%% Text in UTF-8 as a binary, other bytes as {bytes, Binary}.
-spec send(pid(), binary() | {bytes, binary()}) -> ok.
send(Socket, Data) ->
    Socket ! {send, Data},
    ok.

-spec close(pid()) -> ok.
close(Socket) -> close(Socket, 1000, <<>>).

-spec close(pid(), 1000..4999, binary()) -> ok.
close(Socket, Code, Reason) ->
    Socket ! {close, Code, Reason},
    ok.

-spec more(pid(), pos_integer()) -> ok.
more(Socket, Count) ->
    Socket ! {more, Count},
    ok.

start(Url, Options, Owner, Caller, Ref) ->
    try js:new(js:global(<<"WebSocket">>), [Url, option(protocols, Options, [])]) of
        Web ->
            js:set(Web, <<"binaryType">>, <<"arraybuffer">>),
            Deliver = option(deliver, Options, all),
            Message = js:listen(Web, <<"message">>, #{properties => [<<"data">>], deliver => Deliver}),
            Open = js:listen(Web, <<"open">>, #{properties => []}),
            Closed = js:listen(Web, <<"close">>, #{properties => [<<"code">>, <<"reason">>]}),
            Monitor = monitor(process, Owner),
            Caller ! {Ref, ok},
            loop(Web, Owner, Message, Open, Closed, Monitor)
    catch error:Reason -> Caller ! {Ref, Reason}
    end.

loop(Web, Owner, Message, Open, Closed, Monitor) ->
    receive
        {js_event, Message, #{<<"data">> := Data}} ->
            Owner ! {js_websocket, self(), kind(Data)},
            loop(Web, Owner, Message, Open, Closed, Monitor);
        {js_event, Open, _} ->
            Owner ! {js_websocket, self(), open},
            loop(Web, Owner, Message, Open, Closed, Monitor);
        {js_event, Closed, #{<<"code">> := Code, <<"reason">> := Reason}} ->
            Owner ! {js_websocket, self(), {closed, Code, Reason}};
        {send, Data} ->
            js:call(Web, <<"send">>, [Data]),
            loop(Web, Owner, Message, Open, Closed, Monitor);
        {close, Code, Reason} ->
            js:call(Web, <<"close">>, [Code, Reason]),
            loop(Web, Owner, Message, Open, Closed, Monitor);
        {more, Count} ->
            js:more(Message, Count),
            loop(Web, Owner, Message, Open, Closed, Monitor);
        {'DOWN', Monitor, _, _, _} -> js:call(Web, <<"close">>, [])
    end.

kind({bytes, Bytes}) -> {binary, Bytes};
kind(Text) -> {text, Text}.

%% As maps:get/3, which is in a library that need not be there.
option(Key, Options, Default) ->
    case Options of
        #{Key := Value} -> Value;
        _ -> Default
    end.
