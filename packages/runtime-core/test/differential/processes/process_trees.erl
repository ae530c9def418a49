%% Random steps of a few processes: links, monitors, exits of all kinds, trapped or not, timers, names, aliases, children. After each
%% step all come to rest; at the end it is told who lives, what each has received and why the others ended.
-module(process_trees).
-export([cases/0, run/1, worker/1]).

-define(FIRST, 5).
-define(STEPS, 24).

cases() -> [{run, [Seed]} || Seed <- seq(1, 150)].

seq(N, M) when N > M -> [];
seq(N, M) -> [N | seq(N + 1, M)].

%% The same numbers everywhere: a linear congruential generator.
next({S, N}) -> S1 = (S * 1103515245 + 12345) band 16#7fffffff, {(S1 bsr 8) rem N, S1}.

%% State of the driver: seed, processes as [{Index, Pid, Monitor}], how those that ended did.
run(Seed) ->
    process_flag(trap_exit, true),
    {Workers, _} = {[start(I) || I <- seq(1, ?FIRST)], ok},
    {_, Living, Ended} = steps(?STEPS, Seed * 7919 + 17, Workers, []),
    All = [{I, P} || {I, P, _} <- Living] ++ [{I, P} || {I, P, _} <- Ended],
    Told = [{I, alive, sort([plain(M, All) || M <- call(P, told)])} || {I, P, _} <- Living],
    Result = sort(Told ++ [{I, ended, plain(R, All)} || {I, _, R} <- Ended]),
    [exit(P, kill) || {_, P, _} <- Living],
    Result.

start(I) ->
    {P, R} = spawn_monitor(?MODULE, worker, [{I, [], [], []}]),
    {I, P, R}.

steps(0, S, Living, Ended) -> {S, Living, Ended};
steps(_, S, [], Ended) -> {S, [], Ended};
steps(N, S, Living, Ended) ->
    {A, S1} = next({S, length(Living)}),
    {B, S2} = next({S1, length(Living)}),
    {What, S3} = next({S2, 22}),
    {How, S4} = next({S3, 7}),
    {_, P, _} = element(A + 1, list_to_tuple(Living)),
    {_, Q, _} = element(B + 1, list_to_tuple(Living)),
    Born = step(What, P, Q, How, length(Living) + length(Ended) + 1),
    {Living1, Ended1} = rest(3, Living ++ Born, Ended),
    steps(N - 1, S4, Living1, Ended1).

%% Everybody has acted upon all signals when they have answered a few times.
rest(0, Living, Ended) -> {Living, Ended};
rest(N, Living, Ended) ->
    receive after 1 -> ok end,
    {Living1, Ended1} = bury(Living, Ended),
    [call(P, ping) || {_, P, _} <- Living1],
    rest(N - 1, Living1, Ended1).

bury([], Ended) -> {[], Ended};
bury([{I, P, R} = W | Rest], Ended) ->
    receive
        {'DOWN', R, process, P, Reason} -> bury(Rest, [{I, P, Reason} | Ended])
    after 0 ->
        {Living, Ended1} = bury(Rest, Ended),
        {[W | Living], Ended1}
    end.

call(P, What) ->
    R = make_ref(),
    P ! {do, self(), R, What},
    receive {R, Answer} -> Answer after 30 -> none end.

step(0, P, Q, _, _) -> call(P, {link, Q}), [];
step(1, P, Q, _, _) -> call(P, {link, Q}), [];
step(2, P, Q, _, _) -> call(P, {unlink, Q}), [];
step(3, P, Q, _, _) -> call(P, {monitor, Q}), [];
step(4, P, Q, _, _) -> call(P, {monitor, Q}), [];
step(5, P, _, _, _) -> call(P, demonitor), [];
step(6, P, _, How, _) -> call(P, {trap, How < 4}), [];
step(7, P, _, How, _) -> call(P, {trap, How < 5}), [];
step(8, P, Q, How, _) -> call(P, {exit, Q, reason(How)}), [];
step(9, P, Q, How, _) -> call(P, {exit, Q, reason(How)}), [];
step(10, P, _, How, _) -> call(P, {stop, reason(How)}), [];
step(11, P, _, How, _) -> call(P, {fail, How}), [];
step(12, P, Q, How, _) -> call(P, {send, Q, {hello, How}}), [];
step(13, P, Q, How, _) -> call(P, {send_after, Q, How}), [];
step(14, P, Q, How, _) -> call(P, {start_timer, Q, How}), [];
step(15, P, Q, How, _) -> call(P, {cancelled, Q, How}), [];
step(16, P, Q, How, _) -> call(P, {by_alias, Q, How}), [];
step(17, P, _, How, I) -> born(I, call(P, {spawn, I, How}));
step(18, P, _, How, I) -> born(I, call(P, {spawn, I, How}));
step(19, P, Q, How, _) -> call(P, {by_name, Q, How}), [];
step(20, P, Q, _, _) -> call(P, {monitor_tagged, Q}), [];
step(21, P, Q, _, _) -> call(P, {suspended, Q}), [].

