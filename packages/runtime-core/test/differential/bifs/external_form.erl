%% term_to_binary and back, and broken bytes.
-module(external_form).
-export([cases/0, encode/1, roundtrip/1, decode/1, safe/1, sizes/1, options/2]).

cases() -> Ts = [0, 255, 256, -1, 1 bsl 31, -(1 bsl 31), 1 bsl 63, 1 bsl 2048, 1.5, a, 'å', [], "abc", [1, 2], [a | b], [300], {}, {1, 2}, <<>>, <<1, 2>>, <<5:3>>, #{}, #{a => 1}, fun erlang:abs/1, lists:seq(1, 40), list_to_tuple(lists:seq(1, 260))], [{F, [T]} || F <- [encode, roundtrip, sizes], T <- Ts] ++ [{options, [T, O]} || T <- [1.5, "abc", {a, [b]}], O <- [[], [{minor_version, 1}], [{minor_version, 0}], [{minor_version, 2}], [x], compressed]] ++ [{F, [B]} || F <- [decode, safe], B <- [<<>>, <<131>>, <<131, 97>>, <<131, 97, 5>>, <<131, 98, 255, 255, 255, 255>>, <<131, 106>>, <<131, 107, 0, 2, 1, 2>>, <<131, 104, 1, 97, 1, 9>>, <<130, 97, 1>>, <<131, 110, 1, 1, 7>>, <<131, 110, 9, 0, 1:72>>, <<131, 119, 3, "abc">>, <<131, 100, 0, 1, "q">>, <<131, 109, 0, 0, 0, 2, 1>>, <<131, 77, 0, 0, 0, 1, 3, 160>>, <<131, 116, 0, 0, 0, 1, 97, 1, 97, 2>>, <<131, 70, 1.5/float>>, <<131, 119, 12, "never_seen_1">>, a]].

%% Not the bytes of atoms, which OTP 26 began to write in UTF-8.
encode(T) -> B = term_to_binary(T), case has_atom(T) of true -> binary_to_term(B) =:= T; false -> {byte_size(B), erlang:crc32(B)} end.
has_atom([H | T]) -> has_atom(H) orelse has_atom(T);
has_atom(T) when is_tuple(T) -> has_atom(tuple_to_list(T));
has_atom(T) -> is_map(T) orelse is_function(T) orelse is_atom(T).
roundtrip(T) -> B = term_to_binary(T), {binary_to_term(B) =:= T, binary_to_term(B, [used]) =:= {T, byte_size(B)}, binary_to_term(<<B/binary, 1>>, [used]) =:= {T, byte_size(B)}}.
decode(B) -> X = binary_to_term(B), {X}.
safe(B) -> try binary_to_term(B, [safe, used]) catch error:R -> R end.
sizes(T) -> {erlang:external_size(T) >= byte_size(term_to_binary(T)), iolist_to_binary(erlang:term_to_iovec(T)) =:= term_to_binary(T)}.
options(T, O) -> try binary_to_term(term_to_binary(T, O)) =:= T catch error:R -> R end.
