%% Equality of large and nested terms.
-module(deep_equality).
-export([cases/0, equal/2, nested/2, exact/2, cyclic_like/1, differ/2, in_patterns/2]).

cases() -> Ts = [[1, [2, {3, #{k => [4]}}]], [1, [2, {3, #{k => [4.0]}}]], {1, 2.0, "abc", <<1, 2>>}, {1.0, 2, "abc", <<1, 2>>}, lists:seq(1, 50), [1 bsl 70 | x], [], #{1 => {2}, a => [b]}], [{F, [A, B]} || F <- [equal, nested, exact, in_patterns, differ], A <- Ts, B <- lists:sublist(Ts, 4), F =/= differ orelse is_list(A)] ++ [{cyclic_like, [N]} || N <- [0, 1, 5, 12]].

equal(A, B) -> A == B.
nested(A, B) -> {{x, [A]} =:= {x, [B]}, #{k => A} == #{k => B}, [A, B] =:= [B, A]}.
exact(A, A) -> same;
exact(A, B) when A == B -> equal;
exact(A, B) when A < B -> less;
exact(_, _) -> more.
cyclic_like(N) -> T = grow(N, leaf), U = grow(N, leaf), V = grow(N, fael), {T =:= U, T =:= V, T < V, erlang:phash2(T) =:= erlang:phash2(U)}.
grow(0, X) -> X;
grow(N, X) -> Y = grow(N - 1, X), {Y, Y}.
differ([A | T], [A | U]) -> differ(T, U);
differ(A, B) -> {A, B}.
in_patterns(A, B) -> case {A, B} of {X, X} -> yes; {[H | _], [H | _]} -> heads; {X, Y} when X =/= Y -> no end.
