%% Atoms: texts, comparison, characters.
-module(atoms).
-export([cases/0, texts/1, from/1, compare/2, quoted/1, existing/1, long/1, unicode/1]).

cases() -> As = [a, '', 'A b', 'åäö', abc, 'abcd', true, '\n', '日本'], [{F, [A]} || F <- [texts, quoted], A <- As ++ [1, []]] ++ [{compare, [A, B]} || A <- As, B <- [abc, 'B', 'ö']] ++ [{F, [T]} || F <- [from, existing], T <- ["a", "", "new one", "åäö", [8364], <<"a">>, x, [0], [16#110000], "abc" ++ d]] ++ [{long, [N]} || N <- [0, 1, 254, 255, 256]] ++ [{unicode, [B]} || B <- [<<"å"/utf8>>, <<229>>, <<>>, <<"日本"/utf8>>]].

texts(A) -> {try atom_to_list(A) catch error:R -> R end, try atom_to_binary(A, utf8) catch error:R -> R end, try atom_to_binary(A, latin1) catch error:R -> R end}.
from(T) -> A = list_to_atom(T), {A, is_atom(A), atom_to_list(A) =:= T}.
compare(A, B) -> {A < B, A =:= B, max(A, B)}.
quoted(A) -> {A, [A], #{A => A}}.
existing(T) -> try list_to_existing_atom(T) of A -> {ok, A} catch error:badarg -> none end.
long(N) -> try A = list_to_atom([$x || _ <- seq(N)]), length(atom_to_list(A)) catch error:R -> R end.
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
unicode(B) -> {try binary_to_atom(B, utf8) catch error:R -> R end, binary_to_atom(B, latin1)}.
