%% Texts built as lists of lists and binaries.
-module(iolists).
-export([cases/0, build/1, html/1, csv/1, format/2, nested/2, sizes/1]).

cases() -> [{build, [N]} || N <- [0, 1, 5, 40]] ++ [{html, [T]} || T <- ["text", {p, "a<b"}, {ul, [{li, "1"}, {li, [{b, "x"}, " & y"]}]}, <<"bin">>, [], {x, [{y, []}]}]] ++ [{csv, [R]} || R <- [[], [["a", 1, <<"b">>]], [["x,y", "q\"z"], [2.5, atom]]]] ++ [{format, [F, A]} || {F, A} <- [{"", []}, {"a~pb", [1]}, {"~s and ~s", ["x", <<"y">>]}, {"~p", []}, {"100~~", []}, {"~z", [1]}]] ++ [{nested, [N, X]} || N <- [0, 1, 6], X <- ["ab", <<"c">>, $d]] ++ [{sizes, [L]} || L <- [[], "abc", [<<"ab">>, [<<"c">> | <<"d">>]], [a], [256], <<1:3>>]].

build(N) -> iolist_to_binary(parts(N)).
parts(0) -> <<".">>;
parts(N) when N rem 3 =:= 0 -> [parts(N - 1), $,, integer_to_list(N)];
parts(N) when N rem 3 =:= 1 -> [<<"(">>, [parts(N - 1) | <<")">>]];
parts(N) -> [[], [[]], integer_to_binary(N) | [parts(N - 1)]].
html(T) -> list_to_binary(tag(T)).
tag({N, C}) -> S = atom_to_list(N), ["<", S, ">", if is_list(C), is_tuple(hd(C)) -> [tag(X) || X <- C]; true -> tag(C) end, "</", S, ">"];
tag([]) -> [];
tag([C | _] = L) when is_integer(C) -> [case X of $< -> "&lt;"; $& -> "&amp;"; _ -> X end || X <- L];
tag(L) when is_list(L) -> [tag(X) || X <- L];
tag(B) -> B.
csv(R) -> iolist_to_binary([[join([field(F) || F <- L]), $\n] || L <- R]).
join([A, B | T]) -> [A, $, | join([B | T])];
join(L) -> L.
field(I) when is_integer(I) -> integer_to_list(I);
field(F) when is_float(F) -> float_to_list(F, [short]);
field(A) when is_atom(A) -> atom_to_binary(A, utf8);
field(B) when is_binary(B) -> B;
field(S) -> case [C || C <- S, C =:= $, orelse C =:= $"] of [] -> S; _ -> [$", [if C =:= $" -> [C, C]; true -> C end || C <- S], $"] end.
format(F, A) -> iolist_to_binary(fmt(F, A)).
fmt([$~, $p | T], [X | A]) -> [integer_to_list(X) | fmt(T, A)];
fmt([$~, $s | T], [X | A]) -> [X | fmt(T, A)];
fmt([$~, $~ | T], A) -> [$~ | fmt(T, A)];
fmt([$~ | T], A) -> error({format, T, A});
fmt([C | T], A) -> [C | fmt(T, A)];
fmt([], []) -> [].
nested(0, X) -> iolist_to_binary([X]);
nested(N, X) -> L = [X, [X | <<"-">>], nested(N - 1, X)], {iolist_size(L) , list_to_binary(L)}, iolist_to_binary(L).
sizes(L) -> {try iolist_size(L) catch error:R -> R end, try byte_size(iolist_to_binary(L)) catch error:R -> R end}.
