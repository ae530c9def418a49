%% Opens files as OTP's own module for files does. Needs no other module.
-module(open_files).
-export([open_and_end/2, open_and_crash/2, inherit/1, forget/2, open_and_wait/1, buffers/1, swap/2, offsets/1, unsupported/1]).

numbers(0) -> [];
numbers(N) -> [N | numbers(N - 1)].
sum([]) -> 0;
sum([N | Rest]) -> N + sum(Rest).

open(Name) -> {ok, Handle} = prim_file:open_nif(Name, [read]), Handle.

%% So many processes open a file each and end; how many they were.
open_and_end(Name, Count) -> each(Count, fun() -> open(Name) end).
open_and_crash(Name, Count) -> each(Count, fun() -> open(Name), exit(crashed) end).

each(Count, Fun) ->
    Refs = [element(2, spawn_monitor(Fun)) || _ <- numbers(Count)],
    length([receive {'DOWN', Ref, process, _, _} -> ok end || Ref <- Refs]).

%% A handle whose process has ended.
inherit(Name) ->
    Self = self(),
    {_, Ref} = spawn_monitor(fun() -> Self ! {handle, open(Name)} end),
    receive {'DOWN', Ref, process, _, _} -> ok end,
    receive {handle, Handle} -> prim_file:read_nif(Handle, 1) end.

%% A process that goes on, and has forgotten the files that it opened.
forget(Name, Count) ->
    Self = self(),
    spawn(fun() ->
        register(forgetful, self()),
        [open(Name) || _ <- numbers(Count)],
        garbage_collect(),
        Self ! forgotten,
        receive never -> ok end
    end),
    receive forgotten -> ok end.

open_and_wait(Name) -> Handle = open(Name), receive never -> Handle end.

buffers(Count) ->
    sum([begin
        Buffer = prim_buffer:new(),
        prim_buffer:write(Buffer, [<<"abc">>]),
        prim_buffer:size(Buffer)
    end || _ <- numbers(Count)]).

%% One process renames, others read and write.
swap(Folder, Rounds) ->
    Inside = <<Folder/binary, "/inside">>,
    Link = <<Folder/binary, "/link">>,
    Kept = <<Folder/binary, "/kept">>,
    Swapper = spawn_link(fun() -> rename(Inside, Link, Kept) end),
    Self = self(),
    Worker = fun(Operation) -> spawn_link(fun() -> Self ! {self(), count(Rounds, Operation, #{})} end) end,
    Name = <<Inside/binary, "/file">>,
    Reader = Worker(fun(_) -> case prim_file:read_file_nif(Name) of {ok, Data} -> Data; {error, Reason} -> Reason end end),
    Writer = Worker(fun(I) -> write(Inside, Name, I) end),
    Reads = receive {Reader, R} -> R end,
    Writes = receive {Writer, W} -> W end,
    unlink(Swapper),
    exit(Swapper, kill),
    {Reads, Writes}.

rename(First, Second, Kept) ->
    prim_file:rename_nif(First, Kept),
    prim_file:rename_nif(Second, First),
    prim_file:rename_nif(Kept, Second),
    rename(First, Second, Kept).

write(Folder, Name, I) ->
    New = <<Folder/binary, "/new", (integer_to_binary(I))/binary>>,
    case prim_file:open_nif(New, [write]) of {ok, H} -> prim_file:close_nif(H); _ -> ok end,
    prim_file:make_dir_nif(<<New/binary, "d">>),
    case prim_file:open_nif(Name, [read, write]) of
        {ok, Handle} -> prim_file:write_nif(Handle, [<<"inside">>]), prim_file:close_nif(Handle);
        {error, Reason} -> Reason
    end.

count(0, _, Seen) -> Seen;
count(N, Operation, Seen) ->
    Result = Operation(N),
    count(N - 1, Operation, Seen#{Result => case Seen of #{Result := Before} -> Before + 1; _ -> 1 end}).

%% Offsets that no file has, and what is in the file after that.
offsets(Name) ->
    {ok, Handle} = prim_file:open_nif(Name, [read, write]),
    Large = [1 bsl 53, 1 bsl 62, 1 bsl 63, 1 bsl 64, -1],
    Writes = [prim_file:pwrite_nif(Handle, Offset, [<<"XX">>]) || Offset <- Large],
    Reads = [prim_file:pread_nif(Handle, Offset, 3) || Offset <- Large],
    Seeks = [try prim_file:seek_nif(Handle, bof, Offset) catch error:Reason -> Reason end || Offset <- Large],
    {Writes, Reads, Seeks, prim_file:pread_nif(Handle, 0, 10)}.

%% What the host does not do for a program.
unsupported(Name) -> [prim_file:altname_nif(Name), prim_file:get_device_cwd_nif(1)].
