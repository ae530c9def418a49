%% What handlers see of mailboxes and classes; funs, zeros, large integers and floats in their order; applying many arguments.
-module(handlers_and_releases).
-export([cases/0, received_after/1, raised/2, ordered/1, applied/2, error_with/1, of_no_bits/1, exports/0, sorted_funs/0, zeros/1,
         handler/1, undefined_function/3, hibernating/0, reductions/0, foreign_fun/1, clock_alias/0, depth/1, empty_tuples/1]).

cases() ->
    [{received_after, [N]} || N <- [bad, -1, 1 bsl 40]] ++
    [{raised, [From, To]} || From <- [error, exit, throw], To <- [error, exit, throw, other]] ++
    [{ordered, [N]} || N <- [53, 60, 63, 64, 65, 96, 100, 128, 500, 1023]] ++
    [{applied, [M, N]} || M <- [?MODULE, no_such_module, lists], N <- [0, 254, 255, 256, 300, 1023]] ++
    [{error_with, [O]} || O <- [[], foo, [foo], [{error_info, a}], [{error_info, #{}}], [{error_info, #{}} | x], {}]] ++
    [{of_no_bits, [B]} || B <- [<<>>, <<7>>, <<1:3>>]] ++
    [{handler, [F]} || F <- [f, undefined_function]] ++
    [{depth, [N]} || N <- [0, 1, 2, 3, 8, 20, 64, 65, -1, a]] ++
    [{empty_tuples, [T]} || T <- [{}, [{}], {{}, {}}, [{}, a, {1, {}}]]] ++
    [{zeros, [N]} || N <- [0, 1]] ++
    [{F, []} || F <- [exports, sorted_funs, hibernating, reductions, clock_alias]] ++
    [{foreign_fun, [M]} || M <- [<<"no_such_modules_here_">>, <<"another_one_not_here_">>]].

received_after(Time) ->
    self() ! first,
    try receive never -> ok after Time -> ok end catch _:_ -> ok end,
    receive first -> got after 100 -> lost end.

raised(From, To) ->
    F = fun() -> case From of error -> error(r); exit -> exit(r); throw -> throw(r) end end,
    G = fun() -> try F() catch _:R:S -> erlang:raise(To, R, S) end end,
    try try G() after ok end catch C:E -> {C, E} end.

ordered(Bits) ->
    P = 1 bsl Bits,
    F = float(P),
    L = [P - 1, P, P + 1, -P - 1, -P, 1 - P, F, -F],
    [[{A < B, A == B} || B <- L] || A <- L].

applied(M, N) -> try apply(M, no_such_function, lists_seq(N)) catch C:E -> {C, E} end.
lists_seq(0) -> [];
lists_seq(N) -> [N | lists_seq(N - 1)].

error_with(Options) -> try erlang:error(x, [a], Options) catch C:E -> {C, E} end.

of_no_bits(B) ->
    S = zero(),
    {case B of <<F:S/float, R/bits>> -> {F, R}; _ -> none end, case B of <<G:S/float-little>> -> G; _ -> none end,
     case B of <<N:S, Q/bits>> -> {N, Q}; _ -> none end}.
zero() -> byte_size(<<>>).

exports() -> [E || {F, _} = E <- ?MODULE:module_info(exports), F =/= module_info, F =/= cases].

sorted_funs() ->
    L = [fun lists:reverse/1, fun erlang:exit/1, fun erlang:apply/2, fun a:b/0, fun a:b/1, fun a:a/9, fun b:a/0],
    [[A < B || B <- L] || A <- L].

%% Not of constants: the compiler of OTP 29 computes those, its own way.
zeros(N) ->
    Zero = float(N),
    {0.0 == -Zero, -Zero, -(Zero * 1.0), Zero * -1, Zero < -Zero}.

handler(F) ->
    process_flag(error_handler, ?MODULE),
    R = try no_such_module:F(1, 2) catch C:E -> {C, E} end,
    process_flag(error_handler, error_handler),
    R.
undefined_function(M, F, A) -> {handled, M, F, A}.

hibernating() ->
    P = spawn(fun() -> erlang:hibernate(?MODULE, exports, []) end),
    receive after 20 -> ok end,
    R = process_info(P, current_function),
    exit(P, kill),
    R.

reductions() ->
    {reductions, A} = process_info(self(), reductions),
    _ = lists_seq(2000),
    {reductions, B} = process_info(self(), reductions),
    B - A >= 1000.

%% A fun of a module that is not there: its name in the external term is replaced by one of the same length.
foreign_fun(Name) ->
    B = term_to_binary(fun(X) -> X end),
    Own = atom_to_binary(?MODULE),
    F = binary_to_term(replaced(B, Own, Name)),
    {is_function(F, 1), element(2, erlang:fun_info(F, module)), try F(1) catch C:E -> {C, E} end}.
replaced(B, Old, New) ->
    N = byte_size(Old),
    case B of
        <<Old:N/binary, R/binary>> -> <<New/binary, (replaced(R, Old, New))/binary>>;
        <<C, R/binary>> -> <<C, (replaced(R, Old, New))/binary>>;
        <<>> -> <<>>
    end.

clock_alias() ->
    M = erlang:monitor(time_offset, clock_service, [{alias, demonitor}]),
    M ! hello,
    A = receive hello -> got after 50 -> lost end,
    erlang:demonitor(M),
    M ! hello,
    {A, receive hello -> got after 20 -> lost end}.

depth(N) ->
    Old = try erlang:system_flag(backtrace_depth, N) catch C:E -> {C, E} end,
    L = try deep(12) catch error:x:S -> length([1 || {_, deep, _, _} <- S]) end,
    erlang:system_flag(backtrace_depth, 8),
    {Old, L}.
deep(0) -> error(x);
deep(N) -> [deep(N - 1)].

empty_tuples(T) -> erts_debug:flat_size(T).
