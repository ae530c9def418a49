-module(logs).
-export([main/0, files/0, old/0, log/2, filter/2, format/2]).
-include_lib("kernel/include/logger.hrl").

show(Value) -> timer:sleep(20), io:format("~p~n", [Value]).

main() ->
    logger:error("plain error"),
    logger:warning("with ~p", [arguments]),
    logger:notice(#{report => map, n => 1}),
    logger:error([{key, value}, {other, "text"}]),
    logger:info("unseen"),
    logger:set_primary_config(level, debug),
    logger:info("seen"),
    logger:debug("seen too ~ts", ["früh"]),
    ?LOG_ERROR("from a macro ~w", [x]),
    ?LOG_ALERT("alert", #{domain => [mine]}),
    timer:sleep(50),
    show(logger:set_module_level(?MODULE, error)),
    ?LOG_WARNING("unseen"),
    show(logger:get_module_level(?MODULE)),
    show(logger:unset_module_level(?MODULE)),
    show(logger:allow(debug, ?MODULE)),
    show(logger:compare_levels(error, info)),
    show(logger:add_handler(mine, ?MODULE, #{level => warning, config => #{to => self()}})),
    show(logger:add_handler(mine, ?MODULE, #{})),
    show(logger:add_handler(bad, none_such, #{})),
    logger:error("for both", #{extra => data}),
    receive {logged, Level, Message, Extra} -> show({Level, Message, Extra}) after 100 -> show(nothing) end,
    logger:info("only for one"),
    receive {logged, _, _, _} -> show(wrong) after 50 -> show(right) end,
    show(logger:add_handler_filter(mine, odd, {fun ?MODULE:filter/2, odd})),
    logger:error(odd, []),
    receive {logged, _, M, _} -> show(M) after 50 -> show(filtered) end,
    show(logger:remove_handler_filter(mine, odd)),
    show(logger:set_process_metadata(#{request => 17})),
    logger:error("metadata"),
    receive {logged, _, _, E} -> show(E) after 50 -> show(nothing) end,
    show(logger:get_process_metadata()),
    show(logger:remove_handler(mine)),
    show(logger:remove_handler(mine)),
    show(lists:sort(logger:get_handler_ids())),
    {ok, Config} = logger:get_handler_config(default),
    show(maps:without([config, filters, formatter], Config)),
    show(logger:update_handler_config(default, formatter, {?MODULE, #{}})),
    logger:error("formatted"),
    timer:sleep(50),
    show(logger:update_handler_config(default, formatter, {logger_formatter, #{template => [level, " | ", msg, " | ", {request, ["request ", request], ["none"]}, "\n"]}})),
    logger:error("template"),
    show(logger:update_handler_config(default, formatter, {logger_formatter, #{legacy_header => false, template => [msg, "\n"], depth => 5, chars_limit => 60}})),
    logger:error("~p", [lists:seq(1, 100)]),
    show(logger:update_handler_config(default, formatter, {logger_formatter, #{wrong => 1}})),
    show(logger:update_handler_config(default, level, nonsense)),
    show(catch logger:log(nonsense, "x")).

log(#{level := Level, msg := Message, meta := Meta}, #{config := #{to := Pid}}) ->
    Pid ! {logged, Level, Message, maps:with([extra, request], Meta)}.

filter(#{msg := {odd, _}}, odd) -> stop;
filter(#{msg := {"odd", _}}, odd) -> stop;
filter(Event, _) -> Event.

format(#{level := Level, msg := {string, Text}}, _) -> io_lib:format("[~p] ~ts~n", [Level, Text]).

files() ->
    Plain = {logger_formatter, #{template => [level, ": ", msg, "\n"], single_line => false}},
    show(logger:add_handler(file, logger_std_h, #{config => #{file => "log.txt"}, formatter => Plain})),
    show(logger:add_handler(disk, logger_disk_log_h, #{config => #{file => "disk.log", max_no_files => 2, max_no_bytes => 100}, formatter => Plain})),
    show(logger:add_handler(small, logger_std_h, #{config => #{file => "small.txt", max_no_bytes => 60, max_no_files => 2}, formatter => Plain})),
    [logger:error("line ~p of several", [N]) || N <- lists:seq(1, 6)],
    [logger_std_h:filesync(file), logger_disk_log_h:filesync(disk), logger_std_h:filesync(small)],
    show(lists:sort(filelib:wildcard("*.{txt,txt.*,log,log.*}"))),
    show(file:read_file("log.txt")),
    show(file:read_file("small.txt")),
    show(file:read_file("disk.log.1")),
    show([logger:remove_handler(Name) || Name <- [file, disk, small]]).

old() ->
    error_logger:error_msg("old ~p~n", [error]),
    error_logger:warning_msg("old warning~n"),
    error_logger:info_msg("old info~n"),
    error_logger:error_report([{a, 1}, {b, "two"}]),
    error_logger:error_report(my_type, [{c, 3}]),
    error_logger:info_report("report"),
    timer:sleep(50),
    show(error_logger:logfile({open, "old.txt"})),
    show(error_logger:logfile(filename)),
    error_logger:error_msg("to the file~n"),
    show(error_logger:logfile(close)),
    {ok, Text} = file:read_file("old.txt"),
    show(tl(string:split(Text, "\n"))),
    show(error_logger:get_format_depth()),
    show(error_logger:tty(false)),
    error_logger:error_msg("unseen~n"),
    show(error_logger:tty(true)).
