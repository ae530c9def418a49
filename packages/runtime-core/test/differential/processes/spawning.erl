%% Starting processes, and what ends them.
-module(spawning).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    [{F, [A]} || F <- [monitored, monitored_fun, link_trapped, opt_monitor, opt_tag, opt_both], A <- ends()]
        ++ [{parallel, [N]} || N <- [0, 1, 2, 10, 300]]
        ++ [{nested, [N]} || N <- [0, 1, 5, 50]]
        ++ [{bad, [A]} || A <- [a, 1, []]]
        ++ [{bad3, [M, F, A]} || {M, F, A} <- [{1, a, []}, {a, 1, []}, {a, b, c}, {a, b, [1 | 2]}]]
        ++ [{bad_options, [O]} || O <- [a, [b], [{priority, x}], [{monitor, x}], [{monitor, [{alias, x}]}], [link | y], [{max_heap_size, -1}], [{min_heap_size, a}]]]
        ++ [{request, [O]} || O <- [[], [monitor], [link], [{reply, no}], [{reply, error_only}], [{reply, success_only}], [{reply_tag, hello}], [unknown], [unknown, {reply, success_only}]]]
        ++ [{many_arguments, [lists_seq(N)]} || N <- [0, 1, 5, 17, 40]]
        ++ [{priorities, []}, {arity, []}, {initial, []}, {undefined, []}, {binaries, []}, {big_argument, [1000]}, {dictionary, []}, {trap_default, []}, {parents, []}].

lists_seq(0) -> [];
lists_seq(N) -> lists_seq(N - 1) ++ [N].

ends() ->
    [normal, ok, {exit, normal}, {exit, shutdown}, {exit, {shutdown, why}}, {exit, kill}, {exit, "text"}, {throw, ball}, {error, reason}, {error, {a, [1, 2.5]}},
     badmatch, badarith, undef, function_clause, case_clause, {tail, 3}, {deep, 100}].

run(normal) -> normal;
run(ok) -> ok;
run({exit, R}) -> exit(R);
run({throw, R}) -> throw(R);
run({error, R}) -> error(R);
run(badmatch) -> {ok, _} = self_name();
run(badarith) -> 1 + self_name();
run(undef) -> nobody:knows(self_name());
run(function_clause) -> clause(self_name());
run(case_clause) -> case self_name() of b -> 1 end;
run({tail, 0}) -> exit(tail);
run({tail, N}) -> run({tail, N - 1});
run({deep, 0}) -> exit(deep);
run({deep, N}) -> [run({deep, N - 1})].

self_name() -> a.
clause(b) -> ok.

monitored(A) ->
    {P, R} = spawn_monitor(?MODULE, run, [A]),
    receive {'DOWN', R, process, P, Reason} -> {Reason, is_process_alive(P)} end.

monitored_fun(A) ->
    {P, R} = spawn_monitor(fun() -> run(A) end),
    receive {'DOWN', R, process, P, Reason} -> no_fun_names(Reason) end.

no_fun_names({Reason, Stack}) when is_list(Stack) -> {Reason, [case F of {?MODULE, _, 0, _} -> the_fun; _ -> F end || F <- Stack]};
no_fun_names(Reason) -> Reason.

link_trapped(A) ->
    process_flag(trap_exit, true),
    P = spawn_link(?MODULE, run, [A]),
    receive {'EXIT', P, Reason} -> Reason end.

opt_monitor(A) ->
    {P, R} = spawn_opt(?MODULE, run, [A], [monitor, {priority, high}, {min_heap_size, 1000}]),
    receive {'DOWN', R, process, P, Reason} -> Reason end.

opt_tag(A) ->
    {P, R} = spawn_opt(fun() -> ?MODULE:run(A) end, [{monitor, [{tag, {my, "tag"}}]}]),
    receive {{my, "tag"}, R, process, P, Reason} -> no_fun_names(Reason) end.

opt_both(A) ->
    process_flag(trap_exit, true),
    {P, R} = spawn_opt(?MODULE, run, [A], [monitor, link]),
    Down = receive {'DOWN', R, process, P, D} -> D end,
    Exit = receive {'EXIT', P, E} -> E end,
    Down =:= Exit.

