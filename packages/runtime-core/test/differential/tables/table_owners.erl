%% Tables and processes: who may use them, who inherits them, giving them away, what an end of a process releases.
-module(table_owners).
-export([cases/0, access/2, owner_ends/2, inherited/2, heir_is_gone/1, given/2, give_error/1, fixed/1, named/1, setopts/1, all_gone/1, kept_heir/1, handle/1, chain/1, busy/2]).

types() -> [set, ordered_set, bag, duplicate_bag].

cases() ->
    [{access, [T, P]} || T <- types(), P <- [public, protected, private]] ++ [{owner_ends, [T, E]} || T <- types(), E <- [normal, exit, error, kill]]
    ++ [{inherited, [T, N]} || T <- types(), N <- [named, unnamed]] ++ [{heir_is_gone, [T]} || T <- types()] ++ [{given, [T, N]} || T <- types(), N <- [named, unnamed]] ++ [{give_error, [X]} || X <- [dead, self, stranger, atom, no_owner]]
    ++ [{fixed, [T]} || T <- types()] ++ [{named, [N]} || N <- [1, 10]] ++ [{setopts, [X]} || X <- [heir, none, protection, stranger]] ++ [{all_gone, [N]} || N <- [1, 100]] ++ [{kept_heir, [N]} || N <- [1, 20]]
    ++ [{handle, [X]} || X <- [atomics, match_spec]] ++ [{chain, [N]} || N <- [1, 2, 10]] ++ [{busy, [T, N]} || T <- types(), N <- [2, 10]].

%% Cases run at the same time: each has names of its own.
name(A, B, C) -> list_to_atom(atom_to_list(A) ++ "_" ++ atom_to_list(B) ++ "_" ++ atom_to_list(C)).
in_process(F) -> {P, M} = spawn_monitor(fun() -> exit({done, F()}) end), receive {'DOWN', M, process, P, {done, R}} -> R; {'DOWN', M, process, P, R} -> {ended, R} end.
tried(F) -> try F() catch C:E -> {C, E} end.

access(Type, Protection) ->
    T = ets:new(t, [Type, Protection]),
    ets:insert(T, {1, 2}),
    R = in_process(fun() ->
        [tried(fun() -> apply(ets, F, [T | A]) end) || {F, A} <- [{lookup, [1]}, {insert, [{2, 3}]}, {delete, [2]}, {member, [1]}, {first, []}, {next, [1]}, {select, [[{'_', [], ['$_']}]]}, {match_object, [{1, '_'}]}, {info, [size]}, {info, [protection]},
            {internal_select_delete, [[{'_', [], [false]}]]}, {select_replace, [[{'$1', [], ['$_']}]]}, {select_count, [[{'_', [], [true]}]]}, {take, [1]}, {insert_new, [{1, 5}]}, {update_element, [1, {2, 7}]}, {update_counter, [1, {2, 1}]}, {safe_fixtable, [true]}, {rename, [u]},
            {setopts, [[{protection, public}]]}, {setopts, [[]]}, {give_away, [self(), x]}, {internal_delete_all, [undefined]}, {slot, [0]}, {delete_object, [{1, 2}]}, {delete, []}]] -- [T] end),
    S = tried(fun() -> {ets:info(T, size), ets:info(T, fixed), ets:delete(T)} end),
    {[case X of T -> table; _ -> X end || X <- R], S}.
owner_ends(Type, How) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() ->
        T = ets:new(t, [Type, public]), N = ets:new(name(owner, Type, How), [Type, named_table, public]),
        [ets:insert(X, {I, <<0:1000>>}) || X <- [T, N], I <- seq(50)],
        Self ! {tables, T, N},
        receive normal -> ok; exit -> exit(bye); error -> error(oops); kill -> exit(self(), kill), receive never -> ok end end end),
    receive {tables, T, N} -> ok end,
    A = {ets:info(T, size), ets:info(N, size), ets:info(T, owner) =:= P},
    P ! How,
    receive {'DOWN', M, process, P, _} -> ok end,
    {A, ets:info(T), ets:info(N), ets:whereis(N), tried(fun() -> ets:lookup(T, 1) end), tried(fun() -> ets:insert(N, {1}) end), is_reference(ets:new(t, []))}.
