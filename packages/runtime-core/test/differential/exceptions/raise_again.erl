%% erlang:raise/3 with traces that were caught or made up.
-module(raise_again).
-export([cases/0, with/2, stack/1, other/2, forms/1, bad/3, in_fun/1]).

cases() ->
    [{with, [C, R]} || C <- [error, exit, throw], R <- [x, {a, 1}]] ++ [{stack, [X]} || X <- [1, a, []]] ++ [{other, [C, R]} || C <- [error, exit, throw], R <- [y]] ++ [{forms, [S]} || S <- [[], [{m, f, 1, []}], [{m, f, 1}], [{m, f, [a, b], []}], [{m, f, 0, [{file, "x.erl"}, {line, 7}]}], [{m, f, 1, [x | y]}, {fun erlang:abs/1, [1]}, {fun erlang:abs/1, [1], []}], [{m, f, I, []} || I <- lists:seq(1, 12)]]]
    ++ [{bad, [C, r, S]} || {C, S} <- [{error, a}, {stop, []}, {throw, [x]}, {exit, [{m}]}, {error, [{m, f, -1, []}]}, {1, []}, {error, [{m, f, 1, x}]}, {error, [{m, 1, 1}]}, {error, [{m, f}]}, {error, [{m, f, 1, [], x}]}]] ++ [{in_fun, [X]} || X <- [a, 2]].

with(C, R) -> erlang:raise(C, R, [{made, up, 3, []}, {also, made, [1, 2], [{file, "f"}, {line, 2}]}]).
stack(X) -> try deep(X) catch C:R:S -> erlang:raise(C, {again, R}, S) end.
deep(X) -> [1 + X * 2 | hd(X)].
other(C, R) -> try erlang:raise(error, R, [{a, b, 1, []}]) catch error:E:S -> erlang:raise(C, {E}, [{z, z, 0, []} | S]) end.
forms(S) -> try erlang:raise(throw, x, S) catch T:R:S2 -> {T, R, S2} end.
bad(C, R, S) -> {erlang:raise(C, R, S)}.
in_fun(X) -> F = fun(Y) -> try Y * 2 catch error:R:S -> erlang:raise(exit, {R, Y}, S) end end, {F(1), F(X)}.
