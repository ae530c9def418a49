%% Patterns with aliases and with variables that are bound before.
-module(aliases_and_pins).
-export([cases/0, alias/1, same/2, bound/2, nested/1, in_list/1, string/1, unused/1]).

cases() -> Xs = [{a, 1}, {a, a}, {{1, 2}, [3]}, [1, 2], [[1], 1], "ab", {1, 1.0}, #{k => {1}}, <<1, 2>>], [{F, [X]} || F <- [alias, nested, in_list, string, unused], X <- Xs] ++ [{F, [X, Y]} || F <- [same, bound], X <- Xs, Y <- [{a, 1}, 1, a, [1, 2]]].

alias({A, B} = T) -> {T, A, B};
alias([H | T] = L) -> {L, H, T};
alias(#{k := {V} = P} = M) -> {M, P, V};
alias(<<A, _/binary>> = B) -> {A, B}.
same(X, X) -> same;
same({X, Y}, {X, Y}) -> never;
same({X, _}, X) -> first;
same({_, X}, X) -> second;
same([X | _], X) -> head;
same(_, _) -> none.
bound(X, Y) -> case X of Y -> whole; {Y, Z} -> {first, Z}; {_, Y} -> second; [Y | T] -> T; [_, Y] -> last; _ -> F = fun({Y1, _}) when Y1 =:= Y -> in_fun; (_) -> none end, F(X) end.
nested({{A, B} = P, [C] = L}) -> [A, B, C, P, L];
nested({A, A} = T) -> {same, T};
nested([[A], A] = L) -> {list, L};
nested(X) -> X.
in_list(X) -> [P || {_, _} = P <- [X, {X, X}, x]].
string("a" ++ T = S) -> {S, T};
string([1, B] = [A, _]) -> {A, B};
string(_) -> none.
unused({_A, _A}) -> same;
unused({_, _}) -> pair;
unused(_X) -> none.
