%% Natives that OTP has written in Erlang fail in tail position as functions do: without their caller in the stack trace.
-module(tail_natives).
-export([cases/0, tail/2, body/2]).

cases() ->
    Names = [{atom_to_binary, 1}, {binary_to_atom, 1}, {binary_to_existing_atom, 1}, {halt, 1}, {localtime_to_universaltime, 1}, {purge_module, 1},
             {reverse, 1}, {check_process_code, 2}, {check_process_code, 3}, {prepare_loading, 2}, {process_display, 2}, {suspend_process, 1},
             {suspend_process, 2}, {process_flag, 3}, {process_flag, 2}, {convert_time_unit, 3}, {spawn, 1}, {spawn, 2}, {spawn, 4}, {spawn_link, 4},
             {spawn_opt, 2}, {spawn_opt, 3}, {spawn_opt, 4}, {spawn_monitor, 1}, {group_leader, 2}, {fun_info, 1}, {fun_info, 2}, {garbage_collect, 1},
             {atom_to_list, 1}, {link, 1}, {hd, 1}, {element, 2}],
    [{Where, [Name, Arity]} || Where <- [tail, body], {Name, Arity} <- Names].

tail(Name, 1) -> tail1(Name, {x});
tail(Name, 2) -> tail2(Name, {x});
tail(Name, 3) -> tail3(Name, {x});
tail(Name, 4) -> tail4(Name, {x}).

body(Name, Arity) -> {result, tail(Name, Arity)}.

tail1(atom_to_binary, X) -> erlang:atom_to_binary(X);
tail1(binary_to_atom, X) -> erlang:binary_to_atom(X);
tail1(binary_to_existing_atom, X) -> erlang:binary_to_existing_atom(X);
tail1(halt, X) -> erlang:halt(X);
tail1(localtime_to_universaltime, X) -> erlang:localtime_to_universaltime(X);
tail1(purge_module, X) -> erlang:purge_module(X);
tail1(reverse, X) -> lists:reverse(X);
tail1(suspend_process, X) -> erlang:suspend_process(X);
tail1(spawn, X) -> spawn(X);
tail1(spawn_monitor, X) -> spawn_monitor(X);
tail1(fun_info, X) -> erlang:fun_info(X);
tail1(garbage_collect, X) -> erlang:garbage_collect(X);
tail1(atom_to_list, X) -> atom_to_list(X);
tail1(link, X) -> link(X);
tail1(hd, X) -> hd(X).

tail2(check_process_code, X) -> erlang:check_process_code(X, X);
tail2(prepare_loading, X) -> erlang:prepare_loading(X, X);
tail2(process_display, X) -> erlang:process_display(X, X);
tail2(suspend_process, X) -> erlang:suspend_process(X, X);
tail2(process_flag, X) -> process_flag(X, X);
tail2(spawn, X) -> spawn(X, X);
tail2(spawn_opt, X) -> spawn_opt(X, X);
tail2(group_leader, X) -> group_leader(X, X);
tail2(fun_info, X) -> erlang:fun_info(X, X);
tail2(element, X) -> element(X, X).

tail3(check_process_code, X) -> erlang:check_process_code(X, X, X);
tail3(process_flag, X) -> process_flag(X, X, X);
tail3(convert_time_unit, X) -> erlang:convert_time_unit(X, X, X);
tail3(spawn_opt, X) -> spawn_opt(X, X, X).

tail4(spawn, X) -> spawn(X, X, X, X);
tail4(spawn_link, X) -> spawn_link(X, X, X, X);
tail4(spawn_opt, X) -> spawn_opt(X, X, X, X).
