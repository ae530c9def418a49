%% Guards about binaries.
-module(binary_guards).
-export([cases/0, sizes/1, kind/1, compare/2, part/1, bytes/2, empty/1]).

cases() ->
    Bs = [<<>>, <<1>>, <<1, 2>>, <<"abc">>, <<1:1>>, <<5:9>>, <<0:600>>, [], a, {<<1>>}, 5],
    [{F, [B]} || F <- [sizes, kind, part, empty], B <- Bs] ++ [{F, [A, B]} || F <- [compare, bytes], A <- Bs, B <- [<<1>>, <<1, 2>>, 2]].

sizes(B) when byte_size(B) =:= 0 -> zero;
sizes(B) when byte_size(B) < 3, bit_size(B) > 8 -> {small, byte_size(B)};
sizes(B) when size(B) =:= 3; bit_size(B) =:= 1 -> three;
sizes(B) when is_bitstring(B) -> {large, bit_size(B)};
sizes(_) -> none.
kind(B) when is_binary(B) -> binary;
kind(B) when is_bitstring(B) -> bitstring;
kind(B) when is_list(B) -> list;
kind(_) -> other.
compare(A, B) when A < B -> less;
compare(A, B) when A =:= B -> same;
compare(_, _) -> more.
part(B) when binary_part(B, 0, 2) =:= <<1, 2>> -> one_two;
part(B) when binary_part(B, {byte_size(B), -1}) =:= <<"c">> -> c;
part(B) when binary_part(B, 0, 1) > <<0>> -> positive;
part(_) -> none.
bytes(A, B) when byte_size(A) + byte_size(B) > 2 -> more;
bytes(A, B) when byte_size(A) =:= B orelse bit_size(A) =:= B -> number;
bytes(A, B) -> {A, B} =:= {B, A}.
empty(<<>>) -> yes;
empty(B) when B =:= []; B == <<1>> -> nearly;
empty(_) -> no.
