%% What `error_info` says of the segment for which the construction of a binary fails.
-module(construction_errors).
-export([cases/0, integer/2, signed_unit/2, float/1, float_of/2, narrow_float/1, binary/2, bits_all/1, whole/1, of_unit/1, utf8/1, utf16/1, utf32/1,
         second/2, order/3, sizes/3, append/2, append_unit/2, total/2, append_total/2, loop/1, in_guard/2, constant/1, text/2, huge/1]).

cases() ->
    Values = [0, 1, -1, 7, 1 bsl 40, -1 bsl 70, 1 bsl 2000, 1.5, -0.0, 1.0e300, a, [], "ab", {1}, <<>>, <<1, 2, 3>>, <<5:3>>, <<0:8000>>, #{}, 16#D800, 16#10FFFF, 16#110000],
    Sizes = [0, 1, 3, 16, 32, 64, 100, -1, -5, 1 bsl 62, -1 bsl 70, 1 bsl 70, a, 1.5, <<1>>],
    [{F, [V]} || F <- [float, narrow_float, bits_all, whole, of_unit, utf8, utf16, utf32, loop, constant, huge], V <- Values]
        ++ [{F, [V, S]} || F <- [integer, signed_unit, float_of, binary, append, append_unit], V <- [7, 1 bsl 70, 1.5, a, <<>>, <<1, 2, 3>>, <<5:3>>], S <- Sizes]
        ++ [{F, [V, W]} || F <- [second, in_guard, text, total, append_total], V <- [1, a, <<1>>], W <- [2, b, <<2>>, 1 bsl 62, -1]]
        ++ [{F, [A, B, C]} || F <- [order, sizes], A <- [1, a, 16#D800], B <- [2, b, <<1>>], C <- [3, -1, <<3>>]].

%% The result, or the reason and what the trace says of its first frame.
info(F) ->
    try F()
    catch error:R:T -> {M, N, A, L} = hd(T), {R, M, N, A, case [I || {error_info, I} <- L] of [I] -> I; [] -> none end}
    end.

integer(V, S) -> info(fun() -> <<V:S>> end).
signed_unit(V, S) -> info(fun() -> <<1:3, V:S/signed-little-unit:11>> end).
float(V) -> info(fun() -> <<V/float>> end).
float_of(V, S) -> info(fun() -> <<"x", V:S/float>> end).
narrow_float(V) -> info(fun() -> <<V:32/float, V:16/float-little>> end).
binary(V, S) -> info(fun() -> <<0, V:S/binary>> end).
bits_all(V) -> info(fun() -> <<1:1, V/bits>> end).
whole(V) -> info(fun() -> <<1, V/binary, 2>> end).
of_unit(V) -> info(fun() -> <<1, V/binary-unit:16>> end).
utf8(V) -> info(fun() -> <<"ab", V/utf8>> end).
utf16(V) -> info(fun() -> <<V/utf16-little, 1>> end).
utf32(V) -> info(fun() -> <<1:4, V/utf32>> end).
second(V, W) -> info(fun() -> <<V:8, W:16>> end).
order(A, B, C) -> info(fun() -> <<A/utf16, B:8, C/binary>> end).
sizes(A, B, C) -> info(fun() -> <<A:C, B:A, C:B>> end).
append(V, S) -> info(fun() -> <<V/bits, 1:S>> end).
append_unit(V, S) -> info(fun() -> <<V/binary, S:8/binary>> end).
total(V, W) -> info(fun() -> byte_size(<<1:V, 2:W/unit:8, 3>>) end).
append_total(V, W) -> info(fun() -> B = <<0:7>>, byte_size(<<B/bits, 1:V, 2:W/unit:8, 3>>) end).
loop(V) -> info(fun() -> << <<X:8>> || X <- [1, V, 2] >> end).
in_guard(V, W) when <<V:8, W:16>> =:= <<1, 2:16>> -> one;
in_guard(V, W) -> info(fun() -> case <<W/binary>> of <<V, _/binary>> -> two; _ -> three end end).
constant(V) -> info(fun() -> <<V:16, V:16/little, V:64>> end).
text(V, W) -> info(fun() -> <<"text", V/utf16-little, "more", W/binary, "end">> end).
huge(V) -> info(fun() -> <<V:16#4000000000000000>> end).
