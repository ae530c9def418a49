%% Base64 both ways, by binary comprehensions and by a loop over an accumulator.
-module(base64_codec).
-export([main/0]).

main() ->
    Data = << <<(N * N + N bsr 3)>> || N <- count(30000, []) >>,
    Text = encode(Data),
    Data = decode(Text, <<>>),
    Lines = wrap(Text, <<>>),
    {byte_size(Text), byte_size(Lines), checksum(Lines, 0)}.

count(0, List) -> List;
count(N, List) -> count(N - 1, [N | List]).

encode(Data) ->
    Rest = byte_size(Data) rem 3,
    Whole = byte_size(Data) - Rest,
    <<Main:Whole/binary, Tail/binary>> = Data,
    Encoded = << <<(digit(D))>> || <<D:6>> <= Main >>,
    case Tail of
        <<>> -> Encoded;
        <<A:6, B:2>> -> <<Encoded/binary, (digit(A)), (digit(B bsl 4)), "==">>;
        <<A:6, B:6, C:4>> -> <<Encoded/binary, (digit(A)), (digit(B)), (digit(C bsl 2)), "=">>
    end.

digit(D) when D < 26 -> $A + D;
digit(D) when D < 52 -> $a + D - 26;
digit(D) when D < 62 -> $0 + D - 52;
digit(62) -> $+;
digit(63) -> $/.

decode(<<>>, Data) -> Data;
decode(<<A, B, $=, $=>>, Data) -> <<Data/binary, (value(A) bsl 2 bor (value(B) bsr 4))>>;
decode(<<A, B, C, $=>>, Data) -> <<Data/binary, ((value(A) bsl 10) bor (value(B) bsl 4) bor (value(C) bsr 2)):16>>;
decode(<<A, B, C, D, Rest/binary>>, Data) ->
    decode(Rest, <<Data/binary, (value(A)):6, (value(B)):6, (value(C)):6, (value(D)):6>>).

value(C) when C >= $A, C =< $Z -> C - $A;
value(C) when C >= $a, C =< $z -> C - $a + 26;
value(C) when C >= $0, C =< $9 -> C - $0 + 52;
value($+) -> 62;
value($/) -> 63.

wrap(<<Line:76/binary, Rest/binary>>, Lines) -> wrap(Rest, <<Lines/binary, Line/binary, $\n>>);
wrap(Rest, Lines) -> <<Lines/binary, Rest/binary>>.

checksum(<<>>, Sum) -> Sum;
checksum(<<C, Rest/binary>>, Sum) -> checksum(Rest, (Sum * 31 + C) rem 65521).
