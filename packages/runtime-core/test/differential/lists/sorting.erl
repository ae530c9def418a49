%% Sorting algorithms on numbers and mixed terms.
-module(sorting).
-export([cases/0, quick/1, merge/1, insertion/1, bubble/1, selection/1, tree/1, all_same/1, stable/1, by/2]).

cases() ->
    Ls = [[], [1], [2, 1], [3, 1, 2, 3, 1], lists:seq(10, 1, -1), [a, 1, "s", {x}, 2.0, <<>>, #{}, []], [1, 1.0, 2, 2.0, 0.5], [1 bsl 70, -(1 bsl 70), 0, 134217728]],
    [{F, [L]} || F <- [quick, merge, insertion, bubble, selection, tree, all_same], L <- Ls] ++ [{stable, [L]} || L <- [[{2, a}, {1, b}, {2, c}, {1, d}], []]] ++ [{by, [N, L]} || N <- [1, 2], L <- [[{1, b}, {2, a}, {0, c}], [{1}]]].

quick([]) -> [];
quick([P | T]) -> {A, B} = part(P, T, [], []), quick(A) ++ [P | quick(B)].
part(P, [H | T], A, B) when H < P -> part(P, T, [H | A], B);
part(P, [H | T], A, B) -> part(P, T, A, [H | B]);
part(_, [], A, B) -> {A, B}.
merge([]) -> [];
merge([X]) -> [X];
merge(L) -> {A, B} = halve(L, [], []), join(merge(A), merge(B)).
halve([X | T], A, B) -> halve(T, B, [X | A]);
halve([], A, B) -> {A, B}.
join([A | T], [B | _] = U) when A =< B -> [A | join(T, U)];
join([_ | _] = T, [B | U]) -> [B | join(T, U)];
join([], L) -> L;
join(L, []) -> L.
insertion(L) -> insertion(L, []).
insertion([H | T], S) -> insertion(T, insert(H, S));
insertion([], S) -> S.
insert(X, [H | T]) when X > H -> [H | insert(X, T)];
insert(X, L) -> [X | L].
bubble(L) -> case pass(L, false) of {S, true} -> bubble(S); {S, false} -> S end.
pass([A, B | T], _) when A > B -> {R, _} = pass([A | T], true), {[B | R], true};
pass([A | T], S) -> {R, S2} = pass(T, S), {[A | R], S2};
pass([], S) -> {[], S}.
selection([]) -> [];
selection([H | T]) -> {M, R} = least(T, H, []), [M | selection(R)].
least([H | T], M, R) when H < M -> least(T, H, [M | R]);
least([H | T], M, R) -> least(T, M, [H | R]);
least([], M, R) -> {M, R}.
tree(L) -> walk(grow(L, nil), []).
grow([H | T], Tree) -> grow(T, add(H, Tree));
grow([], Tree) -> Tree.
add(X, nil) -> {nil, X, nil};
add(X, {L, Y, R}) when X < Y -> {add(X, L), Y, R};
add(X, {L, Y, R}) -> {L, Y, add(X, R)}.
walk(nil, A) -> A;
walk({L, X, R}, A) -> walk(L, [X | walk(R, A)]).
all_same(L) -> S = insertion(L), {S == quick(L), S == merge(L), S == bubble(L), S == selection(L), S == tree(L)}.
stable([]) -> [];
stable([{K, V} | T]) -> place({K, V}, stable(T)).
place({K, V}, [{J, W} | T]) when K > J -> [{J, W} | place({K, V}, T)];
place(P, L) -> [P | L].
by(N, [H | T]) -> [X || X <- by(N, T), element(N, X) < element(N, H)] ++ [H] ++ [X || X <- by(N, T), element(N, X) >= element(N, H)];
by(_, []) -> [].
