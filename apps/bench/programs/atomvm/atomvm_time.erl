%% Times main/0 of a module in AtomVM: the archive's start. The name of the module is in /data/name. Prints {time, Microseconds} for each run
%% and {result, Term} of the last one, or {failed, Reason}. It is an interpreter, which has nothing to warm up: three runs, or fewer
%% once ten seconds have been spent.
-module(atomvm_time).
-export([start/0]).

-define(RUNS, 3).
-define(BUDGET_MICROSECONDS, 10000000).

start() ->
    {ok, File} = atomvm:posix_open("/data/name", [o_rdonly]),
    {ok, Text} = atomvm:posix_read(File, 100),
    Name = binary_to_atom(Text, utf8),
    try time(Name, ?RUNS, 0)
    catch _:Reason -> erlang:display({failed, Reason})
    end,
    ok.

time(Name, Left, Spent) ->
    Start = erlang:monotonic_time(microsecond),
    Result = Name:main(),
    Time = erlang:monotonic_time(microsecond) - Start,
    erlang:display({time, Time}),
    case Left > 1 andalso Spent + Time < ?BUDGET_MICROSECONDS of
        true -> time(Name, Left - 1, Spent + Time);
        false -> erlang:display({result, Result})
    end.
