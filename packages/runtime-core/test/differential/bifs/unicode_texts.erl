%% Characters to binaries and lists, complete and broken.
-module(unicode_texts).
-export([cases/0, to_binary/2, to_list/2, both/1, partial/1, lengths/1]).

cases() -> Ds = [[], "abc", [960, 8364], <<"a€"/utf8>>, [<<"x">>, [$y, <<"å"/utf8>>]], [16#10ffff], [16#d800], [-1], <<255>>, [<<195>>, 165], [<<195>>, <<165>>], [$a | <<"b">>], a, [b], <<"ab", 226, 130>>, [[<<195>>, 165], "end"], [<<226>>, <<130, 40>>, "e"], [<<226>>, <<130>>, <<40>>], [<<195>>, <<165, 255>>, "e"], [[<<240>>], <<159>>, [<<146, 40>>], $x], [<<195>> | <<40>>], [<<195>>, [[-1]], $b], [[<<195>>, "a" | <<"b">>], "c"], [<<255>>], [<<97, 255, 98>>], [[<<97, 255, 98>>]], [[<<255>>, 1114112], [[233], 233]], [8364, <<97>>, [1114112] | <<195>>], [[<<97>>, 233], 8364 | <<97>>], [[[<<1>>], [<<216>>], [5]], 6]], [{F, [D, E]} || F <- [to_binary, to_list], D <- Ds, E <- [utf8, latin1, {utf16, little}, {utf16, big}, {utf32, big}]] ++ [{F, [D]} || F <- [both, partial, lengths], D <- Ds].

to_binary(D, E) -> try unicode:characters_to_binary(D, E) catch error:R -> R end.
to_list(D, E) -> try unicode:characters_to_list(D, E) catch error:R -> R end.
both(D) -> try unicode:characters_to_list(D, utf8) of L when is_list(L) -> {ok, unicode:characters_to_binary(L, utf8) =:= unicode:characters_to_binary(D, utf8)}; {K, _, _} -> K catch error:R -> R end.
partial(D) -> try unicode:characters_to_binary([D, "end"], utf8) of {K, B, R} -> {K, B, R}; B -> byte_size(B) catch error:R -> R end.
lengths(D) -> try {length(unicode:characters_to_list(D, utf8)), byte_size(unicode:characters_to_binary(D, utf8))} catch error:R -> R end.
