%% Guards that ask whether a number lies in a range.
-module(integer_ranges).
-export([cases/0, byte/1, digit/1, class/1, between/3, outside/1, nested/1, adjacent/1]).

cases() ->
    Xs = [-1, 0, 1, 9, 10, 47, 48, 57, 58, 65, 90, 97, 122, 127, 128, 255, 256, 134217728, 1 bsl 64, -(1 bsl 64), 5.0, 255.5, a, []],
    [{F, [X]} || F <- [byte, digit, class, outside, nested, adjacent], X <- Xs]
    ++ [{between, [X, A, B]} || X <- [5, 5.0, a], {A, B} <- [{5, 5}, {0, 10}, {6, 10}, {-1 bsl 70, 1 bsl 70}, {1.0, 4.9}]].

byte(X) when is_integer(X), X >= 0, X =< 255 -> {byte, X + 1};
byte(X) when is_integer(X) -> {integer, X};
byte(X) -> {other, X}.
digit(X) when $0 =< X, X =< $9 -> X - $0;
digit(X) -> none(X).
none(X) -> {none, X}.
class(C) when C >= $a, C =< $z; C >= $A, C =< $Z -> letter;
class(C) when C >= $0, C =< $9 -> digit;
class(C) when C < 32; C =:= 127 -> control;
class(C) when is_integer(C), C > 127 -> high;
class(_) -> other.
between(X, A, B) -> X >= A andalso X =< B.
outside(X) when X < 0 orelse X > 255 -> out;
outside(_) -> in.
nested(X) -> if X < 10 -> if X < 0 -> low; X =:= 9 -> nine; true -> digit end; X < 100 -> two; is_integer(X), X < 1000 -> three; true -> more end.
adjacent(X) -> case X of _ when X =< 47 -> a; _ when X =< 57 -> b; _ when X =< 127 -> c; _ -> d end.
