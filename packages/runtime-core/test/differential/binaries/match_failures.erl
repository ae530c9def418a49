%% Binaries that do not match: what error, with what arguments.
-module(match_failures).
-export([cases/0, assign/1, strict/1, function/1, in_case/1, in_fun/1, in_try/1, comprehension/1, deep/1]).

cases() ->
    Bs = [<<>>, <<1>>, <<1, 2>>, <<1, 2, 3>>, <<7:3>>, [1], a],
    [{F, [B]} || F <- [assign, strict, function, in_case, in_fun, in_try, comprehension, deep], B <- Bs].

assign(B) -> <<X, Y>> = B, {X, Y}.
strict(B) -> <<1, Y/binary>> = B, Y.
function(<<X, 2>>) -> X.
in_case(B) -> case B of <<X>> -> X; <<X, Y>> -> {X, Y} end.
in_fun(B) -> F = fun(<<_, R/binary>>) -> R end, [F(B)].
in_try(B) -> try <<_:2/binary, R/bits>> = B, R catch error:{badmatch, M} -> {no, M} end.
comprehension(B) -> [X || <<X>> <= B].
deep(B) -> {inner(B, 1), 2}.
inner(<<X, T/binary>>, N) -> inner(T, N + X);
inner(<<>>, N) when N > 3 -> N.
