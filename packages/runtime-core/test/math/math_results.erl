%% What the functions of math give. In OTP, main/0 writes a line for each call: the function, its arguments and its
%% result as the hexadecimal digits of floats, or the reason of the error. again/1 does the calls of such lines anew.
-module(math_results).
-export([main/0, again/1]).

-define(ONE, [sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, exp, log, log2, log10, erf, erfc, sqrt, ceil, floor]).
-define(TWO, [pow, atan2, fmod]).
-define(RANDOM, 250).

main() ->
    rand:seed(exsss, {1, 2, 3}),
    Values = boundaries(),
    Few = [float(X) || X <- few()],
    Calls = [{F, [X]} || F <- ?ONE, X <- Values ++ random(F)]
        ++ [{F, [X, Y]} || F <- ?TWO, X <- Few, Y <- Few]
        ++ [{F, random2(F)} || F <- ?TWO, _ <- lists:seq(1, 3 * ?RANDOM)],
    [File] = init:get_plain_arguments(),
    ok = file:write_file(File, [line(Call) || Call <- Calls]),
    halt().

again(Lines) ->
    iolist_to_binary([line(read(Line)) || Line <- binary:split(Lines, <<"\n">>, [global]), Line =/= <<>>]).

read(Line) ->
    [F | Rest] = binary:split(Line, <<" ">>, [global]),
    {binary_to_atom(F), arguments(Rest)}.

arguments([_Result]) -> [];
arguments([Text | Rest]) -> [number(Text) | arguments(Rest)].

number(Text) ->
    <<X/float>> = <<(binary_to_integer(Text, 16)):64>>,
    X.

line({F, Arguments}) ->
    Result = try digits(apply(math, F, Arguments)) catch error:Reason -> atom_to_list(Reason) end,
    [atom_to_list(F), [[" ", digits(X)] || X <- Arguments], " ", Result, "\n"].

digits(X) ->
    <<Bits:64>> = <<X/float>>,
    integer_to_list(Bits, 16).

%% Numbers at which a function changes its formula or its kind of result, each with its neighbours, of both signs.
boundaries() ->
    [S * Y || X <- few() ++ [0.346573590279972, 1.03972077083991, 22.0, 44.0, 36.04365338911715, 709.782712893384, 710.4758600739439,
                            745.1332191019411, 708.3964185322641, 0.414213562373095, 0.292893218813452, 0.7071067811865476,
                            1.414213562373095, 0.84375, 1.25, 2.857142857142857, 6.0, 26.543258454250628, 28.0, 0.25,
                            0.7853981633974483, 1.5707963267948966, 3.141592653589793, 6.283185307179586, 1647099.0, 1647098.8, 4.0e9,
                            1.0e200, 0.0078125, 0.0234375, 1.0e22],
              Y <- neighbours(X), S <- [1.0, -1.0]].

few() ->
    [0.0, 4.9406564584124654e-324, 2.2250738585072014e-308, 1.0e-300, 1.0e-17, 3.725290298461914e-9, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0,
     1024.0, 268435456.0, 9007199254740993.0, 1.0e300, 1.7976931348623157e308, -0.0, -0.5, -1.0, -2.0, -3.0, -10.0, -1.0e300].

neighbours(X) when abs(X) < 1.0e-300; abs(X) > 1.0e300 -> [X];
neighbours(X) ->
    <<Bits:64>> = <<X/float>>,
    [Y || Neighbour <- [Bits - 1, Bits, Bits + 1], <<Y/float>> <- [<<Neighbour:64>>]].

random(F) -> [argument(F) || _ <- lists:seq(1, ?RANDOM)].

argument(F) when F =:= asin; F =:= acos; F =:= atanh ->
    case rand:uniform(2) of
        1 -> rand:uniform() * 2 - 1;
        2 -> 1 - rand:uniform() / (1 bsl rand:uniform(40))
    end;
argument(F) when F =:= log; F =:= log2; F =:= log10; F =:= sqrt -> abs(any());
argument(acosh) -> 1 + rand:uniform() * 10;
argument(F) when F =:= sinh; F =:= cosh; F =:= tanh -> (rand:uniform() - 0.5) * 60;
argument(exp) -> (rand:uniform() - 0.5) * 1480;
argument(erf) -> (rand:uniform() - 0.5) * 12;
argument(erfc) -> rand:uniform() * 34 - 6;
argument(_) -> any().

random2(pow) ->
    case rand:uniform(3) of
        1 -> [rand:uniform() * 10, (rand:uniform() - 0.5) * 600];
        2 -> [float(rand:uniform(100)), rand:uniform(80) / 2];
        3 -> [abs(any()), (rand:uniform() - 0.5) * 4]
    end;
random2(_) -> [any(), any()].

%% A number of any size, but rather one near 1.
any() ->
    Sign = case rand:uniform(2) of 1 -> 0; 2 -> 1 end,
    Exponent = case rand:uniform(4) of 1 -> rand:uniform(2046); _ -> 1023 + rand:uniform(24) - 12 end,
    <<X/float>> = <<Sign:1, Exponent:11, (rand:uniform(1 bsl 52) - 1):52>>,
    X.
