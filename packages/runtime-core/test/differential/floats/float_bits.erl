%% Floats taken apart and built as bits.
-module(float_bits).
-export([cases/0, parts/1, next/1, build/3, sign/1, special/1, half/1, plus/1]).

cases() ->
    Fs = [0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 3.14, 1.0e308, 2.2250738585072014e-308, 5.0e-324, -123456.789],
    [{F, [X]} || F <- [parts, next, sign, half, plus], X <- Fs] ++ [{build, [S, E, M]} || S <- [0, 1], E <- [0, 1, 1023, 1024, 2046, 2047], M <- [0, 1, 1 bsl 51]]
    ++ [{special, [B]} || B <- [<<0:64>>, <<1:1, 0:63>>, <<2047:12, 0:52>>, <<4095:12, 0:52>>, <<2047:12, 1:52>>, <<0:32>>, <<255:9, 0:23>>, <<127:9, 0:23>>, <<31:6, 0:10>>, <<15:6, 0:10>>]].

parts(X) -> <<S:1, E:11, M:52>> = <<X/float>>, {S, E, M}.
next(X) -> <<I:64>> = <<X/float>>, <<Y/float>> = <<(I + 1):64>>, {Y, Y > X}.
build(S, E, M) -> case <<S:1, E:11, M:52>> of <<X/float>> -> X; B -> {no_float, B} end.
sign(X) -> <<S:1, _/bits>> = <<X:64/float-big>>, <<_:7/unit:8, T:1, _:7>> = <<X:64/float-little>>, {S, T}.
special(B) ->
    case B of
        <<X:64/float>> -> {double, X};
        <<X:32/float>> -> {single, X};
        <<X:16/float>> -> {half, X};
        <<_:64>> -> none;
        <<_:32>> -> none32;
        _ -> none16
    end.
half(X) -> try <<Y:16/float>> = <<X:16/float>>, {Y, <<X:32/float>>} catch error:R -> R end.
%% A plus of its own is a sum with 0, which has no sign.
plus(X) -> Y = +X, <<Bits:64>> = <<Y/float>>, {Y, Bits bsr 63}.
