%% Binaries that are literals of the code.
-module(constant_binaries).
-export([cases/0, literal/1, equal/1, construct/0, default/1, choose/1, append/1, table/1]).

cases() ->
    [{F, [X]} || F <- [literal, equal, default, choose, append, table], X <- [0, 1, 2, 5, 12, a, <<"b">>, <<>>, <<"constant">>]] ++ [{construct, []}].

literal(0) -> <<>>;
literal(1) -> <<"one">>;
literal(2) -> <<2:2>>;
literal(5) -> <<"åäö"/utf8>>;
literal(12) -> <<"a literal of more than sixty-four bytes, which does not lie in the heap of the process">>;
literal(X) -> {<<"other">>, X}.
equal(X) -> {X =:= <<"constant">>, X == <<>>, X < <<"b">>, <<"b">> =< X}.
construct() -> [<<1, 2, 3>>, <<1:1, 2:7>>, <<"abc", 0>>, <<1.5/float>>, <<-1:16>>, <<1:16/little>>, <<$a/utf16>>].
default(X) when is_binary(X) -> X;
default(_) -> <<"default">>.
choose(X) -> B = case X of a -> <<"first">>; 0 -> <<"second">>; _ -> <<1:1>> end, {B, bit_size(B)}.
append(X) when is_binary(X) -> <<"<", X/binary, ">">>;
append(X) when is_integer(X) -> <<"number ", (integer_to_binary(X))/binary>>;
append(X) -> <<"none ", (atom_to_binary(X, utf8))/binary>>.
table(X) when is_integer(X), X < 8 -> binary_part(<<"abcdefghijklmnop">>, X, 2);
table(X) -> {X, <<"abc">>}.
