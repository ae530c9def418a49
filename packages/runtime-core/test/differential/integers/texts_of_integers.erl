%% Texts of integers in all bases, of all sizes, and texts that are of none.
-module(texts_of_integers).
-export([cases/0, there_and_back/2, power/3, read/1, read/2, read_binary/1, read_binary/2, text/2, leading/1, part_of_binary/2, hash_of_power/3]).

cases() ->
    [{there_and_back, [N * S, B]} || B <- [2, 3, 8, 10, 16, 36], S <- [1, -1], N <- [0, 1, 35, 134217728, 1 bsl 31, 16#ffffffff, 1 bsl 60, (1 bsl 63) - 1, 1 bsl 63, (1 bsl 64) - 1, 1 bsl 64, 1 bsl 96]]
    ++ [{power, [B, K, D]} || B <- lists_from(2, 36), K <- [5, 19, 40], D <- [-1, 0, 1]]
    ++ [{hash_of_power, [B, K, D]} || B <- [2, 3, 7, 10, 16, 32, 35, 36], K <- [269, 270, 271, 540, 541, 1080, 2500], D <- [-1, 0, 1]]
    ++ [{F, [T]} || F <- [read, leading], T <- texts()]
    ++ [{read, [T, B]} || T <- texts(), B <- [2, 16, 36]]
    ++ [{read, ["10", B]} || B <- [1, 0, -2, 37, a, 1 bsl 40, 10.0, 2, 36]]
    ++ [{read_binary, [T]} || T <- [<<>>, <<"0">>, <<"-0">>, <<"+12">>, <<"-">>, <<"1 ">>, <<"12345678901234567890123">>, <<"1234567890123456789012x">>, <<1:1>>, <<"12", 1:1>>, "12", a]]
    ++ [{read_binary, [T, B]} || T <- [<<"fFfFfFfFfFfFfFfFfFfF">>, <<"zZ">>, <<"8">>], B <- [8, 16, 36, 37, a]]
    ++ [{part_of_binary, [Skip, Size]} || Skip <- [0, 1, 8, 13], Size <- [1, 5, 30]]
    ++ [{text, [T, B]} || T <- [0, 255, -255, 1 bsl 70, a, 1.0, []], B <- [2, 16, 36, 1, 37, a, 10.0]].

texts() ->
    ["", "0", "-0", "+0", "-", "+", "+-1", "--1", " 1", "1 ", "1_000", "12a", "7", "-7", "+7", "00000000000000000000000000012", "12345678901234567890", "-123456789012345678901234567890", "1234567890123456789012345678901x",
     "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "134217727", "134217728", "ff", "FF", "zz",
     [$1 | a], [$1 | 2], [$-, $1 | <<>>], [a], [1000], [$1, 1000], [$1, -1], [$1, 1 bsl 40], [$1, 16#d800], [$1, 1.0], [[$1]], a, 1, <<"1">>, {}].

lists_from(N, N) -> [N];
lists_from(M, N) -> [M | lists_from(M + 1, N)].

pow(_, 0) -> 1;
pow(B, K) when K rem 2 =:= 0 -> pow(B * B, K div 2);
pow(B, K) -> B * pow(B, K - 1).

there_and_back(N, B) ->
    L = integer_to_list(N, B),
    T = integer_to_binary(N, B),
    {L, T, list_to_integer(L, B) =:= N, binary_to_integer(T, B) =:= N, integer_to_list(N), integer_to_binary(N)}.

power(B, K, D) -> N = pow(B, K) + D, {integer_to_list(N, B), list_to_integer(integer_to_list(-N, B), B), integer_to_binary(N)}.

hash_of_power(B, K, D) ->
    N = pow(B, K) + D,
    L = integer_to_list(N, B),
    {erlang:phash2(L), erlang:phash2(integer_to_binary(N)), list_to_integer(L, B) =:= N, binary_to_integer(integer_to_binary(-N, B), B) =:= -N}.

read(T) -> list_to_integer(T).
read(T, B) -> list_to_integer(T, B).
read_binary(T) -> binary_to_integer(T).
read_binary(T, B) -> binary_to_integer(T, B).
text(T, B) -> {integer_to_list(T, B), integer_to_binary(T, B)}.
leading(T) -> string:list_to_integer(T).

part_of_binary(Skip, Size) ->
    All = <<0:Skip, "123456789012345678901234567890", 0:7>>,
    <<_:Skip, Part:Size/binary, _/bits>> = All,
    binary_to_integer(Part).