born(I, P) when is_pid(P) -> [{I, P, erlang:monitor(process, P)}];
born(_, _) -> [].

reason(0) -> normal;
reason(1) -> kill;
reason(2) -> killed;
reason(3) -> shutdown;
reason(4) -> {shutdown, [1, "two"]};
reason(5) -> <<"binary">>;
reason(6) -> {a, {b, 2.5}}.

%% Number, messages received, monitors set, reasons to go on.
worker({I, Told, Monitors, Kept}) ->
    receive
        {do, From, R, told} -> From ! {R, Told}, worker({I, Told, Monitors, Kept});
        {do, From, R, ping} -> From ! {R, pong}, worker({I, Told, Monitors, Kept});
        {do, From, R, {stop, Reason}} -> From ! {R, ok}, exit(Reason);
        {do, From, R, {fail, How}} -> From ! {R, ok}, fail(How);
        {do, From, R, {alias, Mode}} -> From ! {R, alias([Mode])}, worker({I, Told, Monitors, Kept});
        {do, From, R, demonitor} ->
            From ! {R, [erlang:demonitor(M, [flush, info]) || M <- Monitors]},
            worker({I, Told, [], Kept});
        {do, From, R, {monitor, Q}} ->
            M = erlang:monitor(process, Q),
            From ! {R, ok},
            worker({I, Told, [M | Monitors], Kept});
        {do, From, R, {monitor_tagged, Q}} ->
            M = erlang:monitor(process, Q, [{tag, {tagged, I}}]),
            From ! {R, ok},
            worker({I, Told, [M | Monitors], Kept});
        {do, From, R, What} ->
            Answer = try act(What) catch Class:Reason -> {Class, Reason} end,
            From ! {R, Answer},
            worker({I, [{acted, element(1, What), answer(Answer)} | Told], Monitors, Kept});
        Message ->
            worker({I, [Message | Told], Monitors, Kept})
    end.

answer(Answer) when is_pid(Answer); is_reference(Answer) -> it;
answer(Answer) -> Answer.

act({link, Q}) -> link(Q);
act({unlink, Q}) -> unlink(Q);
act({trap, Flag}) -> process_flag(trap_exit, Flag);
act({exit, Q, Reason}) -> exit(Q, Reason);
act({send, Q, M}) -> Q ! M;
act({send_after, Q, How}) -> erlang:send_after(How rem 3, Q, {later, How});
act({start_timer, Q, How}) -> erlang:start_timer(How rem 3, Q, {timer, How});
act({cancelled, Q, How}) -> is_integer(erlang:cancel_timer(erlang:send_after(1000 + How, Q, {never, How})));
act({by_alias, Q, How}) when Q =:= self() -> How;
act({by_alias, Q, How}) ->
    R = make_ref(),
    Q ! {do, self(), R, {alias, case How rem 2 of 0 -> reply; 1 -> explicit_unalias end}},
    receive {R, A} -> A ! {aliased, 1}, A ! {aliased, 2}, ok after 20 -> nobody end;
act({by_name, Q, How}) ->
    Name = list_to_atom("tree_" ++ integer_to_list(erlang:unique_integer([positive]))),
    true = register(Name, Q),
    Name ! {named, How},
    true = whereis(Name) =:= Q,
    unregister(Name);
act({suspended, Q}) when Q =:= self() -> itself;
act({suspended, Q}) -> erlang:suspend_process(Q), Q ! {while, suspended}, erlang:resume_process(Q);
act({spawn, I, How}) when How < 3 -> spawn_link(?MODULE, worker, [{I, [], [], []}]);
act({spawn, I, How}) when How < 5 -> spawn(?MODULE, worker, [{I, [], [], []}]);
act({spawn, I, _}) -> {P, _} = spawn_monitor(?MODULE, worker, [{I, [], [], []}]), P.

fail(0) -> error(badthing);
fail(1) -> throw(ball);
fail(2) -> exit(self(), out), receive never -> ok after 5 -> ok end;
fail(3) -> error({three, [3]});
fail(4) -> exit(self(), kill), receive never -> ok end;
fail(5) -> nobody:knows(1);
fail(6) -> ok.

%% Pids by the numbers of their processes, references as such.
plain(P, All) when is_pid(P) -> case [I || {I, Q} <- All, Q =:= P] of [I | _] -> {process, I}; [] -> driver end;
plain(R, _) when is_reference(R) -> reference;
plain([H | T], All) -> [plain(H, All) | plain(T, All)];
plain(T, All) when is_tuple(T) -> list_to_tuple(plain(tuple_to_list(T), All));
plain(M, _) when is_map(M) -> map;
plain(X, _) -> X.

sort([]) -> [];
sort([H | T]) -> insert(H, sort(T)).
insert(X, [H | T]) when X > H -> [H | insert(X, T)];
insert(X, L) -> [X | L].
