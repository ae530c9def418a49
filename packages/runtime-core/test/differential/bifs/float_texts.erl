%% Floats as text: shortest, with decimals, in exponents.
-module(float_texts).
-export([cases/0, short/1, decimals/2, scientific/2, parse/1, roundtrip/1]).

cases() -> Fs = [0.0, -0.0, 1.0, 0.1, -2.5, 123.456, 1.0e10, 1.0e16, 1.0e21, 1.0e22, 1.0e-5, 3.14e-10, 5.0e-324, 1.7976931348623157e308, 0.30000000000000004, 99.995, 2.5e15, 9007199254740993.0], [{F, [X]} || F <- [short, roundtrip], X <- Fs] ++ [{decimals, [X, D]} || X <- Fs, abs(X) < 1.0e17, D <- [0, 1, 4]] ++ [{scientific, [X, D]} || X <- Fs, D <- [0, 3, 17]] ++ [{parse, [T]} || T <- ["1.0", "-1.5e10", "1", "1.", ".5", "1e5", "1.0e", "1.0e400", "+2.5", "1.0E+2", "nan", "", "1.0x", " 1.0"]].

short(X) -> {float_to_list(X, [short]), float_to_binary(X, [short])}.
decimals(X, D) -> {float_to_list(X, [{decimals, D}]), float_to_binary(X, [{decimals, D}, compact])}.
scientific(X, D) -> float_to_list(X, [{scientific, D}]).
parse(T) -> {try list_to_float(T) catch error:R -> R end, try binary_to_float(list_to_binary(T)) catch error:E -> E end}.
roundtrip(X) -> {list_to_float(float_to_list(X)) =:= X, binary_to_float(float_to_binary(X, [short])) =:= X, list_to_float(float_to_list(X, [{scientific, 16}])) =:= X}.