parallel(N) ->
    Me = self(),
    Ps = [spawn(fun() -> Me ! {self(), I * I} end) || I <- lists_seq(N)],
    [receive {P, V} -> V end || P <- Ps].

nested(0) -> done;
nested(N) ->
    {P, R} = spawn_monitor(fun() -> exit({N, nested(N - 1)}) end),
    receive {'DOWN', R, process, P, {N, Inner}} -> Inner end.

bad(A) -> spawn(A).
bad3(M, F, A) -> spawn(M, F, A).
bad_options(O) -> try spawn_opt(fun() -> ok end, O) catch C:R -> {C, R} end.

request(O) ->
    process_flag(trap_exit, true),
    Req = spawn_request(?MODULE, run, [{exit, finished}], O),
    timer(),
    lists_sort([case M of
        {spawn_reply, Req, ok, P} when is_pid(P) -> reply;
        {hello, Req, ok, P} when is_pid(P) -> reply_hello;
        {spawn_reply, Req, error, E} -> {failed, E};
        {'DOWN', Req, process, _, Reason} -> {down, Reason};
        {'EXIT', P, Reason} when is_pid(P) -> {exit, Reason};
        Other -> Other
    end || M <- flush()]).

timer() -> receive after 20 -> ok end.
flush() -> receive M -> [M | flush()] after 0 -> [] end.
lists_sort(L) -> [X || _ <- [1], X <- insert_all(L, [])].
insert_all([], Acc) -> Acc;
insert_all([H | T], Acc) -> insert_all(T, insert(H, Acc)).
insert(X, [H | T]) when X > H -> [H | insert(X, T)];
insert(X, L) -> [X | L].

many_arguments(L) ->
    {_, R} = spawn_monitor(erlang, apply, [fun(X) -> exit({got, X}) end, [L]]),
    receive {'DOWN', R, _, _, Reason} -> Reason end.

priorities() ->
    Me = self(),
    [begin
        P = spawn_opt(fun() -> Me ! {self(), process_flag(priority, normal)} end, [{priority, Pr}]),
        receive {P, Old} -> Old end
    end || Pr <- [low, normal, high, max]].

arity() ->
    {_, R} = spawn_opt(fun(X) -> X end, [monitor]),
    B = try spawn_monitor(fun(X) -> X end) catch error:E -> E end,
    receive {'DOWN', R, _, _, {{badarity, {F, A}}, _}} -> {is_function(F, 1), A, B} end.

initial() ->
    {P, R} = spawn_monitor(?MODULE, run, [normal]),
    receive {'DOWN', R, process, P, Reason} -> {Reason, process_info(P)} end.

undefined() ->
    {_, R} = spawn_monitor(nobody, knows, [1, 2]),
    receive {'DOWN', R, _, _, Reason} -> Reason end.

binaries() ->
    B = binary_of(5000),
    {_, R} = spawn_monitor(fun() -> exit({byte_size(B), binary_part(B, 100, 3)}) end),
    receive {'DOWN', R, _, _, Reason} -> Reason end.

binary_of(N) -> << <<(I rem 256)>> || I <- lists_seq(N) >>.

big_argument(N) ->
    L = [{I, [I, {I}]} || I <- lists_seq(N)],
    {_, R} = spawn_monitor(fun() -> exit(length(L)) end),
    receive {'DOWN', R, _, _, Reason} -> Reason end.

dictionary() ->
    put(a, 1),
    Me = self(),
    P = spawn(fun() -> Me ! {self(), get()} end),
    receive {P, D} -> {D, get(a)} end.

trap_default() ->
    Me = self(),
    process_flag(trap_exit, true),
    P = spawn(fun() -> Me ! {self(), process_flag(trap_exit, false)} end),
    receive {P, Was} -> Was end.

parents() ->
    Me = self(),
    P = spawn(fun() -> Me ! {self(), group_leader()} end),
    receive {P, G} -> G =:= group_leader() end.
