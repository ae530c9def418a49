%% A JSON document: written as an iolist, parsed to maps and lists, and compared.
-module(json_codec).
-export([main/0]).

main() ->
    Document = document(400),
    Text = iolist_to_binary(encode(Document)),
    {Parsed, <<>>} = value(skip(Text)),
    true = Parsed =:= Document,
    {byte_size(Text), erlang:phash2(Parsed)}.

document(N) ->
    #{<<"count">> => N, <<"ok">> => true, <<"none">> => null, <<"items">> => items(N)}.

items(0) -> [];
items(N) ->
    [#{<<"id">> => N, <<"name">> => <<"Item \"", (integer_to_binary(N))/binary, "\"\n">>, <<"price">> => N * 0.25,
       <<"tags">> => [<<"a">>, <<"b", (N rem 26 + $a)>>, <<"grün"/utf8>>], <<"size">> => #{<<"w">> => -N, <<"h">> => N * N}}
     | items(N - 1)].

encode(null) -> <<"null">>;
encode(true) -> <<"true">>;
encode(false) -> <<"false">>;
encode(N) when is_integer(N) -> integer_to_binary(N);
encode(X) when is_float(X) -> float_to_binary(X, [short]);
encode(S) when is_binary(S) -> [$", escape(S, <<>>), $"];
encode(L) when is_list(L) -> [$[, join([encode(E) || E <- L]), $]];
encode(M) when is_map(M) -> [${, join([[encode(K), $:, encode(V)] || {K, V} <- [{Key, maps:get(Key, M)} || Key <- maps:keys(M)]]), $}].

join([]) -> [];
join([Last]) -> [Last];
join([E | Rest]) -> [E, $, | join(Rest)].

escape(<<>>, Done) -> Done;
escape(<<$", Rest/binary>>, Done) -> escape(Rest, <<Done/binary, "\\\"">>);
escape(<<$\\, Rest/binary>>, Done) -> escape(Rest, <<Done/binary, "\\\\">>);
escape(<<$\n, Rest/binary>>, Done) -> escape(Rest, <<Done/binary, "\\n">>);
escape(<<C/utf8, Rest/binary>>, Done) -> escape(Rest, <<Done/binary, C/utf8>>).

skip(<<C, Rest/binary>>) when C =:= $\s; C =:= $\n; C =:= $\t; C =:= $\r -> skip(Rest);
skip(Text) -> Text.

value(<<"null", Rest/binary>>) -> {null, Rest};
value(<<"true", Rest/binary>>) -> {true, Rest};
value(<<"false", Rest/binary>>) -> {false, Rest};
value(<<$", Rest/binary>>) -> string(Rest, <<>>);
value(<<$[, Rest/binary>>) ->
    case skip(Rest) of
        <<$], After/binary>> -> {[], After};
        Elements -> elements(Elements, [])
    end;
value(<<${, Rest/binary>>) ->
    case skip(Rest) of
        <<$}, After/binary>> -> {#{}, After};
        Members -> members(Members, #{})
    end;
value(Text) -> number(Text, Text, 0).

elements(Text, Done) ->
    {Value, Rest} = value(Text),
    case skip(Rest) of
        <<$,, More/binary>> -> elements(skip(More), [Value | Done]);
        <<$], After/binary>> -> {lists:reverse([Value | Done]), After}
    end.

members(<<$", Text/binary>>, Map) ->
    {Key, Rest} = string(Text, <<>>),
    <<$:, Rest1/binary>> = skip(Rest),
    {Value, Rest2} = value(skip(Rest1)),
    case skip(Rest2) of
        <<$,, More/binary>> -> members(skip(More), Map#{Key => Value});
        <<$}, After/binary>> -> {Map#{Key => Value}, After}
    end.

string(<<$", Rest/binary>>, Done) -> {Done, Rest};
string(<<$\\, $n, Rest/binary>>, Done) -> string(Rest, <<Done/binary, $\n>>);
string(<<$\\, C, Rest/binary>>, Done) -> string(Rest, <<Done/binary, C>>);
string(<<C/utf8, Rest/binary>>, Done) -> string(Rest, <<Done/binary, C/utf8>>).

number(<<C, Rest/binary>>, Start, Length) when C >= $0, C =< $9; C =:= $-; C =:= $+; C =:= $.; C =:= $e ->
    number(Rest, Start, Length + 1);
number(Rest, Start, Length) ->
    Digits = binary:part(Start, 0, Length),
    case binary:match(Digits, <<".">>) of
        nomatch -> {binary_to_integer(Digits), Rest};
        _ -> {binary_to_float(Digits), Rest}
    end.