inherited(Type, How) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() ->
        T = ets:new(name(heir, Type, How), [Type, {heir, Self, {"some data", <<7:1000>>}} | case How of named -> [named_table]; unnamed -> [] end]),
        ets:insert(T, [{1, a}, {2, b}]) end),
    R = receive {'ETS-TRANSFER', T, P, {D, <<X:1000>>}} ->
        {D, X, is_reference(T), ets:info(T, owner) =:= self(), ets:info(T, heir) =:= self(), ets:info(T, size), ets:lookup(T, 1), ets:insert(T, {3, c}), ets:info(T, name), ets:delete(T), ets:info(T)}
    after 1000 -> nothing end,
    receive {'DOWN', M, process, P, Reason} -> {R, Reason} end.
heir_is_gone(Type) ->
    H = spawn(fun() -> receive stop -> ok end end),
    MH = erlang:monitor(process, H),
    Self = self(),
    {P, M} = spawn_monitor(fun() -> T = ets:new(t, [Type, {heir, H, x}]), ets:insert(T, {1, 2}), Self ! {table, T}, receive go -> ok end end),
    T = receive {table, X} -> X end,
    A = {ets:info(T, heir) =:= H, ets:info(T, size)},
    H ! stop, receive {'DOWN', MH, process, H, _} -> ok end,
    P ! go, receive {'DOWN', M, process, P, _} -> ok end,
    {A, ets:info(T)}.
given(Type, How) ->
    T = ets:new(name(gift, Type, How), [Type | case How of named -> [named_table]; unnamed -> [] end]),
    ets:insert(T, {1, 2}),
    Self = self(),
    {P, M} = spawn_monitor(fun() -> receive {'ETS-TRANSFER', U, From, G} -> ets:insert(U, {2, 3}), exit({U =:= T, From =:= Self, G, ets:info(U, owner) =:= self(), ets:info(U, size)}) end end),
    A = ets:give_away(T, P, {gift, [1]}),
    B = tried(fun() -> ets:give_away(T, P, again) end),
    receive {'DOWN', M, process, P, R} -> {A, B, R, ets:info(T)} end.
give_error(dead) -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, process, P, _} -> ok end, T = ets:new(t, []), R = tried(fun() -> ets:give_away(T, P, x) end), ets:delete(T), R;
give_error(self) -> T = ets:new(t, []), R = tried(fun() -> ets:give_away(T, self(), x) end), ets:delete(T), R;
give_error(stranger) -> T = ets:new(t, [public]), Self = self(), R = in_process(fun() -> tried(fun() -> ets:give_away(T, Self, x) end) end), ets:delete(T), R;
give_error(atom) -> T = ets:new(t, []), R = tried(fun() -> ets:give_away(T, name, x) end), ets:delete(T), R;
give_error(no_owner) -> tried(fun() -> ets:give_away(no_table, self(), x) end).
%% A process that has fixed a table ends: what was deleted goes away then.
fixed(Type) ->
    T = ets:new(t, [Type, public]),
    [ets:insert(T, {I, I}) || I <- seq(100)],
    Self = self(),
    {P, M} = spawn_monitor(fun() -> ets:safe_fixtable(T, true), ets:safe_fixtable(T, true), Self ! fixed, receive stop -> ok end end),
    receive fixed -> ok end,
    {_, [{Q, 2}]} = ets:info(T, safe_fixed_monotonic_time),
    A = {Q =:= P, ets:info(T, fixed), ets:safe_fixtable(T, false), ets:info(T, fixed)},
    [ets:delete(T, I) || I <- seq(90)],
    B = {ets:info(T, size), length(walk(T, ets:first(T)))},
    ets:safe_fixtable(T, true),
    C = length(element(2, ets:info(T, safe_fixed))),
    P ! stop, receive {'DOWN', M, process, P, _} -> ok end,
    D = {ets:info(T, fixed), ets:info(T, size), length(element(2, ets:info(T, safe_fixed)))},
    ets:safe_fixtable(T, false),
    E = {ets:info(T, fixed), ets:info(T, safe_fixed), sort(walk(T, ets:first(T)))},
    ets:delete(T),
    {A, B, C, D, E}.
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
named(N) -> M = name(named, set, list_to_atom(integer_to_list(N))), [in_process(fun() -> T = ets:new(M, [named_table]), ets:insert(T, {1, I}), ets:lookup(M, 1) end) || I <- seq(N)].
setopts(heir) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() -> T = ets:new(t, [{heir, Self, old}]), ets:setopts(T, {heir, Self, new}), ets:insert(T, {1, 2}) end),
    R = receive {'ETS-TRANSFER', T, P, D} -> {D, ets:lookup(T, 1), ets:delete(T)} after 1000 -> nothing end,
    receive {'DOWN', M, process, P, _} -> R end;
