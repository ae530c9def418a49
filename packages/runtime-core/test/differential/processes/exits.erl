%% Exit signals: by links and by exit/2, to processes that trap and that do not.
-module(exits).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{F, [R]} || F <- [plain, trapping, by_link, by_link_trapped, chain, self_plain, self_trapping, caught_self, busy, waiting, twice, unlinked], R <- reasons()]
        ++ [{F, [Bad]} || F <- [bad_pid, bad_link, bad_unlink], Bad <- [a, 1, "x", {a, b}]]
        ++ [{F, []} || F <- [link_dead, link_dead_trapping, link_self, link_twice, unlink_dead, unlink_self, kill_link, killer, many_links, exit_to_linked, after_catch, trap_off_again, order, exit_in_receive, from_dead]]
        ++ [{tree, [N, D]} || N <- [1, 2, 4], D <- [1, 2, 3]].

reasons() -> [normal, kill, killed, shutdown, {shutdown, 1}, {a, "b", 2.5}, [], <<"bin">>].

flush() -> receive M -> [M | flush()] after 0 -> [] end.
settle() -> receive after 5 -> ok end.

watched(F) ->
    {P, R} = spawn_monitor(F),
    receive {ready, P} -> ok after 1000 -> late end,
    {P, R}.

down(P, R) -> receive {'DOWN', R, process, P, Reason} -> Reason after 2000 -> erlang:demonitor(R, [flush]), exit(P, kill), alive end.

ready(Me) -> Me ! {ready, self()}.
forever() -> receive stop -> stopped end.
collect() -> receive stop -> []; M -> [M | collect()] end.

plain(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> ready(Me), forever() end),
    {exit(P, Reason), down(P, R)}.

trapping(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> process_flag(trap_exit, true), ready(Me), exit({got, [case M of {'EXIT', Me, X} -> X; O -> O end || M <- collect()]}) end),
    exit(P, Reason),
    P ! stop,
    down(P, R).

by_link(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> ready(Me), spawn_link(fun() -> exit(Reason) end), forever() end),
    down(P, R).

by_link_trapped(Reason) ->
    Me = self(),
    {P, R} = watched(fun() ->
        process_flag(trap_exit, true), ready(Me),
        C = spawn_link(fun() -> exit(Reason) end),
        receive {'EXIT', C, X} -> exit({child, X}) end end),
    down(P, R).

chain(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> link_chain(20, Reason), ready(Me), forever() end),
    down(P, R).

link_chain(0, Reason) -> spawn_link(fun() -> settle(), exit(Reason) end);
link_chain(N, Reason) -> spawn_link(fun() -> link_chain(N - 1, Reason), forever() end).

self_plain(Reason) ->
    {P, R} = spawn_monitor(fun() -> exit(self(), Reason), exit({went, on}) end),
    down(P, R).

self_trapping(Reason) ->
    {P, R} = spawn_monitor(fun() -> process_flag(trap_exit, true), exit(self(), Reason), Me = self(), receive {'EXIT', Me, X} -> exit({got, X}) after 0 -> exit(nothing) end end),
    down(P, R).

caught_self(Reason) ->
    {P, R} = spawn_monitor(fun() -> X = (catch exit(self(), Reason)), exit({caught, X}) end),
    down(P, R).

busy(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> ready(Me), spin(0) end),
    exit(P, Reason),
    down(P, R).

spin(N) -> spin(N + 1).

waiting(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> ready(Me), receive never -> ok after 100000 -> late end end),
    exit(P, Reason),
    down(P, R).

twice(Reason) ->
    Me = self(),
    {P, R} = watched(fun() -> ready(Me), forever() end),
    exit(P, Reason),
    exit(P, second),
    down(P, R).

unlinked(Reason) ->
    Me = self(),
    {P, R} = watched(fun() ->
        C = spawn_link(fun() -> receive go -> exit(Reason) end end),
        unlink(C), C ! go, ready(Me), settle(), exit(survived) end),
    down(P, R).

bad_pid(X) -> exit(X, reason).
bad_link(X) -> link(X).
bad_unlink(X) -> unlink(X).

