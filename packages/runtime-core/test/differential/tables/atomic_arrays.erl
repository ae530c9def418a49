%% What the modules atomics and counters call: arrays of 64-bit integers, which wrap around.
-module(atomic_arrays).
-export([cases/0, atomics/2, counters/1, new/2, new_counters/1, error/2, shared/1, kept/1, info/2]).

cases() ->
    Values = [0, 1, -1, 5, 1 bsl 27, -(1 bsl 27), 1 bsl 62, (1 bsl 63) - 1, 1 bsl 63, -(1 bsl 63), -(1 bsl 63) - 1, (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64), 1.0, a, []],
    [{atomics, [S, [{put, [1, A]}, {get, [1]}, {add, [1, B]}, {get, [1]}, {add_get, [1, B]}, {exchange, [1, B]}, {get, [1]}, {compare_exchange, [1, B, A]}, {get, [1]}, {compare_exchange, [1, 77, B]}, {get, [2]}]]} || S <- [0, 1], A <- Values, B <- Values]
    ++ [{counters, [[{counters_put, [1, A]}, {counters_get, [1]}, {counters_add, [1, B]}, {counters_get, [1]}, {counters_add, [2, A]}, {counters_get, [2]}]]} || A <- Values, B <- Values]
    ++ [{new, [N, O]} || N <- [0, 1, -1, a, 1.0, 1000, 1 bsl 70], O <- [0, 1, a]] ++ [{new_counters, [N]} || N <- [0, 1, -1, a, 1.0, 1000, 1 bsl 70]]
    ++ [{error, [F, A]} || {F, A} <- [{get, [4]}, {get, [0]}, {get, [a]}, {get, [1 bsl 70]}, {put, [4, 1]}, {put, [1, a]}, {add, [1, a]}, {add, [0, 1]}, {add_get, [9, 1]}, {exchange, [1, x]}, {compare_exchange, [1, x, 1]}, {compare_exchange, [1, 1, x]}, {compare_exchange, [4, 1, 1]}]]
    ++ [{error, [X, Y]} || X <- [get_of, counter_of, info_of, counters_info_of], Y <- [a, reference, counters, atomics, table]]
    ++ [{shared, [N]} || N <- [1, 100]] ++ [{kept, [N]} || N <- [1, 50]] ++ [{info, [K, N]} || K <- [unsigned, signed, counters], N <- [1, 64]].

atomics(S, Operations) -> R = erts_internal:atomics_new(3, S), [try apply(atomics, F, [R | A]) catch C:E -> {C, E} end || {F, A} <- Operations].
counters(Operations) -> R = erts_internal:counters_new(2), [try apply(erts_internal, F, [R | A]) catch C:E -> {C, E} end || {F, A} <- Operations].
new(N, O) -> R = erts_internal:atomics_new(N, O), {is_reference(R), atomics:get(R, N)}.
new_counters(N) -> R = erts_internal:counters_new(N), {is_reference(R), erts_internal:counters_get(R, N)}.
error(get_of, X) -> {atomics:get(handle(X, get), 7)};
error(counter_of, X) -> {erts_internal:counters_get(handle(X, get), 7)};
error(info_of, X) -> {map_size(atomics:info(handle(X, info)))};
error(counters_info_of, X) -> {map_size(erts_internal:counters_info(handle(X, info)))};
error(F, A) -> R = erts_internal:atomics_new(3, 1), {apply(atomics, F, [R | A])}.
handle(counters, _) -> erts_internal:counters_new(3);
handle(atomics, _) -> erts_internal:atomics_new(3, 0);
handle(reference, _) -> make_ref();
handle(table, _) -> ets:new(t, []);
handle(X, _) -> X.

%% A handle means the same array in messages, tables and maps.
shared(N) ->
    R = erts_internal:atomics_new(2, 1),
    T = ets:new(t, []),
    ets:insert(T, {R, 0, [R]}),
    self() ! {R, #{R => x}},
    {S, M} = receive X -> X end,
    [{K, 0, [V]}] = ets:lookup(T, S),
    [begin atomics:add(R, 1, I), atomics:add(S, 1, I), atomics:add(K, 1, I), atomics:add(V, 1, I) end || I <- seq(N)],
    A = {R =:= S, R == K, S =:= V, M =:= #{S => x}, maps:get(K, M), is_reference(K), R < self(), R =:= erts_internal:atomics_new(2, 1), erlang:phash2(R) =:= erlang:phash2(S)},
    ets:delete(T),
    {A, atomics:get(S, 1), atomics:get(R, 2)}.
%% Arrays live as long as somebody has them.
kept(N) ->
    L = [{I, erts_internal:atomics_new(I, 1)} || I <- seq(N)],
    [atomics:put(R, I, I * I) || {I, R} <- L],
    garbage(3000),
    [erts_internal:atomics_new(100, 1) || _ <- seq(N)],
    garbage(3000),
    [atomics:get(R, I) || {I, R} <- L].
garbage(0) -> ok;
garbage(N) -> _ = [N, {N}], garbage(N - 1).
info(unsigned, N) -> maps:remove(memory, atomics:info(erts_internal:atomics_new(N, 0)));
info(signed, N) -> maps:remove(memory, atomics:info(erts_internal:atomics_new(N, 1)));
info(counters, N) -> maps:remove(memory, erts_internal:counters_info(erts_internal:counters_new(N))).

seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
