%% Tables of all four types: inserting, looking up and deleting objects, good and bad arguments. What has no order is sorted.
-module(ets_objects).
-export([cases/0, run/3, grow/3, insert/2, insert_new/2, lookup/2, lookup_element/3, member/2, delete/2, delete_object/2, take/2, next/2, prev/2,
         first/1, last/1, slot/2, missing/1, binaries/2, clear/2, rounds/2]).

types() -> [set, ordered_set, bag, duplicate_bag].

cases() ->
    Objects = [{1, a}, {1, a}, {1, b}, {1.0, c}, {2, x, y}, {a}, {{1, 2}, "text"}, {{1, 2.0}, <<"bin">>}, {[], {}}, {#{a => 1}, #{b => [1, 2 | 3]}},
               {<<0:1000>>, <<1:1000>>}, {<<5:3>>, 1 bsl 70}, {1 bsl 40, -(1 bsl 90)}, {fun erlang:self/0, 1}, {"abc", [[[]]]}],
    Insertions = [{insert, [O]} || O <- Objects] ++ [{insert, [Objects]}, {insert, [[]]}],
    Keys = [1, 1.0, 2, a, {1, 2}, {1.0, 2}, [], #{a => 1}, <<0:1000>>, <<5:3>>, 1 bsl 40, "abc", none],
    Reads = [{F, [K]} || F <- [lookup, member], K <- Keys] ++ [{lookup_element, [K, N]} || K <- Keys, N <- [1, 2, 3]],
    Bad = [{insert, [X]} || X <- [a, {}, [a], [{}], [{1} | {2}], [{1}, {}], 1, <<>>]] ++ [{insert_new, [X]} || X <- [a, {}, [a], [{9, 9} | a]]]
        ++ [{lookup_element, [1, N]} || N <- [0, -1, a, 1 bsl 70, 1.0]] ++ [{delete_object, [X]} || X <- [a, {}, [{1, a}]]]
        ++ [{slot, [N]} || N <- [-1, a, 1 bsl 70, 100000]],
    [{run, [T, [], Insertions ++ Reads ++ [all]]} || T <- types()]
    ++ [{run, [T, [], Insertions ++ Bad ++ [all]]} || T <- types()]
    ++ [{run, [T, [{keypos, 2}], Insertions ++ Reads ++ [all]]} || T <- types()]
    ++ [{run, [T, [], Insertions ++ [{delete, [K]} || K <- Keys] ++ [all]]} || T <- types()]
    ++ [{run, [T, [], Insertions ++ [{delete_object, [O]} || O <- [{1, a}, {1, a, b}, {1.0, b}, {2, x, y}, {{1, 2}, "text"}, {<<5:3>>, 1 bsl 70}]] ++ [all]]} || T <- types()]
    ++ [{run, [T, [], Insertions ++ [{take, [K]} || K <- Keys] ++ [all]]} || T <- types()]
    ++ [{run, [T, [], [{insert_new, [{1, a}]}, {insert_new, [{1, b}]}, {insert_new, [[{2, a}, {1, a}]]}, {insert_new, [[{3, a}, {3, b}]]}, {insert_new, [[]]}, all]]} || T <- types()]
    ++ [{run, [T, [], [{first, []}, {last, []}, {insert, [{k, v}]}, {first, []}, {last, []}, {next, [k]}, {prev, [k]}, {next, [x]}, {prev, [x]}, {delete, [k]}, {first, []}]]} || T <- types()]
    ++ [{grow, [T, N, F]} || T <- types(), N <- [10, 200, 1000], F <- [int, float, tuple, binary]]
    ++ [{F, [T, X]} || F <- [insert, insert_new], T <- types(), X <- [a, {}, [{1} | a]]]
    ++ [{F, [T, x]} || F <- [lookup, member, delete, take, next, prev], T <- [no_such_table, 1, "x"]]
    ++ [{lookup_element, [T, K, N]} || T <- types(), {K, N} <- [{1, 2}, {none, 1}, {1, 9}, {1, a}]]
    ++ [{delete_object, [T, X]} || T <- types(), X <- [a, {}]]
    ++ [{F, [T]} || F <- [first, last], T <- [no_such_table, 1, "x"]]
    ++ [{slot, [T, N]} || T <- types(), N <- [-1, a]]
    ++ [{missing, [X]} || X <- [no_such_table, 1, {}, []]]
    ++ [{binaries, [T, N]} || T <- types(), N <- [1, 50]] ++ [{clear, [T, N]} || T <- types(), N <- [0, 5, 300]]
    ++ [{rounds, [T, N]} || T <- types(), N <- [10, 500]].

%% What operations make of a table, one after the other.
run(Type, Options, Operations) ->
    T = ets:new(t, [Type | Options]),
    R = [run(T, O) || O <- Operations],
    ets:delete(T),
    R.
run(T, all) -> {ets:info(T, size), sort([K || K <- keys(T)]), contents(T)};
run(T, {F, A}) ->
    try ordered(T, F, apply(ets, F, [T | A])) catch C:R -> {C, R} end.

%% The order of the objects of one key is that of their insertion; that of the keys only in ordered sets.
ordered(_, slot, L) when is_list(L) -> sort(L);
ordered(_, _, X) -> X.

keys(T) -> keys(T, ets:first(T)).
keys(_, '$end_of_table') -> [];
keys(T, K) -> [K | keys(T, ets:next(T, K))].
contents(T) ->
    L = [O || K <- keys(T), O <- ets:lookup(T, K)],
    case ets:info(T, type) of ordered_set -> L; _ -> sort(L) end.

grow(Type, N, Kind) ->
    T = ets:new(t, [Type]),
    insert_all(T, N, Kind),
    A = {ets:info(T, size), checksum(T, N, Kind)},
    delete_some(T, N, Kind),
    B = {ets:info(T, size), checksum(T, N, Kind), length(keys(T))},
    insert_all(T, N, Kind),
    C = {ets:info(T, size), checksum(T, N, Kind), length(slots(T, 0))},
    delete_all(T, N, Kind),
    D = {ets:info(T, size), ets:first(T), keys(T)},
    ets:delete(T),
    [A, B, C, D].
insert_all(_, 0, _) -> ok;
insert_all(T, N, Kind) -> true = ets:insert(T, {key(N, Kind), N, [N]}), insert_all(T, N - 1, Kind).
delete_some(_, 0, _) -> ok;
delete_some(T, N, Kind) when N rem 3 =:= 0 -> true = ets:delete(T, key(N, Kind)), delete_some(T, N - 1, Kind);
delete_some(T, N, Kind) -> delete_some(T, N - 1, Kind).
delete_all(_, 0, _) -> ok;
delete_all(T, N, Kind) -> true = ets:delete(T, key(N, Kind)), delete_all(T, N - 1, Kind).
checksum(T, N, Kind) -> checksum(T, N, Kind, 0).
checksum(_, 0, _, S) -> S;
checksum(T, N, Kind, S) -> checksum(T, N - 1, Kind, S + sum([V || {_, V, [V]} <- ets:lookup(T, key(N, Kind))])).
key(N, int) -> (N * 7919) rem 100003;
key(N, float) -> (N * 7919) rem 1000 / 8;
key(N, tuple) -> {N rem 10, [N, a]};
key(N, binary) -> <<(N * 7919):200>>.
slots(T, I) -> case ets:slot(T, I) of '$end_of_table' -> []; L -> L ++ slots(T, I + 1) end.

insert(Type, X) -> T = ets:new(t, [Type]), {ets:insert(T, X)}.
insert_new(Type, X) -> T = ets:new(t, [Type]), {ets:insert_new(T, X)}.
lookup(T, K) -> {ets:lookup(T, K)}.
member(T, K) -> {ets:member(T, K)}.
delete(T, K) -> {ets:delete(T, K)}.
take(T, K) -> {ets:take(T, K)}.
next(T, K) -> {ets:next(T, K)}.
prev(T, K) -> {ets:prev(T, K)}.
first(T) -> {ets:first(T)}.
last(T) -> {ets:last(T)}.
slot(Type, N) -> T = ets:new(t, [Type]), {ets:slot(T, N)}.
lookup_element(Type, K, N) -> T = ets:new(t, [Type]), [ets:insert(T, O) || O <- [{1, a}, {1, b}, {2, c}]], {ets:lookup_element(T, K, N)}.
delete_object(Type, X) -> T = ets:new(t, [Type]), {ets:delete_object(T, X)}.
missing(T) -> [try apply(ets, F, [T | A]) catch C:R -> {F, C, R} end ||
    {F, A} <- [{info, []}, {info, [size]}, {info, [x]}, {delete, []}, {insert, [{1}]}, {insert_new, [{1}]}, {delete_object, [{1}]}, {slot, [0]}, {rename, [y]},
               {safe_fixtable, [true]}, {update_counter, [1, 1]}, {update_element, [1, {2, 1}]}, {setopts, [[]]}, {give_away, [self(), 1]}, {internal_delete_all, [undefined]}]].

%% Binaries beyond the heap are shared with the table, until it gives them up.
binaries(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, <<I:2000>>, part(<<I:3000, 1:1000>>)}) || I <- seq(N)],
    A = [X || I <- seq(N), {_, B, P} <- ets:lookup(T, I), X <- [byte_size(B), byte_size(P), binary_part(B, 240, 10), P]],
    [ets:insert(T, {I, <<I:4000>>, I}) || I <- seq(N), I rem 2 =:= 0],
    [ets:delete(T, I) || I <- seq(N), I rem 5 =:= 0],
    B = [{byte_size(X), Y} || I <- seq(N), {_, X, Y} <- ets:lookup(T, I)],
    ets:delete(T),
    {A, B}.
part(B) -> binary_part(B, 370, 100).

clear(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, {I}}) || I <- seq(N)],
    A = ets:internal_delete_all(T, undefined),
    B = {ets:info(T, size), ets:first(T), ets:lookup(T, 1)},
    [ets:insert(T, {I, {I}}) || I <- seq(N)],
    C = ets:internal_delete_all(T, 17),
    ets:insert(T, {1, 2}),
    D = {ets:info(T, size), ets:lookup(T, 1)},
    ets:delete(T),
    {A, B, C, D}.

%% Objects of different sizes in place of one another.
rounds(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I rem 17, seq(I * 7 rem 13), I * 1.5, <<0:(I rem 900)>>}) || I <- seq(N)],
    R = [{K, [{length(L), F, bit_size(B)} || {_, L, F, B} <- ets:lookup(T, K)]} || K <- seq(17)],
    ets:delete(T),
    R.

seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sum([H | T]) -> H + sum(T);
sum([]) -> 0.
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, erts_internal:cmp_term(X, P) < 0]) ++ [X || X <- [P | T], X =:= P] ++ sort([X || X <- T, erts_internal:cmp_term(X, P) > 0]).
