%% Native functions as values, with results unused, as operators.
-module(unusual_calls).
-export([cases/0, bif_values/1, results_unused/1, operators/2, in_patterns/1, as_arguments/2, twice/1]).

cases() -> Xs = [1, -2, a, [1, 2], {x}, <<"b">>], [{F, [X]} || F <- [bif_values, results_unused, in_patterns, twice], X <- Xs] ++ [{F, [X, Y]} || F <- [operators, as_arguments], X <- Xs, Y <- [2, a, [2]]].

bif_values(X) -> [try F(X) catch error:R -> R end || F <- [fun abs/1, fun hd/1, fun is_list/1, fun erlang:length/1, fun tuple_to_list/1, fun erlang:'not'/1, fun erlang:'-'/1]].
results_unused(X) -> try _ = hd(X), _ = length(X), is_atom(X), X catch error:R -> {R, X} end.
operators(X, Y) -> [try erlang:O(X, Y) catch error:R -> R end || O <- ['+', '-', '*', 'div', '++', '--', '==', '=:=', '<', 'and', '!', 'band'], O =/= '!'].
in_patterns(X) -> case {is_list(X), is_integer(X)} of {true, false} -> [H | _] = X, H; {false, true} -> N = abs(X), N; {false, false} -> {X} end.
as_arguments(X, Y) -> try max(abs(X), length([Y])) + min(1, erlang:phash2(Y, 1)) catch error:R -> R end.
twice(X) -> {try {hd(X), hd(X)} catch error:R -> R end, {is_tuple(X), is_tuple(X)}, [erlang:phash2(X) =:= erlang:phash2(X)]}.
