%% Terms of all kinds through the mailbox.
-module(kinds_of_messages).
-export([cases/0, copy/1, binaries/1, shared/1, funs/1, references/1, large/1, patterns/1]).

cases() -> Xs = [1, 1 bsl 90, 2.5, a, [], "text", {1, {2}}, <<>>, <<1, 2>>, <<0:800>>, <<5:3>>, #{a => [1]}, [{k, <<"v">>}], [x | y]], [{F, [X]} || F <- [copy, binaries, shared, funs, references, patterns], X <- Xs] ++ [{large, [N]} || N <- [1, 100, 2000]].

copy(X) -> self() ! X, receive Y -> {Y =:= X, Y} end.
binaries(X) -> B = term_to_binary(X), <<_, R/binary>> = B, self() ! {B, R}, receive {C, S} -> {binary_to_term(C) =:= X, byte_size(S) + 1 =:= byte_size(C), S =:= R} end.
shared(X) -> T = {X, X}, self() ! [T, T | T], receive [A, B | C] -> {A =:= B, C, element(1, C) =:= X} end.
funs(X) -> self() ! fun(Y) -> {X, Y} end, receive F when is_function(F, 1) -> F(y) end.
references(X) -> R = make_ref(), self() ! {R, X}, self() ! {make_ref(), other}, A = receive {R, Y} -> Y end, B = receive {S, Z} when S =/= R -> Z end, {A, B, is_reference(R)}.
large(N) -> L = seq(N), self() ! {L, erlang:phash2(L)}, receive {M, H} -> {length(M), erlang:phash2(M) =:= H} end.
seq(0) -> [];
seq(N) -> [{N, [N]} | seq(N - 1)].
patterns(X) -> self() ! {msg, X}, receive {msg, N} when is_number(N) -> {number, N}; {msg, [H | _]} -> {list, H}; {msg, <<A, _/binary>>} -> {binary, A}; {msg, #{a := V}} -> {map, V}; {msg, {A, B}} -> {A, B}; {msg, Y} -> {other, Y} end.
