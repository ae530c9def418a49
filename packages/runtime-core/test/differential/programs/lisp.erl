%% A small Lisp: reader, evaluator, printer.
-module(lisp).
-export([cases/0, eval/1, read/1, print/1]).

cases() -> Ts = ["1", "(+ 1 2)", "(if (< 1 2) 10 20)", "((lambda (x) (* x x)) 7)", "(let f (lambda (n) (if (< n 2) 1 (* n (f (- n 1))))) (f 10))", "(quote (a b (c)))", "(car (quote (1 2)))", "(cons 1 (quote ()))", "(cdr (quote (1 2)))", "(", ")", "(undefined 1)", "x", "(+ 1 (quote a))", "()", "(let a 2 (let b 3 (+ a b)))", "(list 1 (+ 1 1) (list))"], [{F, [T]} || F <- [eval, read, print], T <- Ts].

read(T) -> try form(tokens(T, [])) of {F, []} -> F; {F, R} -> {rest, F, R} catch throw:E -> E end.
tokens([C | T], W) when C =:= $(; C =:= $) -> word(W) ++ [C | tokens(T, [])];
tokens([$  | T], W) -> word(W) ++ tokens(T, []);
tokens([C | T], W) -> tokens(T, [C | W]);
tokens([], W) -> word(W).
word([]) -> [];
word(W) -> S = lists:reverse(W), [try {n, list_to_integer(S)} catch error:badarg -> {s, S} end].
form([$( | T]) -> forms(T, []);
form([{n, N} | T]) -> {N, T};
form([{s, S} | T]) -> {{S}, T};
form(T) -> throw({bad, T}).
forms([$) | T], L) -> {lists:reverse(L), T};
forms([], L) -> throw({unfinished, length(L)});
forms(T, L) -> {F, R} = form(T), forms(R, [F | L]).
eval(T) -> try ev(read(T), #{}) of {closure, _, _, _} -> closure; V -> V catch error:{badkey, K} -> {unbound, K}; error:badarith -> badarith; error:{case_clause, C} -> {no_case, C}; error:function_clause -> no_clause end.
ev(N, _) when is_integer(N) -> N;
ev({S}, E) -> map_get(S, E);
ev([{"quote"}, X], _) -> X;
ev([{"if"}, C, A, B], E) -> case ev(C, E) of [] -> ev(B, E); _ -> ev(A, E) end;
ev([{"lambda"}, P, B], E) -> {closure, [N || {N} <- P], B, E};
ev([{"let"}, {N}, V, B], E) -> case ev(V, E) of {closure, P, C, D} -> ev(B, E#{N => {recursive, N, P, C, D}}); X -> ev(B, E#{N => X}) end;
ev([{O} | As], E) when not is_map_key(O, E) -> primitive(O, [ev(A, E) || A <- As]);
ev([F | As], E) -> call(ev(F, E), [ev(A, E) || A <- As]).
call({closure, P, B, E}, As) -> ev(B, bind(P, As, E));
call({recursive, N, P, B, E} = R, As) -> ev(B, bind(P, As, E#{N => R})).
bind([N | P], [A | As], E) -> bind(P, As, E#{N => A});
bind([], [], E) -> E.
primitive("+", [A, B]) -> A + B;
primitive("-", [A, B]) -> A - B;
primitive("*", [A, B]) -> A * B;
primitive("<", [A, B]) when A < B -> t;
primitive("<", _) -> [];
primitive("car", [[H | _]]) -> H;
primitive("cdr", [[_ | T]]) -> T;
primitive("cons", [A, B]) -> [A | B];
primitive("list", L) -> L.
print(T) -> lists:reverse(show(read(T), [])).
show(N, A) when is_integer(N) -> lists:reverse(integer_to_list(N), A);
show({S}, A) -> lists:reverse(S, A);
show(L, A) when is_list(L) -> [$) | items(L, [$( | A])];
show(X, A) -> [$?, tuple_size(X) + $0 | A].
items([X], A) -> show(X, A);
items([X | T], A) -> items(T, [$  | show(X, A)]);
items([], A) -> A.
