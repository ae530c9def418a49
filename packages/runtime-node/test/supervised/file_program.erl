%% Uses files in a folder, and prints what comes of it.
-module(file_program).
-export([main/1]).
main(Dir) ->
    P = fun(X) -> io:format("~p~n", [X]) end,
    F = filename:join(Dir, "a.txt"),
    P(file:write_file(F, "line one\nline two\nthird")),
    P(file:read_file(F)),
    P(file:read_file(filename:join(Dir, "missing"))),
    {ok, D} = file:open(F, [read, binary]),
    P([file:read_line(D), file:read(D, 4), file:position(D, cur), file:position(D, bof), file:read(D, 100), file:read(D, 1)]),
    P(file:close(D)),
    {ok, R} = file:open(F, [read, raw, binary, read_ahead]),
    P([file:read_line(R), file:read_line(R), file:read_line(R), file:read_line(R)]),
    file:close(R),
    {ok, A} = file:open(F, [append]), P(io:format(A, "~n~p", [{added, [1,2]}])), file:close(A),
    P(file:read_file(F)),
    {ok, W} = file:open(F, [read, write, raw]), P([file:pwrite(W, 5, <<"XXX">>), file:pread(W, 0, 10), file:position(W, {eof, -3}), file:truncate(W)]), file:close(W),
    P(file:read_file(F)),
    P(file:make_dir(filename:join(Dir, "sub"))), P(file:make_dir(filename:join(Dir, "sub"))),
    P(file:rename(F, filename:join(Dir, "sub/b.txt"))),
    P(file:list_dir(Dir)), P(file:list_dir(filename:join(Dir, "sub"))),
    P(filelib:file_size(filename:join(Dir, "sub/b.txt"))), P(filelib:is_dir(Dir)), P(filelib:is_regular(Dir)),
    P(filelib:wildcard("sub/*", Dir)),
    T = filename:join(Dir, "t.term"), P(file:write_file(T, io_lib:format("~p.~n~p.~n", [{a, 1}, #{b => [c]}]))), P(file:consult(T)),
    P(file:delete(filename:join(Dir, "sub/b.txt"))), P(file:delete(filename:join(Dir, "nope"))), P(file:del_dir(filename:join(Dir, "sub"))), P(file:delete(T)),
    P(file:list_dir(Dir)), P(file:open(filename:join(Dir, "no/where"), [write])), P(file:write_file(Dir, "x")),
    {ok, Cwd} = file:get_cwd(), P(is_list(Cwd)),
    P(element(1, element(2, file:read_file_info(Dir)))), P(element(3, element(2, file:read_file_info(Dir)))).
