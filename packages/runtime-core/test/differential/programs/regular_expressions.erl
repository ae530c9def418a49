%% A matcher of regular expressions, by backtracking and by derivatives.
-module(regular_expressions).
-export([cases/0, match/2, all/2, parse/1, derive/2]).

cases() -> Rs = ["a", "ab", "a*", "a|b", "(ab)*", ".b.", "a*b*", "(a|b)*c", "", "a(", "*"], [{match, [R, S]} || R <- Rs, S <- ["", "a", "ab", "abab", "aabbc"]] ++ [{parse, [R]} || R <- Rs] ++ [{derive, [R, S]} || R <- ["a*b", "(ab)*", "a|b"], S <- ["", "ab", "aab"]] ++ [{all, [R, S]} || R <- ["a", "ab*"], S <- ["abba", "xaby"]].

parse(R) -> try alternatives(R) of {E, []} -> E; {E, T} -> {rest, E, T} catch throw:X -> X end.
alternatives(R) -> case sequence(R, empty) of {A, [$| | T]} -> {B, U} = alternatives(T), {{alt, A, B}, U}; X -> X end.
sequence([C | _] = R, A) when C =:= $|; C =:= $) -> {A, R};
sequence([], A) -> {A, []};
sequence(R, A) -> {E, T} = starred(atom(R)), sequence(T, if A =:= empty -> E; true -> {seq, A, E} end).
starred({E, [$* | T]}) -> starred({{star, E}, T});
starred(X) -> X.
atom([$( | T]) -> case alternatives(T) of {E, [$) | U]} -> {E, U}; {_, U} -> throw({unclosed, U}) end;
atom([$* | T]) -> throw({star, T});
atom([$. | T]) -> {any, T};
atom([C | T]) -> {C, T}.
match(R, S) -> case parse(R) of E when is_tuple(E), element(1, E) =:= unclosed; E =:= {star, []} -> error; E -> m(E, S, fun(T) -> T =:= [] end) end.
m(empty, S, K) -> K(S);
m({seq, A, B}, S, K) -> m(A, S, fun(T) -> m(B, T, K) end);
m({alt, A, B}, S, K) -> m(A, S, K) orelse m(B, S, K);
m({star, A}, S, K) -> m(A, S, fun(T) -> T =/= S andalso m({star, A}, T, K) end) orelse K(S);
m(any, [_ | T], K) -> K(T);
m(C, [C | T], K) -> K(T);
m(_, _, _) -> false.
all(R, S) -> E = parse(R), [T || T <- tails(S), m(E, T, fun(_) -> true end)].
tails([]) -> [[]];
tails([_ | T] = S) -> [S | tails(T)].
derive(R, S) -> E = lists_foldl(fun(C, X) -> d(C, X) end, parse(R), S), {nullable(E), E}.
lists_foldl(F, A, [H | T]) -> lists_foldl(F, F(H, A), T);
lists_foldl(_, A, []) -> A.
nullable(empty) -> true;
nullable({star, _}) -> true;
nullable({seq, A, B}) -> nullable(A) andalso nullable(B);
nullable({alt, A, B}) -> nullable(A) orelse nullable(B);
nullable(_) -> false.
d(C, C) -> empty;
d(_, any) -> empty;
d(C, {alt, A, B}) -> alt(d(C, A), d(C, B));
d(C, {seq, A, B}) -> D = seq(d(C, A), B), case nullable(A) of true -> alt(D, d(C, B)); false -> D end;
d(C, {star, A} = E) -> seq(d(C, A), E);
d(_, _) -> none.
alt(none, B) -> B;
alt(A, none) -> A;
alt(A, B) -> {alt, A, B}.
seq(none, _) -> none;
seq(empty, B) -> B;
seq(A, B) -> {seq, A, B}.
