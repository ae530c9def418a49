%% The cases of binaries.erl and binaries_stepwise.erl.
-compile([export_all, nowarn_export_all]).

cases() ->
    Numbers = [0, 1, -1, 127, 128, 255, 256, -128, -129, 65535, 16#123456, 16#12345678, -16#12345678, 16#ffffffff, 1 bsl 27,
               -(1 bsl 27), 1 bsl 31, 1 bsl 62, 1 bsl 63, -(1 bsl 63), 1 bsl 64, (1 bsl 64) - 1, (1 bsl 80) + 12345,
               -(1 bsl 80) - 54321, (1 bsl 200) - 7, -(1 bsl 200) + 7],
    Others = [atom, 1.5, [], <<1>>, {1}],
    Sizes = [0, 1, 3, 7, 8, 9, 15, 16, 17, 24, 27, 28, 31, 32, 33, 40, 63, 64, 65, 72, 100, 128, 129],
    Bins = [<<>>, <<1>>, <<255>>, <<1,2,3>>, <<16#ff, 16#80, 0, 1>>, <<"hello world">>, <<16#deadbeef:32>>, <<(-1):64>>, <<(1 bsl 99):200>>,
            <<5:3>>, <<1:1>>, <<0:7>>, <<16#abc:12>>, <<(1 bsl 64):67>>, << <<X>> || X <- lists:seq(0, 255) >>, <<0:1000>>],
    Characters = [0, 65, 127, 128, 255, 16#7ff, 16#800, 16#d7ff, 16#d800, 16#dfff, 16#e000, 16#fffe, 16#ffff, 16#10000, 16#10ffff, 16#110000, -1],
    Floats = [0.0, -0.0, 1.0, -1.5, 3.141592653589793, 1.0e308, 1.0e-308, 5.0e-324, 65504.0, 65519.0, 65520.0, 65536.0, 6.0e-8, 5.96e-8, 2.9e-8,
              6.1035e-5, 1.0e38, 3.5e38, 1.0e-45, 100, -3, 1 bsl 70, 1 bsl 2000],
    [{F, [N]} || F <- [fixed, fixed_little, unaligned, in_string], N <- Numbers ++ Others]
    ++ [{F, [N, S]} || F <- [sized, sized_little], N <- Numbers, S <- Sizes ++ [-1, atom, 1 bsl 70, 1.0]]
    ++ [{behind_bit, [N, S]} || N <- Numbers, S <- Sizes]
    ++ [{F, [B, S]} || F <- [take, take_signed, take_little, take_little_signed, skip_take, take_binary, take_bits], B <- Bins, S <- Sizes ++ [-1, atom, 1 bsl 70]]
    ++ [{F, [B]} || F <- [bytes, words, mixed, nibbles, tail, sizes, string, string_bits, reversed, rest_unit, ascii, guard, literal_match, positions, triples, copy, long_match],
                    B <- Bins ++ [x, 1.0, [1]]]
    ++ [{F, [C]} || F <- [utf8, utf16, utf16_little, utf32, utf32_little, utf_unaligned], C <- Characters ++ Others]
    ++ [{F, [B]} || F <- [get_utf8, get_utf16, get_utf16_little, get_utf32, get_utf32_little, skip_utf8, skip_utf16, skip_utf32],
                    B <- Bins ++ utf_binaries()]
    ++ [{F, [X]} || F <- [float16, float32, float64, float16_little, float32_little, float64_little, float_unaligned], X <- Floats ++ [a, <<>>]]
    ++ [{float_sized, [X, S]} || X <- [1.5, 2], S <- [16, 32, 64, 0, 8, 24, 128, -1, a]]
    ++ [{F, [B]} || F <- [get_float16, get_float32, get_float64, get_float64_little, get_float32_little],
                    B <- Bins ++ [<<X/float>> || X <- Floats, is_float(X)] ++ [<<16#7ff0000000000000:64>>, <<16#7ff8000000000000:64>>, <<16#7f800000:32>>,
                         <<16#7c00:16>>, <<16#7e01:16>>, <<16#3c00:16>>, <<1:16>>, <<16#83ff:16>>, <<16#0400:16>>]]
    ++ [{F, [A, B]} || F <- [join, join_bits, join_units, order, same, unequal], A <- Bins ++ [x], B <- Bins ++ [y]]
    ++ [{F, [N]} || F <- [appended, appended_bits, comprehended, shared_append, appended_large], N <- [0, 1, 2, 10, 63, 64, 65, 300]]
    ++ [{part, [B, S, L]} || B <- [<<"hello world">>, <<>>, <<1:3>>, a], S <- [-1, 0, 3, 11, 12, a], L <- [-4, -3, -1, 0, 2, 8, 11, a, 1 bsl 70]]
    ++ [{part2, [B, P]} || B <- [<<"hello world">>, a], P <- [{0, 3}, {11, -11}, {3, 20}, {1}, a]]
    ++ [{large_size, [S]} || S <- [1 bsl 62, 1 bsl 100, -(1 bsl 100)]].

utf_binaries() ->
    [<<C/utf8>> || C <- [0, 65, 128, 16#7ff, 16#800, 16#ffff, 16#10000, 16#10ffff]] ++
    [<<16#c0, 16#80>>, <<16#c1, 16#bf>>, <<16#e0, 16#80, 16#80>>, <<16#ed, 16#a0, 16#80>>, <<16#f0, 16#80, 16#80, 16#80>>,
     <<16#f4, 16#90, 16#80, 16#80>>, <<16#f5, 16#80, 16#80, 16#80>>, <<16#c3>>, <<16#e2, 16#82>>, <<16#c3, 16#28>>, <<16#80>>,
     <<16#d800:16>>, <<16#dc00:16>>, <<16#d800:16, 16#dc00:16>>, <<16#d800:16, 16#d800:16>>, <<16#dbff:16, 16#dfff:16>>,
     <<16#d800:16/little, 16#dc00:16/little>>, <<16#110000:32>>, <<16#d800:32>>, <<65:32>>, <<65:32/little>>, <<65:16>>, <<65:16/little>>].

fixed(X) -> <<X:8, X:16, X:24, X:32, X:64>>.
fixed_little(X) -> <<X:8/little, X:16/little, X:24/little, X:32/little, X:40/little, X:64/little, X:20/little, X:4>>.
unaligned(X) -> <<1:3, X:8, X:16, X:13, X:32, 7:4>>.
in_string(X) -> <<"before", X:16, "and a longer string behind", X:8, 5:5, "unaligned", X:3>>.
sized(X, S) -> <<X:S>>.
sized_little(X, S) -> <<X:S/little>>.
behind_bit(X, S) -> <<1:1, X:S, (X + 1):S/little-unit:2, 3:3>>.

take(B, S) -> case B of <<X:S, R/bits>> -> {X, R}; _ -> no end.
take_signed(B, S) -> case B of <<X:S/signed, R/bits>> -> {X, R}; _ -> no end.
take_little(B, S) -> case B of <<X:S/little, R/bits>> -> {X, R}; _ -> no end.
take_little_signed(B, S) -> case B of <<_:1, X:S/little-signed, R/bits>> -> {X, R}; _ -> no end.
skip_take(B, S) -> case B of <<_:S, X:8, R/bits>> -> {X, R}; _ -> no end.
take_binary(B, S) -> case B of <<X:S/binary, R/bits>> -> {X, byte_size(X), R}; _ -> no end.
take_bits(B, S) -> case B of <<_:3, X:S/bits, R/bits>> -> {X, bit_size(X), byte_size(X), R}; _ -> no end.

bytes(<<A, R/binary>>) -> [A | bytes(R)];
bytes(<<>>) -> [].
words(<<A:16, B:32/little, R/bits>>) -> [A, B | words(R)];
words(<<A:16/signed, R/bits>>) -> [A | words(R)];
words(R) -> R.
mixed(<<A, B:16/signed, C:3/signed, D:5/little, R/binary>>) -> {A, B, C, D, R};
mixed(<<"abc", X/float>>) -> X;
mixed(<<A:24, R/binary>>) -> {A, R};
mixed(<<A:3, B:2>>) -> {A, B};
mixed(_) -> no.
nibbles(B) -> [X || <<X:4>> <= B].
tail(<<_, T/binary>>) -> T;
tail(<<_:3, T/bits>>) -> {bits, T}.
sizes(B) -> {try byte_size(B) catch error:X -> X end, try bit_size(B) catch error:Y -> Y end, try size(B) catch error:Z -> Z end, is_binary(B), is_bitstring(B)}.
string(<<"hello", R/binary>>) -> R;
string(<<"hell", _/binary>>) -> hell;
string(<<1, 2, 3>>) -> low;
string(_) -> other.
string_bits(<<5:3>>) -> five;
string_bits(<<16#ff8:12, R/bits>>) -> R;
string_bits(<<16#deadbeef:32, R/bits>>) -> {beef, R};
string_bits(<<16#ffffffffffffffff:64, R/bits>>) -> {ones, R};
string_bits(_) -> other.
reversed(B) -> reversed(B, <<>>).
reversed(<<X, R/binary>>, A) -> reversed(R, <<X, A/binary>>);
reversed(<<R/bits>>, A) -> {R, A}.
rest_unit(<<A:4, R/binary>>) -> {A, R};
rest_unit(<<A:8, R/binary-unit:3>>) -> {A, R};
rest_unit(<<R/binary-unit:5>>) -> {five, R};
rest_unit(_) -> no.
ascii(B) -> << <<(X bor 32)>> || <<X>> <= B, X >= $a, X =< $z >>.
guard(B) when byte_size(B) > 3, binary_part(B, 0, 2) =:= <<"he">> -> he;
guard(B) when B =:= <<1, 2, 3>> -> low;
guard(B) when <<B/bits, 1:1>> =:= <<5:3, 1:1>> -> five;
guard(B) when bit_size(B) rem 8 =:= 0 -> whole;
guard(_) -> no.
literal_match(B) -> B =:= <<"hello world">> orelse B < <<"hello world">>.
positions(<<L, X:L/binary, R/bits>>) -> {X, positions(R)};
positions(<<X:2, R/bits>>) -> {X, R};
positions(R) -> R.
triples(<<A:8, B:8, C:8, R/binary>>) -> [{A, B, C} | triples(R)];
triples(<<A:8, B:8>>) -> [{A, B}];
triples(<<A:8>>) -> [{A}];
triples(<<>>) -> [].
copy(B) -> C = <<B/binary>>, D = <<B/binary, B/binary>>, {C, D, C =:= B}.
long_match(<<A:4/binary, 0:8, B:56/signed, C:72, D:4, _:12, E:100/little, F/bits>>) -> {A, B, C, D, E, F};
long_match(<<A:1, B:30, C:33, D/bits>>) -> {A, B, C, D};
long_match(_) -> no.

utf8(C) -> <<C/utf8>>.
utf16(C) -> <<C/utf16>>.
utf16_little(C) -> <<C/utf16-little>>.
utf32(C) -> <<C/utf32>>.
utf32_little(C) -> <<C/utf32-little>>.
utf_unaligned(C) -> <<1:1, C/utf8, C/utf16, C/utf32, C/utf16-little, 1:2>>.
get_utf8(<<C/utf8, R/binary>>) -> [C | get_utf8(R)];
get_utf8(R) -> R.
get_utf16(<<C/utf16, R/binary>>) -> [C | get_utf16(R)];
get_utf16(R) -> R.
get_utf16_little(<<C/utf16-little, R/binary>>) -> [C | get_utf16_little(R)];
get_utf16_little(R) -> R.
get_utf32(<<C/utf32, R/binary>>) -> [C | get_utf32(R)];
get_utf32(R) -> R.
get_utf32_little(<<C/utf32-little, R/binary>>) -> [C | get_utf32_little(R)];
get_utf32_little(R) -> R.
skip_utf8(<<_/utf8, R/bits>>) -> R;
skip_utf8(_) -> no.
skip_utf16(<<_/utf16, R/bits>>) -> R;
skip_utf16(_) -> no.
skip_utf32(<<_/utf32, R/bits>>) -> R;
skip_utf32(_) -> no.

float16(X) -> <<X:16/float>>.
float32(X) -> <<X:32/float>>.
float64(X) -> <<X/float>>.
float16_little(X) -> <<X:16/float-little>>.
float32_little(X) -> <<X:32/float-little>>.
float64_little(X) -> <<X:64/float-little>>.
float_unaligned(X) -> <<1:3, X:64/float, X:32/float-little, X:16/float, 1:5>>.
float_sized(X, S) -> <<X:S/float>>.
get_float16(<<X:16/float, R/bits>>) -> {X, R};
get_float16(_) -> no.
get_float32(<<_:1, X:32/float, R/bits>>) -> {X, R};
get_float32(<<X:32/float, R/bits>>) -> {X, R};
get_float32(_) -> no.
get_float64(<<X/float, R/bits>>) -> {X, R};
get_float64(_) -> no.
get_float64_little(<<X:64/float-little, R/bits>>) -> {X, R};
get_float64_little(_) -> no.
get_float32_little(<<X:32/float-little, R/bits>>) -> {X, R};
get_float32_little(_) -> no.

join(A, B) -> <<A/binary, B/binary>>.
join_bits(A, B) -> <<A/bits, 1:1, B/bits>>.
join_units(A, B) -> <<A/binary-unit:4, B/binary-unit:2>>.
order(A, B) -> {A < B, A =< B, A > B}.
same(A, B) -> {A == B, A =:= B, {A} =:= {B}}.
unequal(A, B) -> A /= B orelse [A] =/= [B].

appended(N) -> appended(N, <<>>).
appended(0, A) -> A;
appended(N, A) -> appended(N - 1, <<A/binary, N:16>>).
appended_bits(N) -> appended_bits(N, <<>>).
appended_bits(0, A) -> A;
appended_bits(N, A) -> appended_bits(N - 1, <<A/bits, N:5>>).
comprehended(N) -> << <<X:7>> || X <- seq(1, N), X rem 3 =/= 0 >>.
%% Two binaries that go on from one: the second one must not see the first.
shared_append(N) ->
    A = appended(N + 40, <<>>),
    B = <<A/binary, "one">>,
    C = <<A/binary, "two">>,
    D = <<B/binary, "three">>,
    {byte_size(A), B =:= C, binary_part(B, byte_size(B), -3), binary_part(C, byte_size(C), -3), binary_part(D, byte_size(D), -8)}.
appended_large(N) ->
    B = appended(N * 100, <<>>),
    T = rotate(if N > 0 -> 50; true -> 0 end, B),
    {byte_size(B), byte_size(T), T =:= B}.

part(B, S, L) -> binary_part(B, S, L).
part2(B, P) -> binary_part(B, P).
large_size(S) -> <<1:S>>.
rotate(0, B) -> B;
rotate(N, <<_, R/binary>>) -> rotate(N - 1, <<R/binary, 7>>).
seq(A, B) when A > B -> [];
seq(A, B) -> [A | seq(A + 1, B)].
