%% Some hundred operations on files, of which it prints the results. Works in a folder of its own.
-module(file_operations).
-export([main/1]).
-include_lib("kernel/include/file.hrl").

main(Folder) ->
    P = fun(Name) -> filename:join(Folder, Name) end,
    links(P), permissions(P), times(P), handles(P), modes(P), positions(P), folders(P), lists(P), copies(P), compressed(P), indirect(P),
    arguments(P), names(Folder).

show(Name, Call) -> io:format("~p: ~w~n", [Name, try Call() catch Class:Reason -> {Class, Reason} end]).

show_all(Calls) -> lists:foreach(fun({Name, Call}) -> show(Name, Call) end, Calls).

type(Result) -> case Result of {ok, #file_info{type = Type}} -> Type; _ -> Result end.

info(Result, Fields) ->
    case Result of
        {ok, Info} -> [element(Field, Info) || Field <- Fields];
        _ -> Result
    end.

opened(Name, Modes, Use) ->
    case file:open(Name, Modes) of
        {ok, File} ->
            Result = Use(File),
            {Result, file:close(File)};
        Error -> Error
    end.

links(P) ->
    ok = file:write_file(P("target"), "text"),
    ok = file:make_dir(P("links")),
    show_all([
        {symlink, fun() -> {file:make_symlink("../target", P("links/a")), file:read_file(P("links/a")), file:read_link(P("links/a"))} end},
        {symlink_again, fun() -> file:make_symlink("x", P("links/a")) end},
        {symlink_dangling, fun() -> {file:make_symlink("nothing", P("links/b")), file:read_file(P("links/b")), file:read_link(P("links/b"))} end},
        {symlink_empty, fun() -> file:make_symlink("", P("links/c")) end},
        {symlink_nowhere, fun() -> file:make_symlink("x", P("no/where")) end},
        {symlink_to_folder, fun() -> {file:make_symlink("links", P("folder")), type(file:read_file_info(P("folder"))), type(file:read_link_info(P("folder"))), file:list_dir(P("links/no"))} end},
        {symlink_slash, fun() -> file:make_symlink("x", P("slash/")) end},
        {symlink_write, fun() -> {file:write_file(P("links/a"), "changed"), file:read_file(P("target"))} end},
        {symlink_delete, fun() -> {file:delete(P("links/a")), file:read_file(P("target"))} end},
        {symlink_del_dir, fun() -> file:del_dir(P("folder")) end},
        {symlink_rename, fun() -> {file:rename(P("links/b"), P("links/d")), file:read_link(P("links/d"))} end},
        {symlink_all, fun() -> file:read_link_all(P("links/d")) end},
        {symlink_access, fun() -> {ok, I} = file:read_link_info(P("links/d")), {I#file_info.access, I#file_info.type, I#file_info.size} end},
        {symlink_raw, fun() -> {file:make_symlink(<<255, 254>>, P("raw")), file:read_link(P("raw")), file:read_link_all(P("raw"))} end},
        {link, fun() -> {file:make_link(P("target"), P("links/h")), file:read_file(P("links/h")), info(file:read_file_info(P("target")), [#file_info.links])} end},
        {link_write, fun() -> {file:write_file(P("links/h"), "both"), file:read_file(P("target"))} end},
        {link_again, fun() -> file:make_link(P("target"), P("links/h")) end},
        {link_missing, fun() -> file:make_link(P("missing"), P("links/i")) end},
        {link_folder, fun() -> file:make_link(P("links"), P("links2")) end},
        {link_to_symlink, fun() -> {file:make_link(P("links/d"), P("links/e")), file:read_link(P("links/e"))} end},
        {link_nowhere, fun() -> file:make_link(P("target"), P("no/where")) end},
        {link_through_file, fun() -> file:make_link(P("target"), P("target/x")) end},
        {link_same_inode, fun() -> info(file:read_file_info(P("target")), [#file_info.inode]) =:= info(file:read_file_info(P("links/h")), [#file_info.inode]) end},
        {link_removed, fun() -> {file:delete(P("links/h")), info(file:read_file_info(P("target")), [#file_info.links])} end},
        {link_empty, fun() -> {file:make_link("", P("x")), file:make_link(P("target"), "")} end}
    ]).

permissions(P) ->
    ok = file:write_file(P("mode"), "x"),
    Mode = fun(Name) -> {ok, #file_info{mode = M}} = file:read_file_info(P(Name)), M band 8#7777 end,
    Change = fun(Name, M) -> {file:change_mode(P(Name), M), Mode(Name)} end,
    ok = file:make_dir(P("mode_folder")),
    ok = file:make_symlink("mode", P("mode_link")),
    show_all([
        {modes, fun() -> [Change("mode", M) || M <- [8#644, 8#600, 8#755, 8#400, 8#000, 8#777, 8#4755, 8#2755, 8#1777, 8#100644]] end},
        {mode_folder, fun() -> [Change("mode_folder", M) || M <- [8#700, 8#755, 8#1777]] end},
        {mode_link, fun() -> {file:change_mode(P("mode_link"), 8#640), Mode("mode")} end},
        {mode_missing, fun() -> file:change_mode(P("missing"), 8#644) end},
        {mode_wrong, fun() -> {file:change_mode(P("mode"), -1), file:change_mode(P("mode"), foo), file:change_mode(P("mode"), 1 bsl 32)} end},
        {mode_dangling, fun() -> {file:make_symlink("none", P("none_link")), file:change_mode(P("none_link"), 8#644)} end},
        {handle_access, fun() -> [begin
             ok = file:change_mode(P("mode"), M),
             {ok, F} = file:open(P("mode"), [read, raw]),
             {ok, I} = file:read_file_info(F),
             ok = file:close(F),
             {M, I#file_info.access, I#file_info.mode band 8#777}
         end || M <- [8#644, 8#600, 8#444, 8#666]] end},
        {owner_same, fun() -> {ok, I} = file:read_file_info(P("mode")), {file:change_owner(P("mode"), I#file_info.uid), file:change_group(P("mode"), I#file_info.gid), file:change_owner(P("mode"), I#file_info.uid, I#file_info.gid)} end},
        {owner_missing, fun() -> {ok, I} = file:read_file_info(P("mode")), {file:change_owner(P("missing"), I#file_info.uid), file:change_group(P("missing"), I#file_info.gid)} end},
        {owner_wrong, fun() -> {file:change_owner(P("mode"), foo), file:change_owner(P("mode"), 1 bsl 40)} end},
        {write_info, fun() -> {file:write_file_info(P("mode"), #file_info{mode = 8#640}), Mode("mode")} end},
        {write_info_missing, fun() -> file:write_file_info(P("missing"), #file_info{mode = 8#640}) end},
        {write_info_wrong, fun() -> {catch_reason(fun() -> file:write_file_info(P("mode"), foo) end), file:write_file_info(P("mode"), #file_info{mode = foo})} end},
        {write_info_nothing, fun() -> file:write_file_info(P("mode"), #file_info{}) end}
    ]).

times(P) ->
    ok = file:write_file(P("time"), "x"),
    Times = fun(Options) -> info(file:read_file_info(P("time"), Options), [#file_info.atime, #file_info.mtime]) end,
    show_all([
        {posix, fun() -> {file:write_file_info(P("time"), #file_info{atime = 1000000000, mtime = 1200000000}, [{time, posix}]), Times([{time, posix}])} end},
        {universal, fun() -> {file:write_file_info(P("time"), #file_info{atime = {{2001, 2, 3}, {4, 5, 6}}, mtime = {{2010, 11, 12}, {13, 14, 15}}}, [{time, universal}]), Times([{time, universal}]), Times([{time, posix}])} end},
        {local, fun() -> {file:change_time(P("time"), {{2015, 1, 2}, {3, 4, 5}}), tl(Times([{time, local}])), tl(Times([]))} end},
        {both, fun() -> {file:change_time(P("time"), {{2015, 1, 2}, {3, 4, 5}}, {{2016, 1, 2}, {3, 4, 5}}), Times([])} end},
        {raw, fun() -> {file:write_file_info(P("time"), #file_info{mtime = 5, atime = 7}, [raw, {time, posix}]), Times([raw, {time, posix}])} end},
        {before_1970, fun() -> {file:write_file_info(P("time"), #file_info{mtime = -1000, atime = -2000}, [{time, posix}]), Times([{time, posix}])} end},
        {only_mtime, fun() -> {file:write_file_info(P("time"), #file_info{mtime = 123456}, [{time, posix}]), tl(Times([{time, posix}]))} end},
        {missing, fun() -> {file:change_time(P("missing"), {{2015, 1, 2}, {3, 4, 5}}), file:change_time(P("time"), foo)} end},
        {no_time, fun() -> {file:change_time(P("time"), {{2015, 13, 2}, {3, 4, 5}}), file:write_file_info(P("time"), #file_info{mtime = foo}, [{time, posix}])} end},
        {folder, fun() -> {file:make_dir(P("time_folder")), file:change_time(P("time_folder"), {{2015, 1, 2}, {3, 4, 5}}), info(file:read_file_info(P("time_folder")), [#file_info.mtime])} end},
        {handle, fun() -> opened(P("time"), [read, raw], fun(F) -> info(file:read_file_info(F, [{time, posix}]), [#file_info.type, #file_info.size]) end) end},
        {wrong_option, fun() -> file:read_file_info(P("time"), [{time, foo}]) end},
        {fields, fun() -> {ok, I} = file:read_file_info(P("time"), [{time, posix}]), [is_integer(element(N, I)) || N <- lists:seq(5, 14)] end},
        {devices, fun() -> {ok, I} = file:read_file_info(P("time")), {I#file_info.major_device > 0, I#file_info.minor_device} end},
        {modified, fun() -> filelib:last_modified(P("time_folder")) end}
    ]).

handles(P) ->
    ok = file:write_file(P("handle"), "0123456789"),
    With = fun(Modes, Use) -> opened(P("handle"), [raw, binary | Modes], Use) end,
    show_all([
        {advise, fun() -> With([read], fun(F) -> [file:advise(F, 0, 0, A) || A <- [normal, random, sequential, will_need, dont_need, no_reuse, foo]] end) end},
        {advise_wrong, fun() -> With([read], fun(F) -> [file:advise(F, -1, 0, normal), file:advise(F, 0, -1, normal), file:advise(F, foo, 0, normal), file:advise(F, 1 bsl 70, 0, normal), file:advise(F, 0, 0, "x")] end) end},
        {allocate, fun() -> {With([read, write], fun(F) -> file:allocate(F, 0, 20) end), file:read_file(P("handle"))} end},
        {allocate_less, fun() -> {With([read, write], fun(F) -> file:allocate(F, 2, 3) end), filelib:file_size(P("handle"))} end},
        {allocate_wrong, fun() -> With([read, write], fun(F) -> [file:allocate(F, -1, 3), file:allocate(F, 0, -1), file:allocate(F, 0, 0), file:allocate(F, foo, 1), file:allocate(F, 1 bsl 63, 1)] end) end},
        {allocate_read_only, fun() -> With([read], fun(F) -> file:allocate(F, 0, 30) end) end},
        {truncate, fun() -> {With([read, write], fun(F) -> {file:position(F, 10), file:truncate(F), file:position(F, eof)} end), file:read_file(P("handle"))} end},
        {truncate_longer, fun() -> {With([read, write], fun(F) -> {file:position(F, 12), file:truncate(F)} end), file:read_file(P("handle"))} end},
        {sync, fun() -> With([read, write], fun(F) -> {file:write(F, "ab"), file:sync(F), file:datasync(F)} end) end},
        {sync_read_only, fun() -> With([read], fun(F) -> {file:sync(F), file:datasync(F)} end) end},
        {handle, fun() -> With([read], fun({file_descriptor, M, _} = F) -> byte_size(M:get_handle(F)) end) end},
        {closed, fun() -> {ok, F} = file:open(P("handle"), [read, raw]), ok = file:close(F),
            [file:advise(F, 0, 0, normal), file:allocate(F, 0, 1), file:sync(F), file:truncate(F), file:read_file_info(F), file:pread(F, 0, 1), file:close(F)] end},
        {not_owner, fun() -> {ok, F} = file:open(P("handle"), [read, raw]), Self = self(), spawn(fun() -> Self ! {result, catch file:read(F, 1)} end),
            receive {result, {'EXIT', {Reason, _}}} -> Reason; {result, R} -> R end end},
        {read_negative, fun() -> With([read], fun(F) -> [prim_file:read(F, -1), prim_file:pread(F, 0, -1), prim_file:read(F, foo), prim_file:pread(F, foo, 1)] end) end},
        {read_zero, fun() -> With([read], fun(F) -> [file:read(F, 0), file:pread(F, 0, 0), file:pread(F, 100, 0)] end) end},
        {lines, fun() -> ok = file:write_file(P("lines"), "one\ntwo\r\nthree"), opened(P("lines"), [read, raw, binary, {read_ahead, 4}], fun(F) -> [file:read_line(F) || _ <- [1, 2, 3, 4]] end) end},
        {read_ahead, fun() -> opened(P("lines"), [read, raw, binary, read_ahead], fun(F) -> [file:read(F, 2), file:position(F, cur), file:read(F, 3), file:position(F, {cur, -1}), file:read(F, 100), file:read(F, 1)] end) end},
        {io_server, fun() -> opened(P("lines"), [read], fun(F) -> [file:read_line(F), io:get_line(F, ''), file:position(F, cur), file:read(F, 100), file:read(F, 1)] end) end},
        {io_server_info, fun() -> opened(P("lines"), [read], fun(F) -> info(file:read_file_info(F, [{time, posix}]), [#file_info.size, #file_info.type]) end) end},
        {io_server_more, fun() -> opened(P("lines"), [read, write], fun(F) -> [file:advise(F, 0, 0, normal), file:allocate(F, 0, 20), file:sync(F), file:datasync(F), file:truncate(F)] end) end}
    ]).

modes(P) ->
    New = fun(Modes, Use) -> {opened(P("modes"), Modes, Use), file:read_file(P("modes"))} end,
    Write = fun(F) -> file:write(F, "abc") end,
    show_all([
        {write, fun() -> New([write, raw], Write) end},
        {append, fun() -> New([append, raw], Write) end},
        {append_read, fun() -> New([append, read, raw], fun(F) -> [Write(F), file:position(F, 0), file:read(F, 4), Write(F), file:pwrite(F, 0, "z")] end) end},
        {read_write, fun() -> New([read, write, raw], fun(F) -> [file:read(F, 2), Write(F), file:read(F, 2)] end) end},
        {exclusive, fun() -> file:open(P("modes"), [exclusive, raw]) end},
        {exclusive_new, fun() -> {opened(P("exclusive"), [exclusive, raw], Write), file:read_file(P("exclusive")), file:open(P("exclusive"), [write, exclusive])} end},
        {sync, fun() -> New([write, sync, raw], Write) end},
        {delayed, fun() -> New([write, raw, delayed_write], fun(F) -> [Write(F), filelib:file_size(P("modes")), file:position(F, cur), Write(F)] end) end},
        {delayed_size, fun() -> New([write, raw, {delayed_write, 4, 100000}], fun(F) -> [Write(F), Write(F), Write(F), file:sync(F)] end) end},
        {delayed_server, fun() -> New([write, delayed_write], Write) end},
        {delayed_read, fun() -> New([write, read, raw, delayed_write, read_ahead, binary], fun(F) -> [Write(F), file:position(F, 0), file:read(F, 10)] end) end},
        {list, fun() -> New([read, raw], fun(F) -> file:read(F, 2) end) end},
        {binary, fun() -> New([read, raw, binary], fun(F) -> file:read(F, 2) end) end},
        {wrong, fun() -> [file:open(P("modes"), M) || M <- [[foo], [read, {foo, 1}], foo, [read | write], [raw, foo], [{encoding, foo}], [{read_ahead, -1}, raw], [raw, {delayed_write, foo, 1}]]] end},
        {encoding, fun() -> New([write, {encoding, utf8}], fun(F) -> io:put_chars(F, [228, 8364]) end) end},
        {encoding_read, fun() -> New([read, {encoding, utf8}], fun(F) -> io:get_line(F, '') end) end},
        {no_modes, fun() -> New([], fun(F) -> file:read(F, 2) end) end},
        {missing, fun() -> [file:open(P("missing"), M) || M <- [[read], [read, raw], [read, binary, read_ahead]]] end},
        {wrong_name, fun() -> [file:open(N, [read]) || N <- [foo, 1, [a | b], [[], "x"], {a}, <<"a", 0>>, "a\0b"]] end},
        {directory, fun() -> ok = file:make_dir(P("dir")), opened(P("dir"), [directory, raw], fun(F) -> [type(file:read_file_info(F)), file:read(F, 1), file:sync(F), file:position(F, cur)] end) end},
        {directory_read, fun() -> opened(P("dir"), [directory, read, raw, binary], fun(F) -> type(file:read_file_info(F)) end) end},
        {directory_file, fun() -> file:open(P("modes"), [directory, raw]) end},
        {directory_missing, fun() -> file:open(P("missing"), [directory, raw]) end},
        {not_directory, fun() -> [file:open(P("dir"), M) || M <- [[read], [write], [read, raw], [append, raw], [exclusive, raw]]] end}
    ]).

positions(P) ->
    ok = file:write_file(P("positions"), "0123456789"),
    With = fun(Use) -> opened(P("positions"), [read, write, raw, binary], Use) end,
    show_all([
        {positions, fun() -> With(fun(F) -> [file:position(F, W) || W <- [3, {bof, 4}, {cur, 2}, {cur, -1}, {eof, -2}, {eof, 5}, cur, bof, eof, 0, -1, {cur, -100}, {bof, -1}, {foo, 1}, foo, 1.5, {bof, 1 bsl 64}]] end) end},
        {pread, fun() -> With(fun(F) -> [file:pread(F, 2, 3), file:pread(F, [{0, 2}, {8, 5}, {20, 1}]), file:pread(F, []), file:pread(F, 10, 1), file:pread(F, -1, 1), file:pread(F, [{0, 1}, {-1, 1}])] end) end},
        {pwrite, fun() -> With(fun(F) -> [file:pwrite(F, 2, "ab"), file:pwrite(F, [{0, "x"}, {15, <<"end">>}]), file:pwrite(F, []), file:pwrite(F, -1, "x"), file:pwrite(F, [{0, "y"}, {-1, "z"}]), file:read(F, 100)] end) end},
        {hole, fun() -> file:read_file(P("positions")) end},
        {beyond, fun() -> With(fun(F) -> [file:position(F, 30), file:read(F, 1), file:write(F, "!"), file:position(F, cur), file:position(F, 0), file:read(F, 100)] end) end},
        {marks, fun() -> With(fun(F) -> [file:pread(F, {bof, 1}, 2), file:pread(F, {cur, 0}, 2), file:pread(F, {eof, -3}, 2), file:pwrite(F, {eof, 0}, "tail")] end) end}
    ]).

folders(P) ->
    show_all([
        {make, fun() -> [file:make_dir(P(N)) || N <- ["f1", "f1", "f1/g", "f2/g", "positions/x"]] end},
        {ensure, fun() -> [filelib:ensure_dir(P("e1/e2/file")), type(file:read_file_info(P("e1/e2"))), filelib:ensure_dir(P("positions/x/y"))] end},
        {del, fun() -> [file:del_dir(P(N)) || N <- ["f1", "f1/g", "f1", "f1", "positions"]] end},
        {del_r, fun() -> ok = file:write_file(P("e1/e2/x"), "x"), [file:del_dir_r(P("e1")), file:del_dir_r(P("e1")), filelib:is_dir(P("e1"))] end},
        {rename, fun() -> ok = file:make_dir(P("r1")), ok = file:make_dir(P("r2")), ok = file:write_file(P("r2/x"), "x"),
            [file:rename(P("r1"), P("r2")), file:rename(P("r2"), P("r1")), file:rename(P("r1"), P("r1/sub")), file:rename(P("r1/x"), P("r1/y")), file:list_dir(P("r1"))] end},
        {cwd_not_empty, fun() -> {ok, Before} = file:get_cwd(), R = [file:set_cwd(P("r1")), file:del_dir(P("r1"))], ok = file:set_cwd(Before), R end},
        {cwd, fun() -> {ok, Before} = file:get_cwd(), R = [file:set_cwd(P("r1")), file:read_file("y"), file:write_file("z", "z"), filelib:is_file("z"), filename:absname("z") =:= P("r1/z"), file:set_cwd("../time_folder"), file:list_dir(".")], ok = file:set_cwd(Before), R end},
        {cwd_device, fun() -> [file:get_cwd("C:"), file:get_cwd("x"), file:get_cwd(foo)] end},
        {altname, fun() -> file:altname(P("r1")) end}
    ]).

lists(P) ->
    ok = file:make_dir(P("l")),
    [ok = file:write_file(P("l/" ++ N), "x") || N <- ["a.txt", "b.txt", "c.erl", ".hidden"]],
    ok = file:make_dir(P("l/sub")),
    ok = file:write_file(P("l/sub/d.txt"), "yy"),
    Sorted = fun({ok, L}) -> lists:sort(L); (E) -> E end,
    show_all([
        {list, fun() -> [Sorted(file:list_dir(P("l"))), Sorted(file:list_dir_all(P("l"))), file:list_dir(P("no")), file:list_dir(P("l/a.txt"))] end},
        {wildcard, fun() -> [filelib:wildcard(W, P("l")) || W <- ["*", "*.txt", "**/*.txt", "{a,c}.*", "[ab].txt", "sub/*", "?.erl", "no*", ".*"]] end},
        {is, fun() -> [{filelib:is_dir(P(N)), filelib:is_regular(P(N)), filelib:is_file(P(N))} || N <- ["l", "l/a.txt", "l/no", "folder", "none_link"]] end},
        {size, fun() -> [filelib:file_size(P(N)) || N <- ["l/a.txt", "l/sub/d.txt", "l/no"]] end},
        {safe, fun() -> [filelib:safe_relative_path(N, P("l")) || N <- ["a.txt", "../x", "sub/../a.txt", "/x"]] end},
        {find, fun() -> filelib:find_file("d.txt", P("l/sub")) =:= {ok, P("l/sub/d.txt")} end},
        {consult, fun() -> ok = file:write_file(P("terms"), "{a, 1}.\n[b].\n"), [file:consult(P("terms")), file:consult(P("no")), file:eval(P("terms")), file:script(P("terms")), element(1, file:path_consult([P("no"), P("")], "terms"))] end},
        {path_open, fun() -> {ok, F, N} = file:path_open([P("no"), P("l")], "a.txt", [read]), {file:close(F), N =:= P("l/a.txt"), file:path_open([P("l")], "no", [read])} end}
    ]).

copies(P) ->
    show_all([
        {copy, fun() -> ok = file:write_file(P("source"), lists:duplicate(100000, $s)), [file:copy(P("source"), P("copy")), filelib:file_size(P("copy"))] end},
        {copy_some, fun() -> [file:copy(P("source"), P("copy2"), 1234), filelib:file_size(P("copy2"))] end},
        {copy_missing, fun() -> [file:copy(P("missing"), P("copy3")), file:copy(P("source"), P("no/where")), file:copy(P("source"), P("l"))] end},
        {copy_handles, fun() -> opened(P("source"), [read, raw, binary], fun(A) -> opened(P("copy4"), [write, raw, binary], fun(B) -> file:copy(A, B, 5000) end) end) end},
        {copy_append, fun() -> [file:copy(P("source"), {P("copy2"), [append]}, 10), filelib:file_size(P("copy2"))] end},
        {write_modes, fun() -> [file:write_file(P("w"), "a", [append]), file:write_file(P("w"), <<"b">>, [append]), file:write_file(P("w"), "c", [exclusive]), file:read_file(P("w")), file:write_file(P("w"), [foo])] end}
    ]).

compressed(P) ->
    Data = lists:duplicate(5000, "some text "),
    show_all([
        {compressed, fun() -> [file:write_file(P("gz"), Data, [compressed]), filelib:file_size(P("gz")) < 1000, begin {ok, B} = file:read_file(P("gz")), iolist_to_binary(Data) =:= zlib:gunzip(B) end] end},
        {compressed_read, fun() -> opened(P("gz"), [read, raw, binary, compressed], fun(F) -> [file:read(F, 10), file:position(F, 20000), file:read(F, 4), file:position(F, cur), file:position(F, eof)] end) end},
        {compressed_server, fun() -> opened(P("gz"), [read, compressed], fun(F) -> [file:read(F, 10), file:position(F, {bof, 5}), file:read(F, 4)] end) end},
        {compressed_write, fun() -> [opened(P("gz2"), [write, raw, compressed], fun(F) -> [file:write(F, "abc"), file:write(F, "def"), file:position(F, cur)] end), begin {ok, B} = file:read_file(P("gz2")), zlib:gunzip(B) end] end},
        {compressed_plain, fun() -> opened(P("source"), [read, raw, binary, compressed], fun(F) -> file:read(F, 3) end) end},
        {compressed_both, fun() -> file:open(P("gz"), [read, write, compressed]) end}
    ]).

indirect(P) ->
    ok = file:write_file(P("indirect"), <<3:32, 16:32, 100:32, 17:32, "block">>),
    show_all([
        {indirect, fun() -> opened(P("indirect"), [read, raw, binary], fun(F) ->
            [file:ipread_s32bu_p32bu(F, 0, 100), file:ipread_s32bu_p32bu(F, 8, 1000), file:ipread_s32bu_p32bu(F, 8, 10), file:ipread_s32bu_p32bu(F, 15, 10),
             file:ipread_s32bu_p32bu(F, 4, infinity), file:ipread_s32bu_p32bu(F, -1, 10), file:ipread_s32bu_p32bu(F, 0, 1 bsl 31), file:ipread_s32bu_p32bu(F, 100, 10)] end) end}
    ]).

arguments(P) ->
    show_all([
        {natives, fun() -> [catch_reason(fun() -> prim_file:read_file(N) end) || N <- [foo, 1, {a}, [-1], <<"a", 0, "b">>]] end},
        {wrong, fun() -> [file:read_file(foo), file:make_dir(1), file:delete({}), file:rename(foo, 1), file:list_dir(1), file:read_link({}), file:set_cwd({}), file:make_symlink(1, P("x")), file:make_link(P("x"), 1)] end}
    ]).

catch_reason(Call) -> try Call() catch error:Reason -> {error, Reason} end.

names(Folder) ->
    Unicode = filename:join(Folder, [228, 8364, 16#1f600]),
    show_all([
        {unicode, fun() -> [file:write_file(Unicode, "u"), file:read_file(Unicode), lists:member([228, 8364, 16#1f600], element(2, file:list_dir(Folder)))] end},
        {deep, fun() -> file:read_file(filename:join(Folder, ["a", [$b, "c"]])) end}
    ]).
