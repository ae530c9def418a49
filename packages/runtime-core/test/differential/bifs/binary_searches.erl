%% Searching, splitting and comparing binaries: patterns that overlap themselves and each other, parts of binaries that do not lie at
%% bytes of memory.
-module(binary_searches).
-export([cases/0, found/2, all/2, parts/3, shifted/4, common/1, copied/2, sums/1, bits/1, characters/3, numbers/1]).

cases() ->
    Subjects = [<<"abababcababc">>, <<"aaaaaaaaab">>, <<>>, <<"mississippi">>, <<0, 0, 255, 0, 255, 255, 0>>],
    Patterns = [<<"ababc">>, <<"aaab">>, <<"a">>, [<<"issi">>, <<"ssip">>, <<"s">>], [<<"ab">>, <<"aba">>, <<"abab">>], <<0, 255>>, [<<255>>, <<255, 255>>], [<<"zz">>, <<"b">>]],
    [{F, [S, P]} || F <- [found, all], S <- Subjects, P <- Patterns]
        ++ [{parts, [S, P, O]} || S <- Subjects, P <- [<<"ab">>, [<<"s">>, <<"ss">>], <<0>>], O <- [[], [global], [global, trim], [global, trim_all], [{scope, {2, 4}}], [global, {scope, {9, -7}}], [trim], [{scope, {0, 100}}], [global | x], [x]]]
        ++ [{shifted, [S, P, N, F]} || S <- Subjects, P <- [<<"ab">>, <<"s">>], N <- [1, 4, 7], F <- [match, matches, split]]
        ++ [{common, [L]} || L <- [[<<"abc">>, <<"abd">>, <<"ab">>], [<<"abc">>], [<<>>, <<"a">>], [], [a], [<<1:3>>], [<<"xabc">>, <<"yabc">>, <<"abc">>], x, [<<"a">> | x]]]
        ++ [{copied, [B, N]} || {B, N} <- [{<<"abc">>, 5}, {<<1:3>>, 0}, {<<1:3>>, 1}, {<<>>, 1 bsl 40}, {<<"a">>, -1}, {<<"a">>, 1 bsl 80}, {<<"a">>, a}, {a, 0}, {<<"xy">>, 100}, {<<5:1>>, 2}]]
        ++ [{sums, [D]} || D <- [<<>>, "abc", [<<"ab">>, [99 | <<"d">>], []], <<1:3>>, [256], a, [a], <<0:8000>>, [<<7:7, 1:1, 2:8>> | <<255>>]]]
        ++ [{bits, [L]} || L <- [[], [1, <<1:3>>, 2], [<<5:3>>, [<<3:5>>, 255] | <<1:1>>], [256], [1 | 2], x, [[[]]], [<<>> | <<>>], [a]]]
        ++ [{characters, [D, E, N]} || D <- [<<"grün"/utf8>>, <<"a", 255>>, <<226, 130>>, <<"☃"/utf8, 240, 159>>, <<0, 65, 216, 61, 222, 0>>, <<0, 0, 38, 3>>], E <- [utf8, latin1, {utf16, big}, {utf16, little}, {utf32, big}, {utf32, little}], N <- [0, 3]]
        ++ [{numbers, [I]} || I <- [0, 1, 255, 256, 16#7ffffff, 16#8000000, 1 bsl 63, (1 bsl 64) - 1, 1 bsl 64, 1 bsl 200, -1, a, 1.0]].

found(S, P) -> {binary:match(S, P), binary:match(S, binary:compile_pattern(P))}.
all(S, P) -> binary:matches(S, P).
parts(S, P, O) -> binary:split(S, P, O).
part(B, N) -> <<_:N, C/binary>> = <<0:N, B/binary>>, C.
shifted(S, P, N, match) -> binary:match(part(S, N), part(P, N));
shifted(S, P, N, matches) -> binary:matches(part(S, N), [part(P, N)]);
shifted(S, P, N, split) -> binary:split(part(S, N), part(P, N), [global]).
common(L) -> {try_it(fun() -> binary:longest_common_prefix(L) end), try_it(fun() -> binary:longest_common_suffix(L) end)}.
try_it(F) -> try F() catch error:R -> R end.
copied(B, N) -> binary:copy(B, N).
sums(D) -> {erlang:crc32(D), erlang:adler32(D), erlang:md5(D), erlang:crc32(77, D), erlang:adler32(77, D), erlang:md5_final(erlang:md5_update(erlang:md5_update(erlang:md5_init(), "x"), D)), erlang:iolist_to_iovec(D)}.
bits(L) -> B = list_to_bitstring(L), {B, bitstring_to_list(B)}.
characters(D, E, N) -> C = part(D, N), {unicode:characters_to_list([C, 66], E), unicode:characters_to_list([[C | C]], E), unicode:characters_to_binary(C, E)}.
numbers(I) -> B = binary:encode_unsigned(I), L = binary:encode_unsigned(I, little), {B, L, binary:decode_unsigned(B) =:= I, binary:decode_unsigned(L, little) =:= I, binary:decode_unsigned(<<0, B/binary>>) =:= I}.
