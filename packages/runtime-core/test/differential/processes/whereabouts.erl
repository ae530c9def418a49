%% Where process_info says that a process is: one that waits, was preempted, is in a native, has not begun, or asks itself.
-module(whereabouts).
-export([cases/0, waits_in_body/0, waits_at_end/0, waits_for_time/0, waits_in_fun/0, preempted/0, preempted_in_body/0, suspended/0,
         suspended_preempted/0, not_begun/0, fun_not_begun/0, hibernates/0, in_native/0, in_last_native/0, asks_at_end/0, asks/0,
         asks_for_several/0, asks_all/0, fails_in_last_native/0, ended/0, caught/2, asks_after_another/0,
         asks_in_recursion/0, own_stack/0]).
-export([wait/0, between/0, spin/0, tail_caller/1, body_caller/1]).

cases() ->
    [{F, []} || F <- [waits_in_body, waits_at_end, waits_for_time, waits_in_fun, preempted, preempted_in_body, suspended,
                      suspended_preempted, not_begun, fun_not_begun, hibernates, in_native, in_last_native, asks_at_end, asks,
                      asks_for_several, asks_all, fails_in_last_native, ended, asks_after_another, asks_in_recursion, own_stack]] ++
    [{caught, [How, N]} || How <- [by_catch, by_try, over], N <- [0, 1, 2, 5]].

waits_in_body() -> waiting(fun() -> X = wait_in_body(), {X} end).
waits_at_end() -> waiting(fun() -> X = wait(), {X} end).
waits_for_time() -> waiting(fun() -> receive go -> ok after 1000000 -> ok end end).
waits_in_fun() -> waiting(?MODULE, between, []).

preempted() -> look(start(fun() -> spin() end, {?MODULE, spin, 0})).
preempted_in_body() -> look(start(fun() -> X = count(10), {X} end, {?MODULE, count, 1})).

suspended() ->
    P = spawn(?MODULE, between, []),
    until(P, waiting),
    true = erlang:suspend_process(P),
    look(P).

suspended_preempted() ->
    P = start(fun() -> spin() end, {?MODULE, spin, 0}),
    true = erlang:suspend_process(P),
    look(P).

%% On several processors it may have begun, and is where it waits then.
not_begun() -> not_begun(?MODULE, between, []).
fun_not_begun() -> not_begun(erlang, apply, [fun() -> between() end, []]).

not_begun(M, F, A) ->
    P = spawn_opt(M, F, A, [{priority, low}]),
    true = erlang:suspend_process(P),
    N = length(A),
    case look(P) of
        [{current_function, {M, F, N}}, {current_location, {M, F, N, []}}, {current_stacktrace, []}] -> true;
        [{current_function, {?MODULE, wait, 0}} | _] -> true;
        Other -> Other
    end.

hibernates() -> waiting(fun() -> erlang:hibernate(?MODULE, wait, []) end).

in_native() -> until_in_reverse(spawn(?MODULE, body_caller, [numbers(100000, [])])).
in_last_native() -> until_in_reverse(spawn(?MODULE, tail_caller, [numbers(100000, [])])).

asks_at_end() -> process_info(self(), current_function).

asks() ->
    {current_stacktrace, [Here | _]} = process_info(self(), current_stacktrace),
    {Here, process_info(self(), current_location)}.

asks_for_several() ->
    [Function, Location, {current_stacktrace, [Here, There | _]}] = several(),
    {Function, Location, Here, There}.

several() -> process_info(self(), [current_function, current_location, current_stacktrace]).

asks_all() -> lists_find(current_function, all()).

all() -> process_info(self()).

fails_in_last_native() -> process_info(nobody, 17).

ended() ->
    P = spawn(fun() -> wait() end),
    exit(P, kill),
    process_info(P, current_stacktrace).

waiting(F) -> waiting(erlang, apply, [F, []]).

waiting(M, F, A) ->
    P = spawn(M, F, A),
    until(P, waiting),
    look(P).

start(F, Where) ->
    P = spawn(F),
    until_in(P, Where),
    P.

until_in(P, Where) ->
    case process_info(P, current_function) of
        {current_function, Where} -> ok;
        _ -> receive after 1 -> until_in(P, Where) end
    end.

until(P, Status) ->
    case process_info(P, status) of
        {status, Status} -> ok;
        _ -> receive after 1 -> until(P, Status) end
    end.

look(P) ->
    Found = process_info(P, [current_function, current_location, current_stacktrace]),
    exit(P, kill),
    Found.

until_in_reverse(P) ->
    case process_info(P, [current_function, current_location, current_stacktrace]) of
        [{current_function, {lists, reverse, 2}} | _] = Found -> exit(P, kill), Found;
        _ -> receive after 1 -> until_in_reverse(P) end
    end.

wait_in_body() ->
    receive go -> ok end,
    went.

wait() ->
    receive go -> ok end.

between() ->
    X = wait(),
    {X}.

spin() ->
    spin().

count(0) ->
    count(10);
count(N) ->
    count(N - 1).

body_caller(L) ->
    X = lists:reverse(L, []),
    body_caller(L, X).

body_caller(L, [_ | _]) -> body_caller(L).

tail_caller(L) ->
    [_ | _] = reversed(L),
    tail_caller(L).

reversed(L) ->
    lists:reverse(L, []).

lists_find(Key, [{Key, _} = Pair | _]) -> Pair;
lists_find(Key, [_ | T]) -> lists_find(Key, T).

numbers(0, L) -> L;
numbers(N, L) -> numbers(N - 1, [N | L]).

%% How many handlers a process is in, of those that it was in before.
caught(How, N) ->
    Before = level(),
    within(How, N) - Before.

within(_, 0) -> level();
within(by_catch, N) -> X = (catch within(by_catch, N - 1)), X + 0;
within(by_try, N) -> try within(by_try, N - 1) of X -> X + 0 catch _:_ -> 0 end;
within(over, N) -> (catch within(by_catch, N)), level().

level() -> {catchlevel, Level} = process_info(self(), catchlevel), Level.

%% What was asked last at the end of a function is not where it is any more.
asks_after_another() ->
    [begin asks_at_end(Item), own_functions() end || Item <- [status, priority, links, message_queue_len, trap_exit]].

asks_at_end(Item) -> process_info(self(), Item).

own_functions() ->
    {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
    own_functions(Stack).

own_functions([{?MODULE, Name, Arity, _} | Stack]) -> [{Name, Arity} | own_functions(Stack)];
own_functions(_) -> [].

%% Places that differ only in what is done there have the same line.
asks_in_recursion() -> {in_recursion(0), in_recursion(1), in_recursion(2), in_recursion(5)}.

in_recursion(0) -> own_functions();
in_recursion(N) -> [in_recursion(N - 1) | N].

own_stack() -> [is_small(nested_stack(N)) || N <- [0, 1, 100]].

nested_stack(0) -> process_info(self(), stack_size);
nested_stack(N) -> [nested_stack(N - 1) | N].

is_small([Nested | _]) -> is_small(Nested);
is_small({stack_size, Words}) -> Words > 0 andalso Words < 2000.
