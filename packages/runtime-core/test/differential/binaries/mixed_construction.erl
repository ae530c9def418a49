%% Binaries of segments of many kinds at once.
-module(mixed_construction).
-export([cases/0, header/2, nested/1, computed/2, choose/2, accumulate/1, strings/1, errors/2]).

cases() -> [{header, [A, B]} || A <- [0, 1, 255, -1], B <- [<<>>, <<"body">>, <<1:3>>]] ++ [{nested, [X]} || X <- [0, 5, 300, 1.5]] ++ [{computed, [N, X]} || N <- [0, 1, 7, 9], X <- [1, -1, 1 bsl 40]] ++ [{choose, [K, X]} || K <- [integer, float, binary, utf8, none], X <- [1, 2.5, <<"b">>, 8364]] ++ [{accumulate, [L]} || L <- [[], [1], [1.5, <<"x">>, 7], [a]]] ++ [{strings, [X]} || X <- [0, $a, 300]] ++ [{errors, [A, B]} || A <- [1, a, <<1:1>>], B <- [1.0, x, -1, 65]].

header(A, B) -> <<"HD", A:4, 15:4, (bit_size(B)):16/little, B/bits, 0:1>>.
nested(X) -> try <<(<<X:16, (<<X>>)/binary>>)/binary, (byte_size(<<X:24>>))>> catch error:R -> R end.
computed(N, X) -> <<X:N, (X + 1):(N * 2), (X bsl N):(N + 8)/little, (<<X:N>>)/bits>>.
choose(K, X) -> try case K of integer -> <<X:12>>; float -> <<X:64/float>>; binary -> <<X/binary, X/binary>>; utf8 -> <<X/utf8, X/utf16>>; none -> <<>> end catch error:R -> {R, K} end.
accumulate(L) -> try accumulate(L, <<>>) catch error:R -> {R, length(L)} end.
accumulate([X | T], B) when is_integer(X) -> accumulate(T, <<B/bits, X:3>>);
accumulate([X | T], B) when is_float(X) -> accumulate(T, <<X:32/float, B/bits>>);
accumulate([X | T], B) -> accumulate(T, <<1:1, X/binary, B/bits>>);
accumulate([], B) -> {bit_size(B), B}.
strings(X) -> {<<"abc":16>>, <<"ab"/utf16>>, <<"x", X, "y":12/little>>, <<X:5, "é"/utf8>>}.
errors(A, B) -> try <<A:8, B:8>> catch error:R -> try <<A/binary, B/utf8>> catch error:S -> {R, S} end end.