dead() ->
    {P, R} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', R, _, _, _} -> P end.

link_dead() ->
    D = dead(),
    {P, R} = spawn_monitor(fun() -> link(D), settle(), exit(survived) end),
    {noproc, [{erlang, link, [D], Info} | _]} = down(P, R),
    Info.

link_dead_trapping() ->
    D = dead(),
    {P, R} = spawn_monitor(fun() -> process_flag(trap_exit, true), T = link(D), receive {'EXIT', D, X} -> exit({T, X}) after 50 -> exit(nothing) end end),
    down(P, R).

link_self() -> {link(self()), unlink(self())}.

link_twice() ->
    process_flag(trap_exit, true),
    P = spawn(fun() -> receive go -> exit(once) end end),
    link(P), link(P), link(P),
    P ! go,
    settle(),
    [X || {'EXIT', Q, X} <- flush(), Q =:= P].

unlink_dead() -> unlink(dead()).
unlink_self() -> unlink(self()).

kill_link() ->
    {P, R} = spawn_monitor(fun() -> process_flag(trap_exit, true), C = spawn_link(fun() -> exit(kill) end), receive {'EXIT', C, X} -> exit({got, X}) end end),
    down(P, R).

killer() ->
    {P, R} = spawn_monitor(fun() ->
        process_flag(trap_exit, true),
        C = spawn_link(fun() -> forever() end),
        exit(C, kill),
        receive {'EXIT', C, X} -> exit({got, X}) end end),
    down(P, R).

many_links() ->
    {P, R} = spawn_monitor(fun() ->
        process_flag(trap_exit, true),
        Cs = [spawn_link(fun() -> forever() end) || _ <- lists_seq(50)],
        [exit(C, I) || {C, I} <- zip(Cs, 1)],
        exit([receive {'EXIT', C, X} -> X end || C <- Cs]) end),
    down(P, R).

zip([], _) -> [];
zip([H | T], N) -> [{H, N} | zip(T, N + 1)].

lists_seq(0) -> [];
lists_seq(N) -> lists_seq(N - 1) ++ [N].

exit_to_linked() ->
    Me = self(),
    {P, R} = watched(fun() -> process_flag(trap_exit, true), C = spawn_link(fun() -> forever() end), unlink(C), exit(C, gone), ready(Me), settle(), exit({flush_here(), is_process_alive(C)}) end),
    down(P, R).

flush_here() -> flush().

after_catch() ->
    {P, R} = spawn_monitor(fun() -> try exit(self(), out) after put(x, 1) end, exit(went_on) end),
    down(P, R).

trap_off_again() ->
    {P, R} = spawn_monitor(fun() -> process_flag(trap_exit, true), process_flag(trap_exit, false), spawn_link(fun() -> exit(child) end), forever() end),
    down(P, R).

order() ->
    process_flag(trap_exit, true),
    Me = self(),
    P = spawn_link(fun() -> Me ! one, Me ! two, exit(three) end),
    [receive M -> case M of {'EXIT', P, X} -> X; _ -> M end end || _ <- [1, 2, 3]].

exit_in_receive() ->
    {P, R} = spawn_monitor(fun() -> self() ! a, self() ! b, receive b -> exit(self(), now) end, receive a -> exit(went_on) end end),
    down(P, R).

from_dead() -> exit(dead(), kill).

tree(N, D) ->
    Me = self(),
    {P, R} = watched(fun() -> grow(N, D, Me), ready(Me), forever() end),
    Leaves = [receive {leaf, L} -> L end || _ <- lists_seq(leaves(N, D))],
    Refs = [{L, erlang:monitor(process, L)} || L <- Leaves],
    exit(P, felled),
    %% A monitor and an exit signal from different processes have no order.
    {down(P, R), [case down(L, X) of noproc -> felled; Y -> Y end || {L, X} <- Refs]}.

leaves(_, 0) -> 1;
leaves(N, D) -> N * leaves(N, D - 1).

grow(_, 0, Me) -> Me ! {leaf, self()};
grow(N, D, Me) -> [spawn_link(fun() -> grow(N, D - 1, Me), forever() end) || _ <- lists_seq(N)].
