%% Native functions on terms of all kinds: hashes, tuples, the process dictionary, references, atoms, functions.
-module(terms).
-export([cases/0, hash/1, hash/2, append_element/2, insert/3, delete/2, make/3, dictionary/1, dictionary_keys/1, large_dictionary/1, compare/2, references/1,
         unique/1, atom_list/1, atom_bin/2, list_atom/1, list_existing/1, bin_atom/2, bin_existing/2, builtin/3, exported/3, fun_of/3, errors/2,
         node_of/1, local/1, error_with/3, kept/1, append/2, old_hash/2, info/2, info_mfa/1, module_info_of/1, stubs/0]).

terms() ->
    [0, 1, -1, 134217727, 134217728, -134217728, -134217729, 1 bsl 31, 1 bsl 32, -(1 bsl 32), 1 bsl 59, 1 bsl 60, 1 bsl 63, (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64), 1 bsl 100,
     1 bsl 128, -(1 bsl 200), 0.0, -0.0, 1.0, -1.5, 1.0e300, a, b, '', 'abc def', 'åäö', 'ελ', nil, [], [1], [255], [256], [-1], [1, 2, 3, 4], [1, 2, 3, 4, 5], "hello world", [a], [a, b | c], [[]], [[], []],
     [1, a], [a, 1, 2, 3], [$a, b, $c, $d], [1 | 2], [1, 2 | a], {}, {a}, {a, b}, {1, {2, {3}}}, {[]}, <<>>, <<1>>, <<"hello">>, <<"0123456789ab">>, <<"0123456789abc">>, <<"0123456789abcdefghijklmnop">>,
     <<1:1>>, <<5:3>>, <<"ab", 3:7>>, [<<"a">>, <<"b">>], #{}, #{a => 1}, #{b => 2, a => 1}, #{1 => #{2 => 3}, [] => {}}, [#{a => 1}, #{a => 1}], {#{x => #{}}, #{}},
     maps:from_list([{I, {I}} || I <- lists:seq(1, 50)]), {a, #{1 => x}, b}, fun lists:reverse/1, fun erlang:abs/1, [fun maps:get/2]].

cases() ->
    [{hash, [T]} || T <- terms()] ++
    [{hash, [T, R]} || T <- [a, "x", {1, 2}, 1 bsl 40], R <- [1, 2, 10, 1000000, 1 bsl 27, 1 bsl 31, (1 bsl 32) - 1, 1 bsl 32, (1 bsl 32) + 1, 0, -1, a, 1.0, 1 bsl 80]] ++
    [{old_hash, [T, R]} || T <- terms(), R <- [1 bsl 32, 1000]] ++ [{old_hash, [a, R]} || R <- [0, 1, -1, a, (1 bsl 32) + 1, 1 bsl 80]] ++
    [{info, [F, I]} || F <- [local, external, a, 1], I <- [module, name, arity, env, type, index, new_index, foo, 1]] ++ [{info_mfa, [F]} || F <- [local, external, a]] ++
    [{module_info_of, [I]} || I <- [module, exports, attributes_kind, md5_kind, functions, foo, 1, nifs]] ++ [{stubs, []}] ++
    [{append_element, [T, x]} || T <- [{}, {a}, {a, b, c}, a, [], #{}]] ++
    [{insert, [N, T, x]} || N <- [0, 1, 2, 3, 4, 5, a, -1, 1 bsl 70], T <- [{}, {a}, {a, b, c}, a]] ++
    [{delete, [N, T]} || N <- [0, 1, 2, 3, 4, a, 1.0], T <- [{}, {a}, {a, b, c}, a]] ++
    [{make, [N, d, L]} || N <- [0, 1, 3, -1, a], L <- [[], [{1, x}], [{1, x}, {1, y}], [{3, z}, {2, y}], [{4, x}], [{0, x}], [{a, x}], [x], a, [{1, x} | y]]] ++
    [{F, [X]} || F <- [dictionary, dictionary_keys], X <- [a, [], {k}]] ++ [{large_dictionary, [100]}, {kept, [200]}] ++
    [{compare, [A, B]} || A <- [1, 1.0, 2, a, [1], [1.0], {1}, {1.0}, #{1 => 2}, #{1.0 => 2}], B <- [1, 1.0, 2, a, [1], [1.0], {1}, {1.0}, #{1 => 2}, #{1.0 => 2}]] ++
    [{references, [N]} || N <- [1, 5]] ++ [{unique, [O]} || O <- [[], [positive], [monotonic], [positive, monotonic], [x], a, [positive | x]]] ++
    [{atom_list, [X]} || X <- [a, '', 'abc def', 'åäö', 'ελ', 1, "a", {}]] ++
    [{atom_bin, [X, E]} || X <- [a, '', 'åäö', 'ελ', 1], E <- [utf8, latin1, unicode, utf16, 1]] ++
    [{F, [X]} || F <- [list_atom, list_existing], X <- ["", "abc", "abc def", [1, 2], [960], "åäö", a, [a], [-1], [16#110000], [16#d800], "a" ++ b, [$x || _ <- lists:seq(1, 255)]]] ++
    [{list_atom, [[$x || _ <- lists:seq(1, 256)]]}, {list_existing, ["no such atom is here"]}, {bin_existing, [<<"no such atom is here">>, utf8]}] ++
    [{F, [X, E]} || F <- [bin_atom, bin_existing], X <- [<<"">>, <<"abc">>, <<"abc def">>, <<"åäö"/utf8>>, <<229, 228, 246>>, a, "a", <<1:3>>], E <- [utf8, latin1, unicode, x]] ++
    [{bin_atom, [list_to_binary([$x || _ <- lists:seq(1, 256)]), latin1]}] ++
    [{builtin, [M, F, A]} || {M, F, A} <- [{lists, reverse, 1}, {lists, reverse, 2}, {lists, keyfind, 3}, {lists, map, 2}, {no, f, 0}]] ++
    [{builtin, [erlang, F, A]} || {F, A} <- [{abs, 1}, {length, 1}, {'+', 2}, {put, 2}, {no, 1}, {1, 1}, {abs, a}, {abs, -1}, {spawn, 1}, {spawn, 3}, {spawn_link, 2}, {atom_to_binary, 1}, {atom_to_binary, 2}, {halt, 1}, {group_leader, 2}, {group_leader, 0}]] ++
    [{exported, [M, F, A]} || {M, F, A} <- [{terms, cases, 0}, {terms, hash, 3}, {nothing, here, 0}, {terms, sort, 1}, {1, a, 1}, {terms, a, b}]] ++
    [{fun_of, [M, F, A]} || {M, F, A} <- [{lists, reverse, 1}, {a, b, 0}, {a, b, 255}, {a, b, 256}, {1, b, 0}, {a, b, c}]] ++
    [{errors, [R, A]} || R <- [a, {b, c}], A <- [[], [x, y], none]] ++ [{error_with, [r, [a], O]} || O <- [[], [{error_info, #{}}]]] ++
    [{node_of, [X]} || X <- [a, 1]] ++ [{local, [1]}] ++ [{append, [A, B]} || A <- [[], [1], a], B <- [[], [2], b]].

hash(T) -> X = erlang:phash2(T), X.
hash(T, R) -> X = erlang:phash2(T, R), X.
append_element(T, X) -> Y = erlang:append_element(T, X), Y.
insert(N, T, X) -> Y = erlang:insert_element(N, T, X), Y.
delete(N, T) -> Y = erlang:delete_element(N, T), Y.
make(N, D, L) -> Y = erlang:make_tuple(N, D, L), Y.
append(A, B) -> X = erlang:append(A, B), Y = erlang:subtract(X, A), {X, Y}.

dictionary(X) ->
    erase(),
    A = [get(X), put(X, 1), put(X, [2]), get(X), erase(X), get(X), erase(X), get()],
    B = [put(k, v), put(j, w), length(get()), lists:member({k, v}, get()), put(k, X), get(k)],
    {A, B, length(erase()), get(), get(k)}.
dictionary_keys(X) -> erase(), put(a, X), put(b, y), put(c, X), {length(get_keys()), length(get_keys(X)), get_keys(zz), get_keys(y)}.
large_dictionary(N) -> erase(), fill(N), S = sum(N, 0), {S, length(get()), erase(5), get(5), length(get_keys()), length(erase()), get(1)}.
fill(0) -> ok;
fill(N) -> put(N, N * 2), fill(N - 1).
sum(0, S) -> S;
sum(N, S) -> sum(N - 1, S + get(N)).
%% The dictionary lives through collections.
kept(0) -> lists:reverse(erase(list));
kept(N) -> put(list, [N | case get(list) of undefined -> []; L -> L end]), garbage(N), kept(N - 1).
garbage(N) -> length([{I, N} || I <- [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]).

compare(A, B) -> erts_internal:cmp_term(A, B).

references(N) ->
    A = make_ref(), B = make_ref(),
    {is_reference(A), A =:= A, A =:= B, A < B, [is_reference(R) || R <- [make_ref() || _ <- [a || _ <- "abc"]]], N, #{A => 1, B => 2} =:= #{B => 2, A => 1}, A == {A}, A > a, A < fun erlang:abs/1}.
unique(O) -> A = erlang:unique_integer(O), B = erlang:unique_integer(O), C = erlang:unique_integer(), {is_integer(A), A =/= B, is_integer(C), (A > 0) or not lists:member(positive, O), (A < B) or not lists:member(monotonic, O)}.

atom_list(X) -> Y = atom_to_list(X), Y.
atom_bin(X, E) -> Y = atom_to_binary(X, E), Y.
list_atom(X) -> Y = list_to_atom(X), Y.
list_existing(X) -> try Y = list_to_existing_atom(X), {is_atom(Y)} catch error:R -> R end.
bin_atom(X, E) -> Y = binary_to_atom(X, E), Y.
bin_existing(X, E) -> try Y = binary_to_existing_atom(X, E), {is_atom(Y)} catch error:R -> R end.
builtin(M, F, A) -> X = erlang:is_builtin(M, F, A), X.
exported(M, F, A) -> X = erlang:function_exported(M, F, A), X.
fun_of(M, F, A) -> X = erlang:make_fun(M, F, A), {X, is_function(X, A)}.
errors(R, A) -> erlang:nif_error(R, A).
error_with(R, A, O) -> erlang:error(R, A, O).
node_of(X) -> {node(), node(self()), node(make_ref()), node(X)}.
local(X) -> F = fun(Y) -> X + Y end, G = fun(Y) -> X + Y end, {erlang:phash2(F) =:= erlang:phash2(F), erlang:phash2(F) =:= erlang:phash2(G), is_function(F)}.

old_hash(T, R) -> X = erlang:phash(T, R), X.
info(F, I) -> X = erlang:fun_info(fun_named(F), I), X.
info_mfa(F) -> X = erlang:fun_info_mfa(fun_named(F)), X.
fun_named(local) -> outer({x, 1}, [y]);
fun_named(external) -> fun lists:reverse/1;
fun_named(X) -> X.
outer(A, B) -> fun(C) -> {A, B, C} end.
module_info_of(attributes_kind) -> is_list(terms:module_info(attributes));
module_info_of(md5_kind) -> byte_size(terms:module_info(md5));
module_info_of(I) when I =:= exports; I =:= functions -> L = terms:module_info(I), {lists:member({hash, 2}, L), lists:member({outer, 2}, L), lists:member({module_info, 1}, L)};
module_info_of(I) -> X = terms:module_info(I), X.
stubs() -> {element(2, hd(terms:module_info())), length(terms:module_info())}.
