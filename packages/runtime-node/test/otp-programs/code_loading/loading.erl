-module(loading).
-export([main/0, loop/0, undefined_function/3, undefined_lambda/3]).

main() ->
    versions(),
    paths(),
    archive(),
    on_load(),
    handler(),
    sticky().

show(Value) -> settled:wait(), io:format("~p~n", [Value]).

%% Compiles a module with a version.
make(Name, Version) ->
    Source = io_lib:format("-module(~s).~n-export([version/0, wait/0, send/1]).~nversion() -> ~p.~n"
                           "wait() -> receive {next, From} -> From ! version(), ?MODULE:wait(); {own, From} -> From ! version(), own() end.~n"
                           "own() -> receive {own, From} -> From ! version(), own(); stop -> ok end.~n"
                           "send(P) -> P ! {own, self()}, receive R -> R after 10000 -> none end.~n", [Name, Version]),
    ok = file:write_file([Name, ".erl"], Source),
    {ok, _} = compile:file(Name, [report]).

versions() ->
    make("vers", 1),
    show(code:is_loaded(vers)),
    show(vers:version()),
    Pid = spawn(vers, wait, []),
    show(vers:send(Pid)),
    make("vers", 2),
    show(code:load_file(vers)),
    show(vers:version()),
    show(vers:send(Pid)),
    show(erlang:check_process_code(Pid, vers)),
    show(code:soft_purge(vers)),
    make("vers", 3),
    NotPurged = code:load_file(vers),
    show(NotPurged),
    show(is_process_alive(Pid)),
    show(code:purge(vers)),
    show(is_process_alive(Pid)),
    show(code:load_file(vers)),
    show(vers:version()),
    show(code:delete(vers)),
    show(code:delete(vers)),
    show(erlang:module_loaded(vers)),
    show(code:purge(vers)),
    show(code:load_file(nowhere)),
    show(code:ensure_loaded(nowhere)),
    show(code:load_binary(vers, "made", element(2, file:read_file("vers.beam")))),
    show(code:is_loaded(vers)),
    show(code:load_abs(filename:absname("vers"))),
    show(code:modified_modules()),
    show(code:module_status(vers)),
    show(code:module_status(nowhere)),
    show(code:ensure_modules_loaded([vers, lists, nowhere])),
    show(code:atomic_load([vers])),
    show(lists:sort(code:module_status([lists, vers]))),
    show(code:get_object_code(nowhere)),
    {vers, Beam, File} = code:get_object_code(vers),
    show({byte_size(Beam) > 100, File}).

paths() ->
    [file:make_dir(Name) || Name <- ["one", "two", "lib", "lib/thing-1.0", "lib/thing-1.0/ebin", "lib/thing-2.0", "lib/thing-2.0/ebin", "lib/thing-2.0/priv"]],
    show(code:add_path("one")),
    show(code:add_path("missing")),
    show(code:add_patha("two")),
    show(hd(code:get_path())),
    show(code:add_pathz("lib/thing-1.0/ebin")),
    show(lists:last(code:get_path())),
    show(code:lib_dir(thing)),
    show(code:replace_path(thing, "lib/thing-2.0/ebin")),
    show(code:lib_dir(thing)),
    show(code:lib_dir(thing, priv)),
    show(code:priv_dir(thing)),
    show(code:priv_dir(nothing)),
    show(code:lib_dir(nothing)),
    show(code:del_path("one")),
    show(code:del_path("one")),
    show(code:del_path(thing)),
    show(code:which(vers)),
    show(code:which(nowhere)),
    show(code:which(erlang)),
    show(code:which(lists)),
    show(code:where_is_file("lists.beam")),
    show(code:where_is_file("nowhere.beam")),
    show(code:set_path(["two" | code:get_path()])),
    show(code:set_path([x])),
    show(length(code:all_loaded()) > 40),
    show(code:objfile_extension()),
    show(code:compiler_dir()),
    show(code:root_dir()),
    show(code:clash()),
    show({code:is_module_native(lists), code:is_module_native(nowhere)}).

archive() ->
    make("inside", zip),
    {ok, Beam} = file:read_file("inside.beam"),
    ok = file:delete("inside.beam"),
    {ok, _} = zip:create("box-1.ez", [{"box-1/ebin/inside.beam", Beam}, {"box-1/priv/data", <<"data">>}]),
    show(code:add_patha("box-1.ez/box-1/ebin")),
    show(inside:version()),
    show(code:which(inside)),
    show(code:lib_dir(box)),
    show(erl_prim_loader:get_file(filename:join(code:priv_dir(box), "data"))),
    show(erl_prim_loader:list_dir("box-1.ez/box-1")).

on_load() ->
    Module = fun(Name, Body) ->
                     ok = file:write_file(Name ++ ".erl", ["-module(", Name, ").\n-export([f/0]).\n-on_load(init/0).\ninit() -> ", Body, ".\nf() -> fine.\n"]),
                     {ok, _} = compile:file(Name, [report])
             end,
    Module("good", "io:format(\"loading~n\"), ok"),
    Module("bad", "{error, refused}"),
    Module("ugly", "exit({crash, now})"),
    show(good:f()),
    show(code:ensure_loaded(bad)),
    show(catch bad:f()),
    show(code:load_file(ugly)),
    show(code:is_loaded(bad)).

handler() ->
    show(catch none:such(1, 2)),
    process_flag(error_handler, ?MODULE),
    show(catch none:such(1, 2)),
    process_flag(error_handler, error_handler),
    ok = file:write_file("catcher.erl", "-module(catcher).\n-export(['$handle_undefined_function'/2]).\n'$handle_undefined_function'(F, A) -> {caught, F, A}.\n"),
    {ok, catcher} = compile:file("catcher", [report]),
    show(catcher:anything(1, two)),
    show(catch error_handler:raise_undef_exception(m, f, [a])).

undefined_function(Module, Function, Arguments) -> {mine, Module, Function, Arguments}.
undefined_lambda(Module, _, Arguments) -> {mine, Module, Arguments}.

sticky() ->
    make("lists", 1),
    show(code:load_abs(filename:absname("lists"))),
    show(code:is_sticky(lists)),
    show(code:is_sticky(vers)),
    show(code:stick_dir(filename:absname("two"))),
    show(code:unstick_dir(filename:absname("two"))),
    show(code:unstick_mod(lists)),
    show(code:is_sticky(lists)),
    show(code:stick_mod(lists)).

loop() -> ok.
