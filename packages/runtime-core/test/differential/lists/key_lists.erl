%% Lists of tuples by one of their elements.
-module(key_lists).
-export([cases/0, sort/2, find/3, replace/4, merge/2, unique/2, group/2, sum_by/2]).

cases() -> Ts = [[], [{b, 2}, {a, 1}, {b, 1}], [{1, x, q}, {1.0, y, r}, {0, z, s}], [{a}, {b, 1}]], [{F, [N, T]} || F <- [sort, unique, group, sum_by], N <- [1, 2], T <- Ts] ++ [{find, [K, N, T]} || K <- [b, 1, z], N <- [1, 2], T <- Ts] ++ [{replace, [K, 1, T, {new}]} || K <- [a, 1], T <- Ts] ++ [{merge, [A, B]} || A <- Ts, B <- Ts].

sort(N, [H | T]) -> insert(N, H, sort(N, T));
sort(_, []) -> [].
insert(N, X, [Y | T]) when element(N, X) > element(N, Y) -> [Y | insert(N, X, T)];
insert(_, X, L) -> [X | L].
find(K, N, L) -> {lists:keyfind(K, N, L), lists:keymember(K, N, L), [T || T <- L, N =< tuple_size(T), element(N, T) == K]}.
replace(K, N, [H | T], New) when element(N, H) == K -> [New | T];
replace(K, N, [H | T], New) -> [H | replace(K, N, T, New)];
replace(_, _, [], _) -> [].
merge([A | T], [B | _] = U) when element(1, A) =< element(1, B) -> [A | merge(T, U)];
merge([_ | _] = T, [B | U]) -> [B | merge(T, U)];
merge([], U) -> U;
merge(T, []) -> T.
unique(N, L) -> unique(N, L, []).
unique(N, [H | T], S) -> case lists:member(element(N, H), S) of true -> unique(N, T, S); false -> [H | unique(N, T, [element(N, H) | S])] end;
unique(_, [], _) -> [].
group(N, L) -> [{K, [T || T <- L, element(N, T) =:= K]} || K <- keys(N, L, [])].
keys(N, [H | T], A) -> K = element(N, H), keys(N, T, case lists:member(K, A) of true -> A; false -> A ++ [K] end);
keys(_, [], A) -> A.
sum_by(N, L) -> sum(N, L, 0).
sum(N, [H | T], S) when is_number(element(N, H)) -> sum(N, T, S + element(N, H));
sum(N, [_ | T], S) -> sum(N, T, S);
sum(_, [], S) -> S.
