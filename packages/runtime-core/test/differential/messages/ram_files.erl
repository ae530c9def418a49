%% Files in memory, by the commands of their driver: what ram_file.erl sends to a port, and what comes back.
-module(ram_files).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

-define(OPEN(Mode, Data), [<<1, Mode:32>> | Data]).
-define(READ(N), <<2, N:32>>).
-define(POSITION(Offset, Whence), <<3, Offset:32, Whence:32>>).
-define(WRITE(Data), [4 | Data]).
-define(TRUNCATE, [14]).
-define(READ_AT(At, N), <<17, At:32, N:32>>).
-define(WRITE_AT(At, Data), [<<18, At:32>> | Data]).
-define(ALL, [30]).
-define(SIZE, [37]).

cases() ->
    [{session, [Options, Mode, Session]} || Options <- [[], [binary]], Mode <- [0, 1, 2, 3], Session <- [reads, writes, positions, holes, rest]]
        ++ [{unopened, [Command]} || Command <- [read, write, position, truncate, sync, all, size]]
        ++ [{F, []} || F <- [grows, again, owner, facts, too_far, by_driver]].

session(Options, Mode, Session) ->
    P = open(Options),
    try [do(P, C) || C <- [?OPEN(Mode, "abcdef") | commands(Session)]] after close(P) end.

commands(reads) ->
    [?READ(2), ?READ(0), ?READ(10), ?READ(10), ?READ(0), ?READ(-1), ?READ_AT(1, 3), ?READ_AT(6, 1), ?READ_AT(9, 0), ?READ_AT(-1, 2), ?READ_AT(0, -2), ?READ(1)];
commands(writes) ->
    [?WRITE("xy"), ?ALL, ?WRITE(""), ?WRITE_AT(4, "1234"), ?WRITE_AT(-1, "a"), ?ALL, ?SIZE, ?READ(1), ?TRUNCATE, ?ALL, ?SIZE];
commands(positions) ->
    [?POSITION(3, 0), ?POSITION(1, 1), ?POSITION(-2, 1), ?POSITION(-1, 2), ?POSITION(5, 2), ?POSITION(-20, 2), ?POSITION(-1, 0), ?POSITION(0, 3), ?POSITION(0, 1)];
commands(holes) ->
    [?WRITE_AT(10, "z"), ?ALL, ?POSITION(2, 0), ?TRUNCATE, ?ALL, ?WRITE_AT(8, "e"), ?ALL, ?POSITION(20, 0), ?READ(1), ?WRITE("end"), ?ALL, ?POSITION(30, 0), ?TRUNCATE, ?ALL];
commands(rest) ->
    [[9], [19], <<38, 0:64, 0:64, 1:32>>, <<39, 0:64, 8:64>>, ?SIZE].

unopened(Command) ->
    P = open([]),
    try do(P, command(Command)) after close(P) end.

command(read) -> ?READ(1);
command(write) -> ?WRITE("a");
command(position) -> ?POSITION(0, 0);
command(truncate) -> ?TRUNCATE;
command(sync) -> [9];
command(all) -> ?ALL;
command(size) -> ?SIZE.

%% As many pieces as it has to grow for.
grows() ->
    P = open([binary]),
    do(P, ?OPEN(3, "")),
    Piece = binary:copy(<<"0123456789">>, 100),
    Sizes = [do(P, ?WRITE([Piece, N])) || N <- seq(60)],
    [2, _, _, _, _ | All] = do(P, ?ALL),
    close(P),
    {Sizes, byte_size(All), erlang:crc32(All)}.

%% One that is opened once more has other bytes.
again() ->
    P = open([]),
    try [do(P, C) || C <- [?OPEN(3, "first one"), ?READ(3), ?OPEN(1, "second"), ?READ(10), ?WRITE("x"), ?ALL]] after close(P) end.

%% By messages of its owner, and the end of it.
owner() ->
    P = open([]),
    P ! {self(), {command, ?OPEN(1, <<"text">>)}},
    First = answer(P),
    P ! {self(), {command, ?READ(9)}},
    Second = answer(P),
    P ! {self(), close},
    receive {P, closed} -> ok end,
    {First, Second, erts_internal:port_info(P, name)}.

facts() ->
    P = open([]),
    do(P, ?OPEN(1, "abc")),
    do(P, ?READ(2)),
    Facts = [erts_internal:port_info(P, Item) || Item <- [name, input, output, os_pid]],
    close(P),
    Facts.

too_far() ->
    P = open([]),
    try [do(P, C) || C <- [?OPEN(3, ""), ?POSITION(16#7fffffff, 0), ?POSITION(0, 1), ?READ(1), ?SIZE]] after close(P) end.

by_driver() ->
    P = done(erts_internal:open_port({spawn_driver, "ram_file_drv and words"}, [])),
    try {do(P, ?OPEN(1, "abc")), erts_internal:port_info(P, name)} after close(P) end.

open(Options) -> done(erts_internal:open_port({spawn, "ram_file_drv"}, Options)).
close(Port) -> done(erts_internal:port_close(Port)).
do(Port, Command) ->
    true = done(erts_internal:port_command(Port, Command, [])),
    answer(Port).
answer(Port) -> receive {Port, {data, Data}} -> Data end.

%% The real Erlang may do it later and tell.
done(Reference) when is_reference(Reference) -> receive {Reference, Result} -> Result end;
done(Result) -> Result.

seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
