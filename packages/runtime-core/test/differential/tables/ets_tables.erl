%% Whole tables: options, names, what info tells, owners and heirs, fixing, deleting.
-module(ets_tables).
-export([cases/0, new/1, new_error/2, named/1, rename/1, info/2, info_error/2, items/1, fixed/1, fixing/2, walking/2, setopts/1, all/0, whereis/0, whereis/1, give_away/1,
         deleted/1, references/1, own/0, many/1, emptied/1, fixed_insert/1, fixed_clear/1, rename_error/1, setopts_error/1, fixtable_error/1, delete_error/1]).

types() -> [set, ordered_set, bag, duplicate_bag].

cases() ->
    [{new, [O]} || O <- [[], [set], [ordered_set], [bag], [duplicate_bag], [bag, set], [public], [private], [protected], [{keypos, 1}], [{keypos, 3}], [{keypos, 0}], [{keypos, -1}], [{keypos, a}], [{keypos, 1.0}], [{keypos, 1 bsl 70}],
        [a], [set | a], a, [{heir, none}], [{heir, x, x}], [{heir}], [{heir, none, x}], [compressed], [{compressed, true}], [{read_concurrency, true}], [{read_concurrency, x}], [{write_concurrency, true}], [{write_concurrency, auto}],
        [{write_concurrency, x}], [ordered_set, {write_concurrency, true}], [ordered_set, {write_concurrency, auto}, {decentralized_counters, false}], [{decentralized_counters, true}], [{write_concurrency, true}, {decentralized_counters, true}],
        [{decentralized_counters, x}], [private, {write_concurrency, true}, {read_concurrency, true}], [{read_concurrency, true}, {read_concurrency, false}], [{x, y}], [{}], [{keypos, 2, 3}], [{write_concurrency, true}, ordered_set, public, {keypos, 2}, compressed]]]
    ++ [{new_error, [N, O]} || {N, O} <- [{1, []}, {"t", []}, {t, x}, {t, [{keypos, 0}]}, {{}, [set]}]]
    ++ [{named, [T]} || T <- types()] ++ [{rename, [X]} || X <- [free, taken, 1, same]]
    ++ [{info, [T, I]} || T <- types(), I <- [size, type, keypos, name, named_table, protection, heir, node, compressed, read_concurrency, write_concurrency, decentralized_counters, fixed, safe_fixed, safe_fixed_monotonic_time, binary]]
    ++ [{info_error, [T, I]} || T <- [own, no_table, 1, {}, []], I <- [x, 1, size, [], owner]]
    ++ [{items, [T]} || T <- types()] ++ [{fixed, [T]} || T <- types()] ++ [{fixing, [T, N]} || T <- types(), N <- [10, 100, 1000]]
    ++ [{walking, [T, N]} || T <- types(), N <- [0, 1, 10, 500]] ++ [{emptied, [T]} || T <- types()] ++ [{fixed_insert, [T]} || T <- types()] ++ [{fixed_clear, [T]} || T <- types()]
    ++ [{setopts, [O]} || O <- [[], [{protection, private}], {protection, public}, {protection, x}, [x], x, [{heir, none}], {heir, none}, [{heir, none}, {heir, none}], [{heir, none}, {protection, public}], [{heir, none} | x], {keypos, 1}, [{protection, public}, {protection, public}], {heir, 1, 2}, {}]]
    ++ [{all, []}, {whereis, []}, {own, []}] ++ [{whereis, [X]} || X <- [no_table, 1, {}]] ++ [{give_away, [X]} || X <- [self, none, 1]] ++ [{deleted, [T]} || T <- types()]
    ++ [{references, [T]} || T <- types()] ++ [{many, [N]} || N <- [10, 1000]]
    ++ [{rename_error, [X]} || X <- [1, {}]] ++ [{setopts_error, [X]} || X <- [x, [x]]] ++ [{fixtable_error, [X]} || X <- [x, 1]] ++ [{delete_error, [X]} || X <- [x, 1]].

told(T) -> [{K, ets:info(T, K)} || K <- [type, keypos, protection, heir, compressed, named_table, name, read_concurrency, write_concurrency, decentralized_counters, size]].
new(O) ->
    try ets:new(t, O) of
        T -> R = told(T), {ets:delete(T), is_reference(T), R}
    catch C:E -> {C, E} end.
