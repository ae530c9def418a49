-module(chat).
-export([main/1]).

%% Runs on both machines. The page carries what one tells its peer to the process chat of the other.
main(Name) ->
    register(chat, spawn(fun() -> listen(Name) end)),
    io:format("I am ~s. Write something below.~n", [Name]),
    talk(Name, js:global(peer)).

talk(Name, Peer) ->
    case io:get_line("") of
        eof ->
            ok;
        Line ->
            js:call(Peer, send, [unicode:characters_to_binary([Name, ": ", string:trim(Line)])]),
            talk(Name, Peer)
    end.

listen(Name) ->
    receive
        {peer, Text} ->
            io:format("~ts~n", [Text]),
            listen(Name)
    end.
