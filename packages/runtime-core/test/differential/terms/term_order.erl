%% The order of terms of all types.
-module(term_order).
-export([cases/0, sorted/1, neighbours/2, min_max/1, extremes/2, as_keys/1, compare/2]).

cases() -> Xs = [1, 1.5, 1 bsl 70, -(1 bsl 70), a, ab, b, '', [], [1], [1 | 2], [a], {}, {1}, {a, b}, {1, 2, 3}, <<>>, <<1>>, <<1:1>>, <<2>>, #{}, #{a => 1}, #{b => 0}, fun erlang:abs/1, "text", -0.5], [{sorted, [lists:sublist(Xs, N)]} || N <- [1, 5, 10, 26]] ++ [{sorted, [lists:reverse(Xs)]}] ++ [{F, [X, Y]} || F <- [neighbours], X <- Xs, Y <- [1, ab, [1], {}, <<1>>, #{}]] ++ [{min_max, [Xs]}] ++ [{compare, [X, X]} || X <- Xs] ++ [{extremes, [A, B]} || A <- [[], {}, z], B <- [<<>>, 1 bsl 80]] ++ [{as_keys, [Xs]}].

sorted([]) -> [];
sorted([H | T]) -> sorted([X || X <- T, X < H]) ++ [H] ++ sorted([X || X <- T, X >= H]).
neighbours(X, Y) -> {X < Y, X > Y, X =< Y, X == Y}.
min_max([H | T]) -> min_max(T, H, H).
min_max([H | T], A, B) -> min_max(T, min(H, A), max(H, B));
min_max([], A, B) -> {A, B}.
extremes(A, B) -> if A < B, B < A -> both; A < B -> less; A > B -> more; true -> same end.
as_keys(L) -> M = put_all(L, #{}), {map_size(M), length([X || X <- L, is_map_key(X, M)])}.
put_all([H | T], M) -> put_all(T, M#{H => H});
put_all([], M) -> M.
compare(X, Y) -> {X =:= Y, X == Y, {X} =< {Y}, [X | Y] >= [Y | X]}.
