%% What is left when the encodings that OTP decodes in Erlang fail; dates of all years; texts of floats with a comma.
-module(wide_encodings).
-export([cases/0, to_list/2, call/3]).

cases() ->
    [{to_list, [D, E]} || D <- data(), E <- [utf16, {utf16, little}, utf32, {utf32, little}, utf8, latin1]] ++
    [{call, [erlang, universaltime_to_posixtime, [{{Y, M, D}, T}]]} ||
        Y <- [1599, 1600, 1601, 1899, 1969, 1970, 2000, 2023, 9999, 10000, 100000, 2147483646, 2147483648],
        {M, D} <- [{1, 1}, {2, 28}, {2, 29}, {2, 30}, {12, 31}, {0, 1}, {13, 1}], T <- [{0, 0, 0}, {23, 59, 59}, {24, 0, 0}, {0, 60, 0}]] ++
    [{call, [erlang, posixtime_to_universaltime, [S]]} ||
        S <- [0, -1, 1, 86399, 86400, -86400, -62167219200, -62167219201, 253402300800, 1 bsl 40, -(1 bsl 50), 1 bsl 60, (1 bsl 63) - 1, 1 bsl 63, a]] ++
    [{call, [erlang, list_to_float, [S]]} || S <- ["1,5", "-1,0e3", "1.5", "1,5,5", "1.5,", ",5", "1,", "+1,5E+3", "1,5e"]] ++
    [{call, [erlang, binary_to_float, [S]]} || S <- [<<"1,5">>, <<"1,5e2">>, <<"1,">>]] ++
    [{call, [binary, split, [<<"a">>, <<"a">>, O]]} || O <- [[global | x], [global], [trim | x], x, [x | global]]] ++
    [{call, [unicode, bin_is_7bit, [B]]} || B <- [<<1:3>>, <<200>>, <<1>>, a]].

data() ->
    [[55296], [97, 55296, 98], [97, [98, 55296], 99], [[55296]], <<216, 0>>, [<<216, 0>>], [97, <<216, 0>>, 98], [97, <<0, 97, 216, 0, 0, 97>>, 98],
     <<0, 97, 0>>, [<<0, 97, 0>>], [<<0, 97, 0>>, 98], [<<0, 97, 0>>, <<98>>], [1114112], [97 | <<0, 98, 0>>], [97, [98, [55296], 99], 100],
     <<97, 0, 216>>, [<<216>>, <<0, 220, 0>>], <<216, 0, 220, 0>>, <<0, 0, 0, 97>>, <<0, 17, 0, 0>>].

to_list(D, E) -> unicode:characters_to_list(D, E).
call(M, F, A) -> apply(M, F, A).
