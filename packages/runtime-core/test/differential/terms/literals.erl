%% Terms that are literals of the code.
-module(literals).
-export([cases/0, constant/1, big/0, nested/1, compare/1, share/1, update/1, text/1, floats/0]).

cases() -> [{F, [X]} || F <- [constant, nested, compare, share, update, text], X <- [0, 1, a, "abc", {x, [1, 2]}, [1, 2, 3], 123456789012345678901, <<"bin">>]] ++ [{big, []}, {floats, []}].

constant(0) -> {a, "literal", [1, {2, <<"three">>}]};
constant(1) -> #{k => {v, [1.5]}, "s" => []};
constant(a) -> [[], {}, <<>>, #{}];
constant(X) -> {X, {x, [1, 2]}}.
big() -> [134217727, 134217728, -134217729, 4294967296, 9223372036854775807, 9223372036854775808, -9223372036854775808, 340282366920938463463374607431768211456].
nested(X) -> {{{{X}, deep}, [[[X]]]}, {[{[]}]}}.
compare(X) -> {X =:= {x, [1, 2]}, X == "abc", X =:= [1, 2, 3], X =:= 123456789012345678901, X =:= <<"bin">>}.
share(X) -> A = {constant, [1, 2, 3]}, B = {A, A, X}, {B, element(1, B) =:= element(2, B)}.
update(X) -> {setelement(1, {old, literal, [1]}, X), [X | [literal, tail]], "pre" ++ [X]}.
text(X) -> {"åäö", "line\n\"quoted\"\\", [955, 8364], $a, "con" "cat", X}.
floats() -> [0.0, -0.0, 1.0, 1.0e100, 1.5e-7, 0.1, 123456.789, -2.5].
