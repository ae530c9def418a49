-module(chat).
-export([main/1]).

%% Runs on both machines, which are nodes of one cluster.
main(Name) ->
    register(chat, spawn(fun listen/0)),
    io:format("I am ~s on ~s, connected to ~w.~nWrite something below.~n", [Name, node(), nodes()]),
    talk(Name).

talk(Name) ->
    case io:get_line("") of
        eof ->
            ok;
        Line ->
            [{chat, Node} ! {say, Name, string:trim(Line)} || Node <- nodes()],
            talk(Name)
    end.

listen() ->
    receive
        {say, Name, Text} ->
            io:format("~s: ~ts~n", [Name, Text]),
            listen()
    end.
