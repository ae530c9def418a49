%% A parser of JSON in binaries.
-module(json_parser).
-export([cases/0, parse/1, value/1]).

cases() -> [{parse, [T]} || T <- [<<"null">>, <<" true ">>, <<"-12">>, <<"1.5e3">>, <<"0.25">>, <<"\"a\\n\\u0041\"">>, <<"[]">>, <<"[1, [2, \"x\"], {}]">>, <<"{\"a\": 1, \"b\": [true, false, null]}">>, <<"{\"a\":{\"a\":{\"a\":[]}}}">>, <<"[1,">>, <<"{\"a\" 1}">>, <<"nul">>, <<"[1 2]">>, <<"\"abc">>, <<>>, <<"1 x">>, <<"{\"å\": \"é\"}"/utf8>>]] ++ [{value, [T]} || T <- [<<"[[[[]]]] rest">>, <<"7,8">>]].

parse(B) -> try value(B) of {V, R} -> case space(R) of <<>> -> {ok, V}; T -> {trailing, V, T} end catch throw:E -> {error, E} end.
value(B) -> val(space(B)).
space(<<C, T/binary>>) when C =:= $ ; C =:= $\n; C =:= $\t -> space(T);
space(B) -> B.
val(<<"null", T/binary>>) -> {null, T};
val(<<"true", T/binary>>) -> {true, T};
val(<<"false", T/binary>>) -> {false, T};
val(<<$", T/binary>>) -> string(T, <<>>);
val(<<"[", T/binary>>) -> case space(T) of <<"]", U/binary>> -> {[], U}; U -> elements(U, []) end;
val(<<"{", T/binary>>) -> case space(T) of <<"}", U/binary>> -> {#{}, U}; U -> members(U, #{}) end;
val(<<C, _/binary>> = B) when C =:= $-; C >= $0, C =< $9 -> number(B, 0);
val(B) -> throw({unexpected, B}).
elements(B, L) -> {V, R} = value(B), case space(R) of <<",", T/binary>> -> elements(T, [V | L]); <<"]", T/binary>> -> {lists:reverse(L, [V]), T}; T -> throw({element, T}) end.
members(B, M) ->
    case space(B) of
        <<$", T/binary>> -> {K, R} = string(T, <<>>), case space(R) of <<":", U/binary>> -> {V, W} = value(U), next(space(W), M#{K => V}); U -> throw({colon, U}) end;
        T -> throw({key, T})
    end.
next(<<",", T/binary>>, M) -> members(T, M);
next(<<"}", T/binary>>, M) -> {M, T};
next(T, _) -> throw({member, T}).
string(<<$", T/binary>>, S) -> {S, T};
string(<<"\\n", T/binary>>, S) -> string(T, <<S/binary, "\n">>);
string(<<"\\u", H:4/binary, T/binary>>, S) -> C = binary_to_integer(H, 16), string(T, <<S/binary, C/utf8>>);
string(<<"\\", C, T/binary>>, S) -> string(T, <<S/binary, C>>);
string(<<C, T/binary>>, S) -> string(T, <<S/binary, C>>);
string(<<>>, S) -> throw({unfinished, S}).
number(B, N) ->
    case B of
        <<_:N/binary, C, _/binary>> when C >= $0, C =< $9; C =:= $-; C =:= $.; C =:= $e -> number(B, N + 1);
        <<T:N/binary, R/binary>> -> {try binary_to_integer(T) catch error:badarg -> float_of(T) end, R}
    end.
float_of(T) -> try binary_to_float(T) catch error:badarg -> case binary:split(T, <<"e">>) of [A, E] -> binary_to_float(<<A/binary, "e", E/binary>>); _ -> throw({number, T}) end end.