new_error(N, O) -> {ets:new(N, O)}.
named(Type) ->
    T = ets:new(ets_test_name, [Type, named_table]),
    ets:insert(ets_test_name, {1, 2}),
    R = [T, ets:lookup(T, 1), ets:whereis(T) =/= T, ets:lookup(ets:whereis(T), 1), ets:info(T, name), ets:info(T, named_table), ets:info(T, id) =:= ets:whereis(T),
         try ets:new(T, [named_table]) catch C:E -> {C, E} end, is_reference(ets:new(T, []))],
    ets:delete(ets:whereis(T)),
    {R, ets:info(T), ets:whereis(T)}.
rename(How) ->
    T = ets:new(ets_test_a, [named_table]),
    S = ets:new(ets_test_b, [named_table]),
    ets:insert(T, {1, 2}),
    New = case How of free -> ets_test_c; taken -> ets_test_b; same -> ets_test_a; X -> X end,
    R = try ets:rename(T, New) catch C:E -> {C, E} end,
    A = [ets:info(N, size) || N <- [ets_test_a, ets_test_b, ets_test_c]],
    [ets:delete(N) || N <- [ets_test_a, ets_test_b, ets_test_c], ets:whereis(N) =/= undefined],
    U = ets:new(unnamed, []),
    B = {ets:rename(U, other) =:= U, ets:info(U, name)},
    ets:delete(U),
    {S, R, A, B}.
info(Type, Item) -> T = ets:new(t, [Type]), ets:insert(T, [{1, 2}, {1, 3}, {2, 2}]), R = ets:info(T, Item), ets:delete(T), {R}.
info_error(own, I) when I =/= owner -> T = ets:new(t, []), {ets:info(T, I)};
info_error(own, I) -> T = ets:new(t, []), {ets:info(T, I) =:= self()};
info_error(T, I) -> {ets:info(T, I)}.
items(Type) -> T = ets:new(t, [Type]), L = ets:info(T), R = [K || {K, _} <- L], {id, I} = hd(L), S = [is_integer(V) || {memory, V} <- L], O = [V =:= self() || {owner, V} <- L], ets:delete(T), {R, I =:= T, S, O}.
fixed(Type) ->
    T = ets:new(t, [Type]),
    A = {ets:info(T, fixed), ets:info(T, safe_fixed), ets:safe_fixtable(T, false)},
    B = {ets:safe_fixtable(T, true), ets:info(T, fixed), ets:safe_fixtable(T, true)},
    {{M, S, U}, [{P, N}]} = ets:info(T, safe_fixed),
    {I, [{P, N}]} = ets:info(T, safe_fixed_monotonic_time),
    C = {is_integer(M), is_integer(S), is_integer(U), is_integer(I), P =:= self(), N},
    D = {ets:safe_fixtable(T, false), ets:info(T, fixed), ets:safe_fixtable(T, false), ets:info(T, fixed), ets:safe_fixtable(T, false)},
    ets:delete(T),
    {A, B, C, D}.
%% Deleting while going through a table that is fixed.
fixing(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, J}) || I <- seq(N), J <- [1, 2]],
    ets:safe_fixtable(T, true),
    L = deleting(T, ets:first(T)),
    A = {sort(L), ets:info(T, size), ets:first(T)},
    [ets:insert(T, {I, 3}) || I <- seq(N), I rem 2 =:= 0],
    B = {sort(walk(T, ets:first(T))), ets:info(T, size), [ets:lookup(T, I) || I <- [1, 2]]},
    ets:safe_fixtable(T, false),
    C = {sort(walk(T, ets:first(T))), ets:info(T, size), [ets:lookup(T, I) || I <- [1, 2]]},
    ets:delete(T),
    {A, B, C}.
deleting(_, '$end_of_table') -> [];
deleting(T, K) -> ets:delete(T, K), [K | deleting(T, ets:next(T, K))].
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].
walking(Type, N) -> T = ets:new(t, [Type]), [ets:insert(T, {I rem 100, I}) || I <- seq(N)], R = sort(walk(T, ets:first(T))), ets:delete(T), R.
emptied(Type) ->
    T = ets:new(t, [Type]),
    ets:insert(T, [{1, a}, {2, b}]),
    ets:safe_fixtable(T, true),
    ets:safe_fixtable(T, true),
    ets:delete(T, 1),
    ets:delete_object(T, {2, b}),
    A = {ets:first(T), ets:info(T, size), ets:lookup(T, 1), ets:member(T, 2), ets:take(T, 1), ets:insert_new(T, {1, c}), ets:lookup(T, 1)},
    ets:safe_fixtable(T, false),
    B = {ets:info(T, fixed), ets:first(T)},
    ets:safe_fixtable(T, false),
    C = {ets:first(T), ets:next(T, 1), ets:info(T, size)},
    ets:delete(T),
    {A, B, C}.
