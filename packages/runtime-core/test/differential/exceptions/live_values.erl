%% What is kept while an exception is caught: values of all kinds.
-module(live_values).
-export([cases/0, kept/3, changed/2, list/2, large/1, floats/2, binaries/2, funs/2]).

cases() -> Xs = [1, a, 1 bsl 70, "abc", 2.5, <<1, 2>>, <<0:700>>], [{kept, [X, Y, Z]} || X <- [1, a], Y <- [b, 2], Z <- Xs] ++ [{F, [X, Y]} || F <- [changed, list, floats, binaries, funs], X <- Xs, Y <- [1, z]] ++ [{large, [X]} || X <- Xs].

fail(X) when is_atom(X) -> throw(X);
fail(X) -> X.
kept(X, Y, Z) -> A = {X, Y}, B = [Z | A], R = try {fail(X), fail(Y), fail(Z)} catch T -> {T, B} end, {A, B, R, X, Y, Z}.
changed(X, Y) -> A = [X], B = try fail(Y), [A] catch T -> [T | A] end, C = try fail(X), [B] catch U -> {U, B, A} end, {A, B, C}.
list(X, Y) -> L = [X, Y, X], try [fail(E) || E <- L] catch T -> {T, L} end.
large(X) -> T = {X, [X], {X, X}, #{X => [X]}, fun() -> X end}, R = try fail(X), fail(stop) catch stop -> element(4, T); A -> {A, element(2, T)} end, {R, (element(5, T))()}.
floats(X, Y) -> try F = X * 1.5, fail(Y), F + 1.0 catch error:badarith -> {no, X}; T -> {T, X} end.
binaries(X, Y) -> B = <<"head", (erlang:phash2(X)):32>>, try fail(Y), <<B/binary, 1>> catch T -> <<B/binary, (atom_to_binary(T, utf8))/binary>> end.
funs(X, Y) -> F = fun(Z) -> {X, Y, Z} end, try F(fail(Y)) catch T -> F([T]) end.
