%% Lists, tuples and native functions on them.
-module(data).
-export([cases/0, append/2, subtract/2, reverse/1, reverse/2, member/2, keyfind/3, keymember/3, keysearch/3, len/1, elem/2, set/3,
         to_tuple/1, to_list/1, make/2, size_of/1, head/1, tail/1, swap_pairs/1, zip/2, flatten/1, build/1, tree/1, sum/1, perms/1,
         comprehension/2, nested/1, deep/1, long/1, update/2, big_tuple/1, keep/1, sizes/1]).

cases() ->
    Lists = [[], [1], [1, 2, 3], [a, b | c], a, "hello", [1.0, 1], [[1], [2]], {1, 2}],
    [{F, [A, B]} || F <- [append, subtract, reverse, zip], A <- Lists, B <- Lists] ++
    [{reverse, [A]} || A <- [[], [1], [1, 2], [1, 2, 3], "hello"]] ++
    [{F, [A]} || F <- [len, to_tuple, head, tail, swap_pairs, flatten, sum, size_of, to_list, sizes], A <- Lists ++ [{}, {a}, {a, b, c}, <<1, 2>>]] ++
    [{member, [A, L]} || A <- [1, 1.0, a, [1], $h], L <- Lists] ++
    [{F, [K, N, L]} || F <- [keyfind, keymember, keysearch], K <- [1, a, 1.0], N <- [1, 2, 0, a],
                       L <- [[], [{1, 2}, {a, b}], [{x}, {y, 1.0}, {z, a, c}], [x, {a, 1}], [{a, 1} | b], a]] ++
    [{elem, [N, T]} || N <- [0, 1, 2, 3, 4, a, 1.0, -1, 1 bsl 70], T <- [{}, {a}, {a, b, c}, [a], a]] ++
    [{set, [N, T, new]} || N <- [0, 1, 3, 4, a], T <- [{}, {a}, {a, b, c}, [a]]] ++
    [{make, [N, x]} || N <- [0, 1, 5, -1, a, 1 bsl 40]] ++
    [{build, [1000]}, {tree, [10]}, {perms, [[1, 2, 3, 4]]}, {comprehension, [[1, 2, 3, 4, 5, 6], 2]}, {nested, [3]}, {deep, [5000]},
     {long, [500]}, {update, [{a, b, c, d}, 5]}, {big_tuple, [x]}, {keep, [500]}].

append(A, B) -> A ++ B.
subtract(A, B) -> A -- B.
reverse(A) -> lists:reverse(A).
reverse(A, B) -> lists:reverse(A, B).
member(A, L) -> lists:member(A, L).
keyfind(K, N, L) -> lists:keyfind(K, N, L).
keymember(K, N, L) -> X = lists:keymember(K, N, L), {X}.
keysearch(K, N, L) -> lists:keysearch(K, N, L).
len(L) -> length(L) + 1.
elem(N, T) -> element(N, T).
set(N, T, V) -> setelement(N, T, V).
to_tuple(L) -> list_to_tuple(L).
to_list(T) -> tuple_to_list(T).
make(N, V) -> erlang:make_tuple(N, V).
size_of(T) -> {tuple_size(T), size(T)}.
sizes(T) -> {byte_size(T), bit_size(T), size(T)}.
head(L) -> hd(L).
tail(L) -> tl(L).

swap_pairs([A, B | T]) -> [B, A | swap_pairs(T)];
swap_pairs(Rest) -> Rest.

zip([A | As], [B | Bs]) -> [{A, B} | zip(As, Bs)];
zip(_, _) -> [].

flatten([H | T]) -> flatten(H) ++ flatten(T);
flatten([]) -> [];
flatten(X) -> [X].

sum(L) -> sum(L, 0).
sum([H | T], S) -> sum(T, S + H);
sum([], S) -> S.

build(N) -> L = seq(1, N), {length(L), sum(L), hd(lists:reverse(L))}.
seq(N, M) when N > M -> [];
seq(N, M) -> [N | seq(N + 1, M)].

tree(0) -> leaf;
tree(N) -> {node, tree(N - 1), N, tree(N - 1)}.

perms([]) -> [[]];
perms(L) -> [[H | T] || H <- L, T <- perms(L -- [H])].

comprehension(L, N) -> [{X, Y} || X <- L, X rem N =:= 0, Y <- L, Y > X].

nested(0) -> [];
nested(N) -> [{N, nested(N - 1)}, [nested(N - 1) | N]].

deep(0) -> {};
deep(N) -> D = deep(N - 1), deeper(D, N).
deeper(D, N) when N rem 1000 =:= 0 -> {N, D};
deeper(D, _) -> D.

long(N) -> L = seq(1, N), M = [X * 2 || X <- L], {sum(L), sum(M), length(L ++ M)}.

update(T, N) -> T1 = setelement(1, T, N), T2 = setelement(2, T1, N + 1), {T, T1, T2, element(1, T2) + element(2, T2)}.

big_tuple(X) -> {X, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, X, [X], {X}, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, X}.

keep(0) -> [];
keep(N) -> K = seq(1, 50), [sum(K), N | keep(N - 1)].
