%% Loops that take bytes from a binary until it is empty.
-module(byte_loops).
-export([cases/0, sum/1, list/1, reverse/1, count/2, find/2, pairs/1, until_zero/1, words/1]).

cases() ->
    Bs = [<<>>, <<1>>, <<1, 2, 3>>, <<"hello world">>, <<0, 0, 1>>, <<255:80>>, <<5:4>>, <<1, 2, 3:3>>, x],
    [{F, [B]} || F <- [sum, list, reverse, pairs, until_zero, words], B <- Bs] ++ [{F, [B, C]} || F <- [count, find], B <- Bs, C <- [$l, 0]].

sum(B) -> sum(B, 0).
sum(<<X, T/binary>>, S) -> sum(T, S + X);
sum(<<>>, S) -> S.
list(<<X, T/bits>>) -> [X | list(T)];
list(<<>>) -> [];
list(R) -> {rest, R}.
reverse(B) -> reverse(B, <<>>).
reverse(<<X, T/binary>>, R) -> reverse(T, <<X, R/binary>>);
reverse(<<>>, R) -> R.
count(B, C) -> count(B, C, 0).
count(<<C, T/binary>>, C, N) -> count(T, C, N + 1);
count(<<_, T/binary>>, C, N) -> count(T, C, N);
count(<<>>, _, N) -> N.
find(B, C) -> find(B, C, 0).
find(<<C, T/binary>>, C, P) -> {P, T};
find(<<_, T/binary>>, C, P) -> find(T, C, P + 1);
find(_, _, _) -> none.
pairs(<<A, B, T/binary>>) -> [{A, B} | pairs(T)];
pairs(<<A>>) -> [A];
pairs(<<>>) -> [].
until_zero(<<0, T/binary>>) -> {found, T};
until_zero(<<_, T/binary>>) -> until_zero(T);
until_zero(B) -> {end_, B}.
words(B) -> words(B, <<>>, []).
words(<<$ , T/binary>>, W, L) -> words(T, <<>>, [W | L]);
words(<<C, T/binary>>, W, L) -> words(T, <<W/binary, C>>, L);
words(<<>>, W, L) -> lists:reverse(L, [W]).
