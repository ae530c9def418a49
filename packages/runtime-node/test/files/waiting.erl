%% Programs of `beamline run` that wait, end or report.
-module(waiting).
-export([forever/0, message/0, answer/0, crash_and_return/0, crash_and_halt/0, crash_and_fail/0, many_and_halt/0, noisy_halt/0]).

forever() -> io("ready"), timer(infinity).
timer(Time) -> receive after Time -> ok end.
message() -> io("ready"), receive never -> ok end.
answer() -> Self = self(), spawn(fun() -> receive after 50 -> Self ! hello end end), receive M -> M end.
%% The report of a process that has failed just now.
crash(Reason) -> {_, Ref} = spawn_monitor(fun() -> error(Reason) end), receive {'DOWN', Ref, process, _, _} -> ok end.
crash_and_return() -> crash(before_return), returned.
crash_and_halt() -> crash(before_halt), halt(3).
crash_and_fail() -> crash(before_failure), error(failed).
many_and_halt() -> [crash({number, N}) || N <- lists:seq(1, 50)], halt(0).
%% Nothing of it runs after that.
noisy_halt() -> spawn(fun() -> noise(0) end), timer(20), io("halting"), crash(before_halt), halt(4).
noise(N) -> timer(1), io("noise " ++ integer_to_list(N)), noise(N + 1).
io(Text) -> erlang:display_string(Text ++ "\n").