setopts(none) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() -> T = ets:new(t, [{heir, Self, old}]), ets:setopts(T, [{heir, none}]) end),
    receive {'DOWN', M, process, P, _} -> receive {'ETS-TRANSFER', _, P, _} -> got after 20 -> nothing end end;
setopts(protection) ->
    T = ets:new(t, []),
    ets:insert(T, {1, 2}),
    R = [begin ets:setopts(T, [{protection, X}]), in_process(fun() -> {tried(fun() -> ets:lookup(T, 1) end), tried(fun() -> ets:insert(T, {1, 2}) end)} end) end || X <- [private, public, protected]],
    ets:delete(T),
    R;
setopts(stranger) -> T = ets:new(t, [public]), R = in_process(fun() -> tried(fun() -> ets:setopts(T, [{protection, private}]) end) end), ets:delete(T), R.
all_gone(N) ->
    L = in_process(fun() -> [begin T = ets:new(t, [X]), ets:insert(T, {I, X}), T end || I <- seq(N), X <- types()] end),
    {length(L), [X || T <- L, X <- [ets:info(T)], X =/= undefined]}.
kept_heir(N) ->
    Self = self(),
    [in_process(fun() -> T = ets:new(t, [{heir, Self, {I, <<I:800>>}}]), ets:insert(T, {I, <<I:900>>}) end) || I <- seq(N)],
    [receive {'ETS-TRANSFER', T, _, {I, <<I:800>>}} -> [{I, <<J:900>>}] = ets:lookup(T, I), ets:delete(T), J end || I <- seq(N)].
%% What other processes hold works on when the process that made it has ended.
handle(atomics) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() -> R = erts_internal:atomics_new(2, 1), atomics:put(R, 1, 5), Self ! {handle, R} end),
    R = receive {handle, X} -> X end,
    receive {'DOWN', M, process, P, _} -> ok end,
    A = [in_process(fun() -> atomics:add_get(R, 1, I) end) || I <- seq(10)],
    {A, atomics:get(R, 1)};
handle(match_spec) ->
    Self = self(),
    {P, M} = spawn_monitor(fun() -> Self ! {handle, ets:match_spec_compile([{{'$1'}, [{is_atom, '$1'}], [{{"a constant", '$1'}}]}])} end),
    R = receive {handle, X} -> X end,
    receive {'DOWN', M, process, P, _} -> ok end,
    [in_process(fun() -> ets:match_spec_run_r([{a}, {1}, {b}], R, []) end) || _ <- seq(3)].
%% A table that goes from hand to hand.
chain(N) ->
    T = ets:new(t, []),
    Self = self(),
    spawn(fun() -> pass(N, Self) end) ! {start, T, Self},
    ets:give_away(T, receive {pid, P} -> P end, start),
    receive {'ETS-TRANSFER', T, _, done} -> R = sort(ets:match_object(T, '_')), ets:delete(T), R after 2000 -> timeout end.
pass(N, Last) ->
    receive {start, _, From} -> From ! {pid, self()} end,
    receive {'ETS-TRANSFER', T, _, _} ->
        ets:insert(T, {N, x}),
        case N of
            1 -> ets:give_away(T, Last, done);
            _ -> P = spawn(fun() -> pass(N - 1, Last) end), P ! {start, T, self()}, receive {pid, P} -> ets:give_away(T, P, next) end
        end
    end.
%% Many processes count in one table.
busy(Type, N) ->
    T = ets:new(t, [Type, public, {write_concurrency, true}]),
    L = [spawn_monitor(fun() -> work(T, Type, I, 300) end) || I <- seq(N)],
    [receive {'DOWN', M, process, P, normal} -> ok end || {P, M} <- L],
    R = case Type of
        _ when Type =:= set; Type =:= ordered_set -> {ets:info(T, size), ets:lookup(T, total), sum([V || {{_, _}, V} <- ets:match_object(T, '_')])};
        _ -> {ets:info(T, size), length(ets:lookup(T, total)), sum([V || {{_, _}, V} <- ets:match_object(T, '_')])}
    end,
    ets:delete(T),
    R.
work(_, _, _, 0) -> ok;
work(T, Type, I, J) ->
    case Type of
        _ when Type =:= set; Type =:= ordered_set -> ets:update_counter(T, total, 1, {total, 0});
        _ -> ets:insert(T, {total, {I, J}})
    end,
    ets:insert(T, {{I, J}, J}),
    J rem 3 =:= 0 andalso ets:delete(T, {I, J}),
    J rem 50 =:= 0 andalso erlang:yield(),
    work(T, Type, I, J - 1).

sum([H | T]) -> H + sum(T);
sum([]) -> 0.
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X > P]).
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
