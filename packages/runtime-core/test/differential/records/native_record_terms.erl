-module(native_record_terms).
-export([cases/0]).
-export([order/1, compare/2, least/2, pack/1, unpack/1, size/1, hash/1, old_hash/1, key/2, sent/1, table/2, ordered/2, select/2, kept/1, put_get/1,
         flat/1, guards/1, in_binary/1, spawned/1, element1/1, sizes/1, tuple/1, list/1, hashes/1, copy_many/1]).
-export_record([p]).

-record #p{x = 1, y = 2}.
-record #q{x = 1, y = 2}.

order(L) -> inserted(L, []).
inserted([], S) -> S;
inserted([T | L], S) -> inserted(L, insert(T, S)).
insert(T, []) -> [T];
insert(T, [H | R]) when T > H -> [H | insert(T, R)];
insert(T, L) -> [T | L].
compare(A, B) -> {A == B, A =:= B, A < B, A > B, erts_internal:cmp_term(A, B) > 0}.
least(A, B) -> {min(A, B), max(A, B)}.
pack(T) -> term_to_binary(T).
unpack(B) -> binary_to_term(B).
size(T) -> erlang:external_size(T).
%% The values are not OTP's.
hash(T) -> {erlang:phash2(T) =:= erlang:phash2(copy(T)), erlang:phash2(T) =:= erlang:phash2({T})}.
hashes(T) -> {erlang:phash2([T | T]) =:= erlang:phash2([copy(T) | T]), erlang:phash2(#{T => T}) =:= erlang:phash2(#{copy(T) => T})}.
old_hash(T) -> erlang:phash([T], 1 bsl 32) =:= erlang:phash([copy(T)], 1 bsl 32).
copy(T) -> binary_to_term(term_to_binary(T)).
key(T, U) -> M = #{T => 1, a => 2}, {maps:get(U, M, none), maps:is_key(T, M), map_size(M#{U => 3})}.
sent(T) -> self() ! {m, T}, receive {m, M} -> {M, M =:= T} end.
table(T, U) -> Tab = ets:new(t, []), ets:insert(Tab, {T, U}), ets:insert(Tab, {k, T}),
    R = {ets:lookup(Tab, T), ets:lookup(Tab, U), ets:match(Tab, {k, '$1'}), ets:match(Tab, {T, '$1'}), ets:member(Tab, U)}, ets:delete(Tab), R.
ordered(T, U) -> Tab = ets:new(t, [ordered_set]), ets:insert(Tab, [{T}, {U}, {{}}, {#{}}, {a}, {[]}]), R = ets:match(Tab, '$1'), ets:delete(Tab), R.
select(T, G) -> Tab = ets:new(t, []), ets:insert(Tab, {1, T}), R = ets:select(Tab, [{{'$1', '$2'}, [G], ['$2']}]), ets:delete(Tab), R.
kept(T) -> persistent_term:put({?MODULE, key}, T), R = persistent_term:get({?MODULE, key}), persistent_term:erase({?MODULE, key}), R.
put_get(T) -> put(T, T), R = {get(T), erase(T)}, R.
flat(T) -> [is_atom(T), is_tuple(T), is_map(T), is_list(T), is_binary(T), is_function(T), is_pid(T), is_reference(T), is_integer(T), is_number(T), is_float(T)].
guards(T) when tuple_size(T) =:= 2 -> tuple;
guards(T) when map_size(T) =:= 2 -> map;
guards(T) when element(1, T) =:= p -> element;
guards(T) when is_record(T) -> record;
guards(_) -> none.
in_binary(T) -> <<T/binary>>.
spawned(T) -> S = self(), spawn(fun() -> S ! {r, #p{x = T}} end), receive {r, R} -> R end.
element1(T) -> element(1, T).
sizes(T) -> tuple_size(T).
tuple(T) -> erlang:tuple_to_list(T).
list(T) -> length(T).
copy_many(N) -> self() ! [#p{x = I} || I <- lists(N)], receive L -> {length(L), hd(L)} end.
lists(0) -> [];
lists(N) -> [N | lists(N - 1)].

cases() ->
    New = fun(M, N, F, E) -> records:create(M, N, F, #{is_exported => E}) end,
    Rs = [#p{}, #q{}, #p{y = 3}, #p{x = 1.0}, #p{x = #q{}, y = [#p{}]}, New(native_record_terms, p, [{x, 1}, {y, 2}], true),
          New(native_record_terms, p, [{x, 1}, {y, 2}], false), New(native_record_terms, p, [{y, 2}, {x, 1}], true), New(native_record_terms, p, [{x, 9}], true),
          New(native_record_terms, p, [{a, 99}], true), New(a, z, [], true), New(b, a, [], false), New(m, n, [{'Å', "ä"}, {'_', <<1>>}], true),
          New(m, n, [{z, 1.5}, {b, {}}, {c, #{}}, {d, []}, {e, 1 bsl 80}], true)],
    Ts = [1, 1.5, a, {}, {p, 1, 2}, #{}, #{x => 1}, [], [p], <<>>, <<1:1>>],
    All = Rs ++ Ts,
    [{order, [L]} || L <- [Rs, All, lists:reverse(All)]] ++
    [{F, [A, B]} || F <- [compare, least], A <- Rs, B <- All] ++
    [{F, [A]} || F <- [pack, size, hash, hashes, old_hash, sent, kept, put_get, flat, guards, spawned, element1, sizes, tuple, list, in_binary],
                 A <- Rs] ++
    [{unpack, [term_to_binary(A)]} || A <- Rs] ++
    [{unpack, [B]} || B <- [<<131,67,0,0,0,2,1,119,1,$m,119,1,$n,119,1,$z,119,1,$z,97,1,97,2>>, <<131,67,0,0,0,1,7,119,1,$m,119,1,$n,119,1,$z,97,1>>,
                            <<131,67,0,0,0,0,1,119,1,$m,119,1,$n>>, <<131,67,0,0,0,1,1,119,1,$m,97,1,119,1,$z,97,1>>, <<131,67,0,0,0,2,1,119,1,$m>>,
                            <<131,67,255,255,255,255,1,119,1,$m>>]] ++
    [{F, [A, B]} || F <- [key, table, ordered], A <- Rs, B <- Rs] ++
    [{select, [A, G]} || A <- Rs, G <- [{is_record, '$2', native_record_terms, p}, {is_record, '$2', p, 3}, {'=:=', '$2', {const, #p{}}}, {'<', '$2', {const, #{}}}, {is_tuple, '$2'}]] ++
    [{copy_many, [N]} || N <- [1, 10, 1000]].
