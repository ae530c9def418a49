%% Strings and numbers as literals in binary patterns.
-module(literal_patterns).
-export([cases/0, keyword/1, prefix/1, number/1, magic/1, mixed/1, escaped/1]).

cases() ->
    Bs = [<<>>, <<"if">>, <<"ifx">>, <<"else">>, <<"end">>, <<"e">>, <<"GET / HTTP">>, <<"POST /x">>, <<"12">>, <<"7z">>, <<137, "PNG", 1>>, <<"PK", 3, 4>>, <<16#cafebabe:32, 5>>, <<"\n\t">>, <<"\"q\"">>, <<1:1>>, <<$i, 51:7>>],
    [{F, [B]} || F <- [keyword, prefix, number, magic, mixed, escaped], B <- Bs].

keyword(<<"if">>) -> if_;
keyword(<<"else">>) -> else_;
keyword(<<"end">>) -> end_;
keyword(<<"e">>) -> e;
keyword(<<>>) -> empty;
keyword(_) -> none.
prefix(<<"GET ", R/binary>>) -> {get, R};
prefix(<<"POST ", R/binary>>) -> {post, R};
prefix(<<"if", R/binary>>) -> {if_, R};
prefix(<<"i", R/bits>>) -> {i, R};
prefix(_) -> none.
number(<<A, B>>) when A >= $0, A =< $9, B >= $0, B =< $9 -> (A - $0) * 10 + B - $0;
number(<<A, _/binary>>) when A >= $0, A =< $9 -> A - $0;
number(_) -> none.
magic(<<137, "PNG", V>>) -> {png, V};
magic(<<"PK", 3, 4, R/binary>>) -> {zip, R};
magic(<<16#cafebabe:32, V>>) -> {class, V};
magic(<<$G:8, _/bits>>) -> g;
magic(_) -> none.
mixed(<<"i", X:4, Y:4, R/bits>>) -> {X, Y, R};
mixed(<<$e:8, $n:8, X>>) -> {en, X};
mixed(<<_:1, $l:7, _/bits>>) -> l;
mixed(B) -> bit_size(B).
escaped(<<"\n\t">>) -> white;
escaped(<<$", R/binary>>) -> {quote, R};
escaped(<<_, $/, _/bits>>) -> slash;
escaped(_) -> none.
