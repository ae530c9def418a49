%% Hexadecimal, base 64 and percent encoding.
-module(hex_and_base).
-export([cases/0, hex/1, unhex/1, encode/1, decode/1, percent/1, unpercent/1]).

cases() ->
    Bs = [<<>>, <<0>>, <<"a">>, <<"ab">>, <<"abc">>, <<"hello, world">>, <<255, 254, 253, 0>>, <<"å b&c"/utf8>>],
    [{F, [B]} || F <- [hex, encode, percent], B <- Bs] ++ [{unhex, [T]} || T <- [<<>>, <<"00ff">>, <<"DeadBeef">>, <<"0">>, <<"xy">>]]
    ++ [{decode, [T]} || T <- [<<>>, <<"YQ==">>, <<"YWI=">>, <<"YWJj">>, <<"aGVsbG8sIHdvcmxk">>, <<"YQ=">>, <<"*">>, <<"YQ==YQ==">>]] ++ [{unpercent, [T]} || T <- [<<"a%20b">>, <<"%C3%A5">>, <<"%">>, <<"%zz">>, <<"a+b">>]].

hex(B) -> << <<(digit(H)), (digit(L))>> || <<H:4, L:4>> <= B >>.
digit(D) when D < 10 -> $0 + D;
digit(D) -> $a + D - 10.
unhex(<<H, L, T/binary>>) -> <<(value(H)):4, (value(L)):4, (unhex(T))/binary>>;
unhex(<<>>) -> <<>>.
value(C) when C >= $0, C =< $9 -> C - $0;
value(C) when C >= $a, C =< $f -> C - $a + 10;
value(C) when C >= $A, C =< $F -> C - $A + 10.
encode(B) -> encode(B, <<>>).
encode(<<A:6, B:6, C:6, D:6, T/binary>>, R) -> encode(T, <<R/binary, (char(A)), (char(B)), (char(C)), (char(D))>>);
encode(<<A:6, B:6, C:4>>, R) -> <<R/binary, (char(A)), (char(B)), (char(C bsl 2)), "=">>;
encode(<<A:6, B:2>>, R) -> <<R/binary, (char(A)), (char(B bsl 4)), "==">>;
encode(<<>>, R) -> R.
char(N) -> element(N + 1, list_to_tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")).
decode(<<A, B, "==">>) -> <<(bits(A)):6, (bits(B) bsr 4):2>>;
decode(<<A, B, C, "=">>) -> <<(bits(A)):6, (bits(B)):6, (bits(C) bsr 2):4>>;
decode(<<A, B, C, D, T/binary>>) -> <<(bits(A)):6, (bits(B)):6, (bits(C)):6, (bits(D)):6, (decode(T))/binary>>;
decode(<<>>) -> <<>>.
bits(C) when C >= $A, C =< $Z -> C - $A;
bits(C) when C >= $a, C =< $z -> C - $a + 26;
bits(C) when C >= $0, C =< $9 -> C - $0 + 52;
bits($+) -> 62;
bits($/) -> 63.
percent(B) -> << <<(if C >= $a, C =< $z -> <<C>>; true -> <<"%", (hex(<<C>>))/binary>> end)/binary>> || <<C>> <= B >>.
unpercent(<<"%", H, L, T/binary>>) -> <<(value(H) * 16 + value(L)), (unpercent(T))/binary>>;
unpercent(<<"+", T/binary>>) -> <<" ", (unpercent(T))/binary>>;
unpercent(<<C, T/binary>>) -> <<C, (unpercent(T))/binary>>;
unpercent(<<>>) -> <<>>.
