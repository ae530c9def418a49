%% Texts of floats in all formats, and back: numbers of few digits, of many, and texts that are no floats.
-module(float_text_forms).
-export([cases/0, short/1, decimal_sweep/2, forms/1, parsed/1, bits/0, power/1]).

cases() ->
    [{short, [F]} || F <- floats()] ++ [{forms, [F]} || F <- [1.0, 0.1, -123.456, 1.0e300, 2.5e-10, 99999.99999, 0.0, 12345678901234567890.0, a, 1]]
        ++ [{parsed, [T]} || T <- texts()] ++ [{decimal_sweep, [N, D]} || N <- [1, 12345, 99999999, 4503599627370495], D <- [1.0, 10.0, 1000.0, 1.0e6, 1.0e12]]
        ++ [{bits, []}] ++ [{power, [X]} || X <- [1.0, 1.5, 9.75]].

floats() ->
    [0.0, -0.0, 1.0, 10.0, 100.0, 1000.0, 1.0e5, 123456.0, 1200.0, 12000.0, 0.1, 0.01, 0.001, 0.0123, 0.30000000000000004, 1.0e22, 1.0e23,
     5.0e-324, 1.7976931348623157e308, 4503599627370495.5, 4503599627370496.0, 9007199254740993.0, 123456789.125, -2.5, 99.95, 1.0e15,
     1.0e16, 999999999999999.9].

texts() ->
    ["1.0", "1", "1.", "1.e5", ".5", "+1.5", "-1.5e3", "1.5e", "1.5e+", "1.5E-3", "1,5", "1.5 ", " 1.5", "1.5x", "1.0e400", "1.0e-400",
     "123456789012345678901234567890.5", "0.1", "1.7976931348623157e308", "1.7976931348623159e308", "4.9e-324", "9007199254740993.0",
     "1.0e22", "1.0e23", "0000000000000000000000001.5", "1.00000000000000000000000000000001", "-0.0", "1.5e0000000000000000001",
     "1.5e99999999999999999999", "", "1.2.3", "1e5", "0x1.0", "12345678901234567.0e-5", "1.5e-10", many($1, 300) ++ ".5",
     "0." ++ many($0, 300) ++ "1", [49, 46, 300], [49, 46 | 50], "\x{e9}.5", [$1, $., -1]].

many(_, 0) -> [];
many(C, N) -> [C | many(C, N - 1)].

short(F) ->
    Text = float_to_binary(F, [short]),
    {Text, binary_to_list(Text) =:= float_to_list(F, [short]), binary_to_float(Text) =:= F, float_to_binary(-F, [short])}.

%% Numbers next to one another, each divided by a power of ten.
decimal_sweep(N, D) -> [float_to_binary(I / D, [short]) || I <- [N, N + 1, N + 7, N + 10]].

forms(F) ->
    [try float_to_list(F, O) of T -> {T, T =:= binary_to_list(float_to_binary(F, O))} catch C:R -> {C, R} end
     || O <- [[], [compact], [{decimals, 4}], [{decimals, 4}, compact], [{decimals, 0}], [{decimals, 0}, compact], [{scientific, 3}],
              [{scientific, 0}], [short, {decimals, 3}], [{decimals, 253}], [{decimals, 254}], [{scientific, 249}], [{scientific, 250}], [x],
              [{decimals, -1}], [{decimals, a}], a, [short | a], [compact, short], [{decimals, 20}], [{decimals, 18}, compact],
              [compact, {decimals, 2}], [{short, 1}]]].

parsed(T) ->
    OfList = try list_to_float(T) catch C1:R1 -> {C1, R1} end,
    OfBinary = try binary_to_float(list_to_binary(T)) catch C2:R2 -> {C2, R2} end,
    {OfList, OfBinary}.

bits() ->
    <<_:3, Shifted/bitstring>> = <<5:3, "1.25">>,
    [try binary_to_float(B) catch C:R -> {C, R} end || B <- [Shifted, <<1:3>>, <<"1.5", 1:1>>, a, <<>>, [49, 46, 53]]].

power(X) -> powers(X, 0, []).

powers(_, 309, Texts) -> erlang:md5(Texts);
powers(X, N, Texts) ->
    case N of
        N when N < 300 -> powers(X, N + 1, [float_to_list(X * ten(N), [short]), $\s | Texts]);
        _ -> powers(X, N + 1, [float_to_list(X / ten(N - 9), [short]), $\s | Texts])
    end.

ten(N) -> list_to_float("1.0e" ++ integer_to_list(N)).