fixed_insert(Type) ->
    T = ets:new(t, [Type]),
    ets:safe_fixtable(T, true),
    [ets:insert(T, {I, I}) || I <- seq(300)],
    [ets:insert(T, {1, X}) || X <- [a, b, a, c]],
    ets:delete_object(T, {1, a}),
    A = ets:lookup(T, 1),
    ets:insert(T, {1, a}),
    B = ets:lookup(T, 1),
    [ets:delete(T, I) || I <- seq(300), I rem 3 > 0],
    C = {ets:info(T, size), sort(walk(T, ets:first(T)))},
    ets:safe_fixtable(T, false),
    D = {ets:info(T, size), sort(walk(T, ets:first(T)))},
    ets:delete(T),
    {A, B, C =:= D, D}.
fixed_clear(Type) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, I}) || I <- seq(50)],
    ets:safe_fixtable(T, true),
    A = {ets:internal_delete_all(T, undefined), ets:info(T, size), ets:first(T)},
    ets:insert(T, {7, new}),
    B = {ets:info(T, size), ets:first(T), ets:lookup(T, 7)},
    ets:safe_fixtable(T, false),
    C = {ets:info(T, size), walk(T, ets:first(T))},
    ets:delete(T),
    {A, B, C}.
setopts(O) -> T = ets:new(t, []), R = try ets:setopts(T, O) catch C:E -> {C, E} end, S = {R, ets:info(T, protection), ets:info(T, heir)}, ets:delete(T), S.
all() ->
    T = ets:new(ets_test_all, [named_table]),
    U = ets:new(u, []),
    R = ets:internal_request_all(),
    L = collect(R, []),
    A = {is_reference(R), lists:member(T, L), lists:member(U, L), lists:member(x, L)},
    ets:delete(T), ets:delete(U),
    A.
collect(R, A) -> receive {R, L} -> collect(R, L ++ A) after 50 -> A end.
whereis() -> T = ets:new(ets_test_where, [named_table]), R = {is_reference(ets:whereis(T)), ets:whereis(ets_test_nowhere)}, ets:delete(T), R.
whereis(X) -> {ets:whereis(X)}.
give_away(self) -> T = ets:new(t, []), {ets:give_away(T, self(), x)};
give_away(none) -> {ets:give_away(no_table, self(), x)};
give_away(X) -> T = ets:new(t, []), {ets:give_away(T, X, x)}.
deleted(Type) ->
    T = ets:new(t, [Type]),
    ets:insert(T, {1, 2}),
    true = ets:delete(T),
    [ets:info(T), ets:info(T, size) | [try apply(ets, F, [T | A]) catch C:E -> {F, C, E} end || {F, A} <- [{lookup, [1]}, {insert, [{1}]}, {delete, []}, {first, []}, {next, [1]}, {rename, [x]}, {take, [1]}]]].
%% A table's reference means it wherever it has been.
references(Type) ->
    T = ets:new(t, [Type]),
    self() ! {T, T},
    {A, B} = receive X -> X end,
    ets:insert(A, {T, B}),
    ets:insert(B, {self(), T}),
    R = {A =:= T, A == B, is_reference(T), ets:info(T, size), [{K =:= T, V =:= T} || {K, V} <- ets:lookup(B, A)], length(walk(T, ets:first(T))), T < self(), #{T => 1} =:= #{A => 1}, maps:get(B, #{T => yes})},
    ets:delete(A),
    {R, ets:info(T)}.
own() -> T = ets:new(t, [private]), R = {ets:info(T, owner) =:= self(), ets:insert(T, {1}), ets:lookup(T, 1)}, ets:delete(T), R.
many(N) ->
    L = [ets:new(t, []) || _ <- seq(N)],
    [ets:insert(T, {self(), I, T}) || {T, I} <- pairs(L, 1)],
    R = [I || {T, I} <- pairs(L, 1), [{_, J, U}] <- [ets:lookup(T, self())], I =:= J, U =:= T],
    [ets:delete(T) || T <- L],
    {length(R), [X || T <- L, X <- [ets:info(T, size)], X =/= undefined]}.
pairs([H | T], I) -> [{H, I} | pairs(T, I + 1)];
pairs([], _) -> [].
rename_error(X) -> T = ets:new(t, []), {ets:rename(T, X), T}.
setopts_error(X) -> T = ets:new(t, []), {ets:setopts(T, X), T}.
fixtable_error(X) -> {ets:safe_fixtable(no_table, X)}.
delete_error(X) -> {ets:delete(X)}.

seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, erts_internal:cmp_term(X, P) < 0]) ++ [X || X <- [P | T], X =:= P] ++ sort([X || X <- T, erts_internal:cmp_term(X, P) > 0]).
