%% For programs that print what would race with reports of other processes.
-module(settled).
-export([wait/0]).

%% Returns when every other process waits for a message, and none of them is about to write a report.
wait() ->
    timer:sleep(50),
    case lists:any(fun is_busy/1, processes() -- [self()]) of
        true -> wait();
        false -> ok
    end.

is_busy(Pid) ->
    case process_info(Pid, [status, message_queue_len, current_stacktrace]) of
        undefined -> false;
        [{status, waiting}, {message_queue_len, 0}, {current_stacktrace, Stack}] -> lists:any(fun is_under_way/1, Stack);
        _ -> true
    end.

%% True for a function that waits for an answer, by what a process that ends calls for its report.
is_under_way({proc_lib, crash_report, _, _}) -> true;
is_under_way({error_handler, _, _, _}) -> true;
is_under_way({code_server, call, _, _}) -> true;
is_under_way({erl_prim_loader, request, _, _}) -> true;
is_under_way({gen_server, terminate, _, _}) -> true;
is_under_way({gen_server, error_info, _, _}) -> true;
is_under_way(_) -> false.
