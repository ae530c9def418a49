%% Tuples of all sizes, built, read and changed.
-module(tuples).
-export([cases/0, build/1, elements/2, set/3, native/2, nested/1, large/1, compare/2, errors/2]).

cases() -> Ts = [{}, {1}, {1, a}, {1, {2, {3}}}, list_to_tuple(lists:seq(1, 40)), [], a], [{F, [T]} || F <- [build, nested], T <- Ts] ++ [{F, [N, T]} || F <- [elements, errors], N <- [0, 1, 2, 40, -1, a, 1.0], T <- Ts] ++ [{set, [N, T, new]} || N <- [1, 2, 40, 0], T <- Ts] ++ [{native, [T, X]} || T <- [{}, {1}, {1, a}, b], X <- [1, x]] ++ [{large, [N]} || N <- [0, 1, 20, 300]] ++ [{compare, [A, B]} || A <- Ts, B <- [{1}, {1, b}, {2}]].

build(T) -> {T, {T}, {T, T, [T | T]}, {}}.
elements(N, T) -> element(N, T).
set(N, T, X) -> try U = setelement(N, T, X), {U, T =:= U, element(N, U)} catch error:R -> R end.
native(T, X) -> {erlang:append_element(T, X), erlang:insert_element(1, T, X), erlang:delete_element(1, erlang:append_element(T, X))}.
nested({A, {B, {C}}}) -> [A, B, C];
nested({A, B}) when is_integer(A) -> {B, A};
nested({A}) -> A;
nested(T) when tuple_size(T) > 10 -> tuple_size(T);
nested(T) -> {other, T}.
large(N) -> T = erlang:make_tuple(N, x), U = erlang:make_tuple(N, 0, [{I, I} || I <- seq(N)]), {tuple_size(T), erlang:phash2(T), sum(U, N), tuple_to_list(T) =:= [x || _ <- seq(N)]}.
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
sum(_, 0) -> 0;
sum(T, N) -> element(N, T) + sum(T, N - 1).
compare(A, B) -> {A < B, A =:= B, A == B, max(A, B) =:= A}.
errors(N, T) -> try element(N, T) + 1 catch error:R -> R end.
