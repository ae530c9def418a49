%% Tries of maps.
-module(tries).
-export([cases/0, build/1, lookup/2, prefix/2, count/1, remove/2, longest/2]).

cases() -> Ws = [[], ["a"], ["to", "tea", "ted", "ten", "i", "in", "inn"], ["abc", "abc", "", "ab"]], [{F, [L]} || F <- [build, count], L <- Ws] ++ [{F, [W, L]} || F <- [lookup, prefix, remove, longest], W <- ["", "te", "inn", "tenfold", "x"], L <- Ws].

build(L) -> add_all(L, #{}).
add_all([W | T], Trie) -> add_all(T, add(W, Trie));
add_all([], Trie) -> Trie.
add([], T) -> T#{end_ => true};
add([C | R], T) -> T#{C => add(R, case T of #{C := S} -> S; _ -> #{} end)}.
lookup(W, L) -> find(W, build(L)).
find([], #{end_ := true}) -> found;
find([], _) -> part;
find([C | R], T) when is_map_key(C, T) -> find(R, map_get(C, T));
find(R, _) -> {missing, R}.
prefix(P, L) -> below(P, build(L), P).
below([], T, P) -> words(T, lists:reverse(P));
below([C | R], T, P) -> case T of #{C := S} -> below(R, S, P); _ -> [] end.
words(T, P) -> [lists:reverse(P) || is_map_key(end_, T)] ++ [W || C <- maps:keys(T), is_integer(C), W <- words(map_get(C, T), [C | P])].
count(L) -> T = build(L), {length(words(T, "")), node_count(T)}.
node_count(T) -> 1 + sum([node_count(map_get(C, T)) || C <- maps:keys(T), C =/= end_]).
sum([H | T]) -> H + sum(T);
sum([]) -> 0.
remove(W, L) -> words(cut(W, build(L)), "").
cut([], T) -> maps:remove(end_, T);
cut([C | R], T) -> case T of #{C := S} -> case cut(R, S) of N when map_size(N) =:= 0 -> maps:remove(C, T); N -> T#{C := N} end; _ -> T end.
longest(W, L) -> longest(W, build(L), [], none).
longest(W, T, P, B) -> Best = case T of #{end_ := _} -> lists:reverse(P); _ -> B end, case W of [C | R] when is_map_key(C, T) -> longest(R, map_get(C, T), [C | P], Best); _ -> Best end.
