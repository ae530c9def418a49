%% Each guard BIF in a guard, where errors only mean no.
-module(bifs_in_guards).
-export([cases/0, arithmetic/2, sizes/1, parts/1, conversions/1, comparisons/2, nested/1, failing/2]).

cases() -> Xs = [0, 1, -3, 2.5, 1 bsl 65, a, [], [1, 2], {}, {1, 2}, <<1, 2>>, <<1:1>>, #{a => 1}], [{F, [X]} || F <- [sizes, parts, conversions, nested], X <- Xs] ++ [{F, [X, Y]} || F <- [arithmetic, comparisons, failing], X <- Xs, Y <- [0, 2, a]].

arithmetic(X, Y) when X + Y =:= 2 -> sum;
arithmetic(X, Y) when X * Y < -1; X - Y > 1 bsl 64 -> extremes;
arithmetic(X, Y) when X div Y =:= 0, X rem Y =:= 1; X bsl Y =:= 4; X bsr Y =:= -1 -> integers;
arithmetic(X, Y) when X band Y =:= 0, X bor Y =:= 1; X bxor Y =:= -1; bnot X =:= Y -> bits;
arithmetic(X, Y) when X / Y > 1.0; -X =:= Y; +X == 0 -> quotient;
arithmetic(_, _) -> none.
sizes(X) when tuple_size(X) > 0 -> {tuple, tuple_size(X)};
sizes(X) when length(X) > 0 -> {list, length(X)};
sizes(X) when byte_size(X) =:= bit_size(X) div 8, bit_size(X) > 1 -> {binary, size(X)};
sizes(X) when map_size(X) > 0 -> {map, map_size(X)};
sizes(X) when size(X) =:= 0; bit_size(X) =:= 1 -> empty;
sizes(_) -> none.
parts(X) when hd(X) =:= 1, tl(X) =:= [2] -> list;
parts(X) when element(2, X) =:= 2 -> tuple;
parts(X) when map_get(a, X) =:= 1 -> map;
parts(X) when binary_part(X, 1, 1) =:= <<2>> -> binary;
parts(X) when is_map_key(a, X); is_function(X, 1) -> never;
parts(_) -> none.
conversions(X) when abs(X) =:= 3; trunc(X) =:= 2 -> a;
conversions(X) when round(X) =:= 1; float(X) =:= 0.0 -> b;
conversions(X) when floor(X) =/= ceil(X); float(X) > 1.0e18 -> c;
conversions(_) -> none.
comparisons(X, Y) when X == Y -> same;
comparisons(X, Y) when X >= Y, X =/= a -> more;
comparisons(X, Y) when X =< Y; X == Y -> less;
comparisons(_, _) -> none.
nested(X) when hd(tl(X)) + length(X) =:= 4 -> list;
nested(X) when element(tuple_size(X), X) * 2 =:= 4 -> tuple;
nested(X) when abs(trunc(X * 2)) > 4 -> number;
nested(X) when map_get(hd([a]), X) - 1 =:= 0 -> map;
nested(X) when is_integer(X) andalso X >= 0 orelse is_atom(X) -> small;
nested(_) -> none.
failing(X, Y) when hd(X) > Y; element(Y, X) =:= 2 -> data;
failing(X, Y) when not (X > Y) orelse length(X) =:= Y -> order;
failing(_, _) -> none.
