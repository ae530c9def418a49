%% Selections with many alternatives.
-module(select_tables).
-export([cases/0, atom/1, integer/1, arity/1, tag/2, string/1, large/1, two/2]).

cases() -> [{atom, [X]} || X <- [january, may, december, monday, 1]] ++ [{integer, [X]} || X <- [-2, 0, 7, 15, 16, 1000, 65536, 1 bsl 30, 1 bsl 70, 7.0, a]] ++ [{arity, [X]} || X <- [{}, {1}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4, 5}, []]] ++ [{tag, [T, X]} || T <- [circle, square, line, point, none], X <- [1, 2.5]] ++ [{string, [S]} || S <- ["add", "sub", "mul", "a", "", "adding"]] ++ [{large, [X]} || X <- lists:seq(-1, 21)] ++ [{two, [A, B]} || A <- [1, 2, 3], B <- [a, b, c]].

atom(X) -> case X of january -> 31; february -> 28; march -> 31; april -> 30; may -> 31; june -> 30; july -> 31; august -> 31; september -> 30; october -> 31; november -> 30; december -> 31; _ -> none end.
integer(-2) -> minus; integer(0) -> a; integer(7) -> b; integer(15) -> c; integer(16) -> d; integer(1000) -> e; integer(65536) -> f; integer(1073741824) -> g; integer(1180591620717411303424) -> h; integer(_) -> none.
arity({}) -> 0; arity({_}) -> 1; arity({A, _}) -> A; arity({_, B, _}) -> B; arity({_, _, _, _, E}) -> E; arity(_) -> none.
tag(T, X) -> case {T, X} of {circle, R} -> {area, R * R * 3}; {square, A} -> {area, A * A}; {line, L} -> {length, L}; {point, _} -> nothing; {_, Y} -> Y end.
string("add") -> '+'; string("sub") -> '-'; string("mul") -> '*'; string("a") -> a; string([]) -> empty; string(S) -> S.
large(0) -> a; large(1) -> b; large(2) -> c; large(3) -> d; large(4) -> e; large(5) -> f; large(6) -> g; large(7) -> h; large(8) -> i; large(9) -> j; large(10) -> k; large(11) -> l; large(13) -> n; large(14) -> o; large(17) -> r; large(20) -> u; large(X) -> {none, X}.
two(1, a) -> 1; two(1, b) -> 2; two(2, a) -> 3; two(2, _) -> 4; two(_, c) -> 5; two(X, Y) -> {X, Y}.
