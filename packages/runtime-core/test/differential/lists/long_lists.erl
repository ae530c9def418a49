%% Lists of some thousands of elements, and recursion as deep.
-module(long_lists).
-export([cases/0, build/1, count/1, sum/1, last/1, tail_sum/1, append_all/1, doubled/1, equal/1]).

cases() -> [{F, [N]} || F <- [build, count, sum, last, tail_sum, append_all, doubled, equal], N <- [0, 1, 100, 3000]].

seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
build(N) -> L = seq(N), erlang:phash2(L).
count(N) -> {length(seq(N)), length(seq(N) ++ seq(N))}.
sum(N) -> body(seq(N)).
body([H | T]) -> H + body(T);
body([]) -> 0.
last(N) -> last_of(lists:reverse(seq(N)), none).
last_of([H | T], _) -> last_of(T, H);
last_of([], X) -> X.
tail_sum(N) -> tail_sum(seq(N), 0).
tail_sum([H | T], S) -> tail_sum(T, S + H * H);
tail_sum([], S) -> S.
append_all(N) -> erlang:phash2(concat([[I, {I}] || I <- seq(N div 10)])).
concat([H | T]) -> H ++ concat(T);
concat([]) -> [].
doubled(N) -> D = [{X, X * 2} || X <- seq(N)], tail_sum([A + B || {A, B} <- D, B rem 3 =:= 0], 0).
equal(N) -> A = seq(N), B = lists:reverse(lists:reverse(A)), {A =:= B, A < [N + 1], [x | A] > A, lists:member(1, A)}.
