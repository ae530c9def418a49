%% Clocks in units: between what they show before and after, converted.
-module(clock_units).
-export([cases/0, between/2, stamp/1, convert/3, offset/1, fixed/0]).

cases() ->
    Units = [second, millisecond, microsecond, nanosecond, native, seconds, milli_seconds, micro_seconds, nano_seconds, 1, 3, 1000, 134217727,
             134217728, 1000000000, 1000000007, 1 bsl 62, 1 bsl 64, 1 bsl 100, 0, -1, -(1 bsl 70), 1.0, minute, [], perf_counter, {second}],
    [{between, [Clock, Unit]} || Clock <- [monotonic_time, system_time, os_system_time], Unit <- Units]
    ++ [{stamp, [Which]} || Which <- [os, erlang]]
    ++ [{convert, [T, From, To]} || T <- [0, 1, -1, 7, -1000000007, 1 bsl 62, -(1 bsl 80)], From <- Units, To <- [second, microsecond, native, 3, 1 bsl 100, 0, minute]]
    ++ [{convert, [T, second, native]} || T <- [1.0, a, [], {1}]]
    ++ [{offset, [Unit]} || Unit <- [native, second, microsecond, 7, 1 bsl 70]] ++ [{fixed, []}].

between(Clock, Unit) ->
    Before = clock(Clock, native),
    Time = clock(Clock, Unit),
    After = clock(Clock, native),
    Plain = plain(Clock),
    Parts = case Unit of _ when is_integer(Unit) -> Unit; _ -> parts(Unit) end,
    {floor(Before, Parts) =< Time, Time =< floor(After, Parts), Plain >= After}.

clock(monotonic_time, Unit) -> erlang:monotonic_time(Unit);
clock(system_time, Unit) -> erlang:system_time(Unit);
clock(os_system_time, Unit) -> os:system_time(Unit).

plain(monotonic_time) -> erlang:monotonic_time();
plain(system_time) -> erlang:system_time();
plain(os_system_time) -> os:system_time().

parts(second) -> 1;
parts(seconds) -> 1;
parts(millisecond) -> 1000;
parts(milli_seconds) -> 1000;
parts(microsecond) -> 1000000;
parts(micro_seconds) -> 1000000;
parts(_) -> 1000000000.

floor(Time, Parts) ->
    Product = Time * Parts,
    case Product rem 1000000000 of
        R when R < 0 -> Product div 1000000000 - 1;
        _ -> Product div 1000000000
    end.

stamp(Which) ->
    Before = os:system_time(second),
    {Mega, Seconds, Micro} = case Which of os -> os:timestamp(); erlang -> erlang:timestamp() end,
    After = os:system_time(second),
    {Before =< Mega * 1000000 + Seconds, Mega * 1000000 + Seconds =< After, Seconds < 1000000, Micro >= 0, Micro < 1000000}.

convert(Time, From, To) -> erlang:convert_time_unit(Time, From, To).

%% The system time is the monotonic time and an offset that stays.
offset(Unit) ->
    Offset = erlang:time_offset(),
    Before = erlang:monotonic_time() + Offset,
    Time = erlang:system_time(),
    After = erlang:monotonic_time() + Offset,
    {Before =< Time, Time =< After, Offset =:= erlang:time_offset(), erlang:time_offset(Unit) =:= erlang:convert_time_unit(Offset, native, Unit)}.

%% Since when a table is fixed, by both clocks.
fixed() ->
    T = ets:new(t, []),
    true = ets:safe_fixtable(T, true),
    {Monotonic, [{Pid, 1}]} = ets:info(T, safe_fixed_monotonic_time),
    {{M, S, U}, [{Pid, 1}]} = ets:info(T, safe_fixed),
    Microseconds = (M * 1000000 + S) * 1000000 + U,
    Difference = Microseconds - erlang:convert_time_unit(Monotonic + erlang:time_offset(), native, microsecond),
    {Pid =:= self(), abs(Difference) =< 1}.
