%% Small puzzles.
-module(puzzles).
-export([cases/0, hanoi/1, fizz/1, pascal/1, magic/1, jugs/2, knapsack/2, look_and_say/1, water/1]).

cases() -> [{hanoi, [N]} || N <- [0, 1, 2, 3, 5]] ++ [{fizz, [N]} || N <- [1, 5, 15]] ++ [{pascal, [N]} || N <- [0, 1, 5, 20]] ++ [{magic, [N]} || N <- [1, 3, 5]] ++ [{jugs, [C, G]} || C <- [{3, 5}, {2, 4}, {7, 11}], G <- [4, 1, 0]] ++ [{knapsack, [W, I]} || W <- [0, 5, 10], I <- [[], [{a, 2, 3}, {b, 3, 4}, {c, 4, 8}, {d, 5, 8}]]] ++ [{look_and_say, [N]} || N <- [0, 1, 6]] ++ [{water, [L]} || L <- [[], [3, 0, 2], [0, 1, 0, 2, 1, 0, 1, 3, 2, 1, 2, 1]]].

hanoi(N) -> M = hanoi(N, a, b, c), {length(M), M}.
hanoi(0, _, _, _) -> [];
hanoi(N, A, B, C) -> hanoi(N - 1, A, C, B) ++ [{A, C}] ++ hanoi(N - 1, B, A, C).
fizz(N) -> fizz(1, N).
fizz(I, N) when I > N -> [];
fizz(I, N) -> [case {I rem 3, I rem 5} of {0, 0} -> fizzbuzz; {0, _} -> fizz; {_, 0} -> buzz; _ -> I end | fizz(I + 1, N)].
pascal(0) -> [1];
pascal(N) -> R = pascal(N - 1), [1 | sums(R)].
sums([A, B | T]) -> [A + B | sums([B | T])];
sums([_]) -> [1].
magic(N) -> S = [[magic(I, J, N) || J <- seq(N)] || I <- seq(N)], {S, [sum(R) || R <- S]}.
magic(I, J, N) -> N * ((I + J - 1 + N div 2) rem N) + ((I + 2 * J - 2) rem N) + 1.
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
jugs(C, G) -> jugs([{{0, 0}, []}], [{0, 0}], C, G).
jugs([{{A, B}, P} | _], _, _, G) when A =:= G; B =:= G -> lists:reverse([{A, B} | P]);
jugs([{S, P} | Q], Seen, C, G) -> New = uniq([N || N <- pours(S, C), not lists:member(N, Seen)]), jugs(Q ++ [{N, [S | P]} || N <- New], New ++ Seen, C, G);
jugs([], _, _, _) -> impossible.
uniq([H | T]) -> [H | uniq([X || X <- T, X =/= H])];
uniq([]) -> [].
pours({A, B}, {X, Y}) -> D = min(A, Y - B), E = min(B, X - A), [{X, B}, {A, Y}, {0, B}, {A, 0}, {A - D, B + D}, {A + E, B - E}].
knapsack(_, []) -> {0, []};
knapsack(W, [{_, X, _} | T]) when X > W -> knapsack(W, T);
knapsack(W, [{N, X, V} | T]) -> {A, L} = knapsack(W, T), {B, M} = knapsack(W - X, T), if B + V > A -> {B + V, [N | M]}; true -> {A, L} end.
look_and_say(0) -> "1";
look_and_say(N) -> say(look_and_say(N - 1)).
say([C | T]) -> say(T, C, 1);
say([]) -> [].
say([C | T], C, N) -> say(T, C, N + 1);
say(T, C, N) -> [N + $0, C | say(T)].
water(L) -> sum([max(0, min(A, B) - X) || {X, A, B} <- heights(L, 0)]).
heights([X | T], M) -> [{X, M, highest(T, 0)} | heights(T, max(X, M))];
heights([], _) -> [].
highest([X | T], M) -> highest(T, max(X, M));
highest([], M) -> M.
