%% Lexer, parser and evaluator of arithmetic expressions.
-module(expressions).
-export([cases/0, tokens/1, parse/1, calculate/1, print/1, derive/1, rpn/1]).

cases() -> Ts = ["1", "1+2*3", "(1+2)*3", "2*x+1", "10/4-1", "-5+2", "2*(3+(4-1))*x", "", "1+", "(1", "a$b", "x*x*x", "7/0"], [{F, [T]} || F <- [tokens, parse, calculate, print, derive], T <- Ts] ++ [{rpn, [S]} || S <- ["1 2 +", "3 4 * 5 -", "2 3 4 + *", "1 +", "", "1 2"]].

tokens([C | T]) when C =:= $  -> tokens(T);
tokens([C | T]) when C >= $0, C =< $9 -> digits(T, C - $0);
tokens([C | T]) when C >= $a, C =< $z -> [{var, list_to_atom([C])} | tokens(T)];
tokens([C | T]) when C =:= $+; C =:= $-; C =:= $*; C =:= $/; C =:= $(; C =:= $) -> [list_to_atom([C]) | tokens(T)];
tokens([]) -> [];
tokens(T) -> throw({bad_character, T}).
digits([C | T], N) when C >= $0, C =< $9 -> digits(T, N * 10 + C - $0);
digits(T, N) -> [{num, N} | tokens(T)].
parse(T) -> case sum(tokens(T)) of {E, []} -> E; {E, R} -> {rest, E, R} end.
sum(T) -> {A, R} = product(T), sum(A, R).
sum(A, [O | T]) when O =:= '+'; O =:= '-' -> {B, R} = product(T), sum({O, A, B}, R);
sum(A, R) -> {A, R}.
product(T) -> {A, R} = factor(T), product(A, R).
product(A, [O | T]) when O =:= '*'; O =:= '/' -> {B, R} = factor(T), product({O, A, B}, R);
product(A, R) -> {A, R}.
factor([{num, N} | T]) -> {N, T};
factor([{var, V} | T]) -> {V, T};
factor(['-' | T]) -> {E, R} = factor(T), {{neg, E}, R};
factor(['(' | T]) -> case sum(T) of {E, [')' | R]} -> {E, R}; {_, R} -> throw({missing, R}) end;
factor(T) -> throw({unexpected, T}).
calculate(T) -> try eval(parse(T), #{x => 5}) catch throw:R -> {error, R} end.
eval(N, _) when is_number(N) -> N;
eval(V, M) when is_atom(V) -> map_get(V, M);
eval({neg, E}, M) -> -eval(E, M);
eval({'+', A, B}, M) -> eval(A, M) + eval(B, M);
eval({'-', A, B}, M) -> eval(A, M) - eval(B, M);
eval({'*', A, B}, M) -> eval(A, M) * eval(B, M);
eval({'/', A, B}, M) -> eval(A, M) / eval(B, M).
print(T) -> try lists:reverse(text(parse(T), [])) catch throw:_ -> none end.
text(N, A) when is_integer(N) -> lists:reverse(integer_to_list(N), A);
text(V, A) when is_atom(V) -> lists:reverse(atom_to_list(V), A);
text({neg, E}, A) -> text(E, [$- | A]);
text({O, X, Y}, A) -> [$) | text(Y, [hd(atom_to_list(O)) | text(X, [$( | A])])].
derive(T) -> try simplify(d(parse(T))) catch _:_ -> none end.
d(N) when is_integer(N) -> 0;
d(x) -> 1;
d({neg, E}) -> {neg, d(E)};
d({'*', A, B}) -> {'+', {'*', d(A), B}, {'*', A, d(B)}};
d({O, A, B}) when O =/= '/' -> {O, d(A), d(B)}.
simplify({O, A, B}) -> case {O, simplify(A), simplify(B)} of {'*', 0, _} -> 0; {'*', _, 0} -> 0; {'*', 1, X} -> X; {'*', X, 1} -> X; {'+', 0, X} -> X; {'+', X, 0} -> X; {'-', X, 0} -> X; {'+', X, Y} when is_integer(X), is_integer(Y) -> X + Y; E -> E end;
simplify({neg, E}) -> case simplify(E) of N when is_integer(N) -> -N; F -> {neg, F} end;
simplify(E) -> E.
rpn(S) -> rpn(words(S, []), []).
words([$  | T], W) -> [lists:reverse(W) | words(T, [])];
words([C | T], W) -> words(T, [C | W]);
words([], W) -> [lists:reverse(W)].
rpn(["+" | T], [B, A | S]) -> rpn(T, [A + B | S]);
rpn(["-" | T], [B, A | S]) -> rpn(T, [A - B | S]);
rpn(["*" | T], [B, A | S]) -> rpn(T, [A * B | S]);
rpn([W | T], S) -> try rpn(T, [list_to_integer(W) | S]) catch error:badarg -> {bad, W, S} end;
rpn([], [X]) -> X;
rpn([], S) -> {stack, S}.
