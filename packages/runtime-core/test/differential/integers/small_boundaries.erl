%% Arithmetic around the ends of small integers of 28 and of 60 bits.
-module(small_boundaries).
-export([cases/0, sum/2, difference/2, product/2, negate/1, next/1, previous/1, double/1]).

cases() ->
    Ends = [(1 bsl B) + D || B <- [27, 28, 59, 60], D <- [-1, 0, 1]],
    All = Ends ++ [-E || E <- Ends],
    [{F, [X, Y]} || F <- [sum, difference, product], X <- lists:sublist(All, 9), Y <- [1, -1, 2]]
    ++ [{F, [X]} || F <- [negate, next, previous, double], X <- All].

sum(X, Y) -> {X + Y, Y + X}.
difference(X, Y) -> {X - Y, Y - X}.
product(X, Y) -> {X * Y, -X * Y}.
negate(X) -> Y = -X, {Y, -Y =:= X, Y + X}.
next(X) -> Y = X + 1, {Y, Y > X, Y - 1 =:= X}.
previous(X) -> Y = X - 1, {Y, Y < X, Y + 1 =:= X}.
double(X) -> [X + X, X * 2, X bsl 1].
