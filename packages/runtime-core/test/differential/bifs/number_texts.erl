%% Numbers to texts and back.
-module(number_texts).
-export([cases/0, int_list/1, int_list/2, int_bin/1, int_bin/2, list_int/1, list_int/2, bin_int/1, bin_int/2, float_list/1, float_list/2, float_bin/1,
         float_bin/2, list_float/1, bin_float/1, string_int/1, string_float/1, kept/1, encode/1, encode/2, decode/1, decode/2]).

ints() -> [0, 1, -1, 255, 256, -134217728, 134217728, 1 bsl 62, -(1 bsl 63), 1 bsl 64, 123456789012345678901234567890, -(1 bsl 200)].
floats() -> [0.0, -0.0, 1.0, -1.5, 0.1, 0.35, 2.675, 1.0e22, 1.0e23, 1.0e-7, 123456.789, 5.0e-324, 1.7976931348623157e308, 9007199254740992.0, 1.0e15, 3.0e-5, 0.045].
bad() -> [a, [], {}, 1.5, <<>>, "x", <<1:3>>, [a | b]].

cases() ->
    [{kept, [[F * M || F <- floats(), F < 1.0e300]]} || M <- [1, 1.1, 0.37, -3.3]] ++
    [{F, [I]} || F <- [int_list, int_bin, encode], I <- ints() ++ bad()] ++
    [{F, [I, B]} || F <- [int_list, int_bin], I <- ints() ++ [a], B <- [2, 3, 8, 10, 16, 36]] ++
    [{F, [255, B]} || F <- [int_list, int_bin], B <- [0, 1, 37, -1, a, 10.0, 1 bsl 70]] ++
    [{F, [T]} || F <- [list_int, bin_int, list_float, bin_float, string_int, string_float], T0 <- texts(), T <- [T0, list_to_binary(T0)]] ++
    [{F, [T]} || F <- [list_int, bin_int, list_float, bin_float, string_int, string_float, float_list, float_bin, decode], T <- bad() ++ [1, "1" ++ a, [$1, 300], [$1, a], [$1, $. , $5, x]]] ++
    [{F, [T, B]} || F <- [list_int, bin_int], T0 <- ["ff", "FF", "-zz", "12", "102", "", "-", "+7", "8", "1000000000000000000000", "zzzzzzzzzzzzzzzzzzzzz"], T <- [T0, list_to_binary(T0)], B <- [2, 8, 10, 16, 36, 37, 1, a]] ++
    [{F, [X]} || F <- [float_list, float_bin], X <- floats()] ++
    [{F, [X, O]} || F <- [float_list, float_bin], X <- floats(), O <- options()] ++
    [{F, [1.5, O]} || F <- [float_list, float_bin], O <- bad_options()] ++
    [{decode, [B]} || B <- [<<>>, <<0>>, <<1>>, <<255, 254>>, <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>]] ++
    [{F, [X, E]} || {F, X} <- [{encode, 256}, {encode, 1 bsl 100}, {decode, <<1, 2, 3>>}, {decode, <<>>}], E <- [big, little, native, 1]].

texts() -> ["0", "12", "-12", "+12", "--1", "", "-", "1a", " 1", "1 ", "12345678901234567890123", "1.5", "-1.5e3", "1.0E-5", "1.e5", ".5", "1.5e", "1e5", "1.5e400", "1.5e-400",
            "1.50abc", "12abc", "+1.5", "0.1e+2", "1_000", "1.5.6"].
options() ->
    [[], [compact], [short], [{decimals, 0}], [{decimals, 1}], [{decimals, 2}], [{decimals, 2}, compact], [{decimals, 100}, compact], [compact, {decimals, 10}], [{decimals, 18}], [{decimals, 19}], [{decimals, 30}],
     [{scientific, 0}], [{scientific, 1}], [{scientific, 5}], [{scientific, 20}], [{scientific, 40}, compact], [short, {decimals, 3}], [{decimals, 3}, short], [{scientific, 3}, {decimals, 2}]].
bad_options() -> [a, [a], [{decimals, -1}], [{decimals, 254}], [{decimals, 253}], [{scientific, 250}], [{scientific, 249}], [{decimals, a}], [{decimals}], [{x, 1}], [short | compact], {decimals, 1}].

int_list(I) -> X = integer_to_list(I), X.
int_list(I, B) -> X = integer_to_list(I, B), X.
int_bin(I) -> X = integer_to_binary(I), X.
int_bin(I, B) -> X = integer_to_binary(I, B), X.
list_int(T) -> X = list_to_integer(T), {X}.
list_int(T, B) -> X = list_to_integer(T, B), {X}.
bin_int(T) -> X = binary_to_integer(T), {X}.
bin_int(T, B) -> X = binary_to_integer(T, B), {X}.
float_list(F) -> X = float_to_list(F), X.
float_list(F, O) -> X = float_to_list(F, O), X.
float_bin(F) -> X = float_to_binary(F), X.
float_bin(F, O) -> X = float_to_binary(F, O), X.
list_float(T) -> X = list_to_float(T), {X}.
bin_float(T) -> X = binary_to_float(T), {X}.
string_int(T) -> string:list_to_integer(T).
string_float(T) -> string:list_to_float(T).
encode(I) -> X = binary:encode_unsigned(I), X.
encode(I, E) -> X = binary:encode_unsigned(I, E), X.
decode(B) -> X = binary:decode_unsigned(B), {X}.
decode(B, E) -> X = binary:decode_unsigned(B, E), {X}.
%% What a function keeps while others, which begin by allocating, collect.
kept(L) -> [[float_to_list(F), [float_to_list(F, [{scientific, D}]) || D <- [0, 3, 16, 17]], list_to_float(float_to_list(F)) =:= F] || F <- L].
