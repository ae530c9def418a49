%% Integers as text in all bases.
-module(integer_texts).
-export([cases/0, list/2, binary/2, parse/2, roundtrip/2, bad/1, caught/1]).

cases() -> Is = [0, 1, -1, 35, 36, 134217728, -(1 bsl 31), 1 bsl 64, -(1 bsl 100), 10000000000000000000000], [{F, [I, B]} || F <- [list, binary, roundtrip], I <- Is, B <- [2, 7, 10, 36]] ++ [{parse, [T, B]} || T <- ["0", "-0", "+1", "zz", "ZZ", "7fffffff", "", "-", "1 ", "00012", "99999999999999999999999"], B <- [2, 10, 16, 36]] ++ [{F, [T]} || F <- [bad, caught], T <- ["x", "", <<>>, <<"1x">>, <<" 1">>, a, 1, [$1 | $2], [[$1]], <<"--1">>, <<"1_0">>, <<"٣"/utf8>>]].

list(I, B) -> {integer_to_list(I, B), integer_to_list(I)}.
binary(I, B) -> [integer_to_binary(I, B), integer_to_binary(I)].
parse(T, B) -> {try list_to_integer(T, B) catch error:R -> R end, try binary_to_integer(list_to_binary(T), B) catch error:E -> E end}.
roundtrip(I, B) -> list_to_integer(integer_to_list(I, B), B) =:= I andalso binary_to_integer(integer_to_binary(I, B), B) =:= I.
bad(T) -> list_to_integer(T).
caught(T) -> {try binary_to_integer(T) catch error:R -> R end, try list_to_integer(T) of N -> N + 1 catch error:E -> E end}.
