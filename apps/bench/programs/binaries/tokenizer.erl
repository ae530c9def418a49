%% A tokenizer and an evaluator for arithmetic expressions in a string: select_val on characters.
-module(tokenizer).
-export([main/0]).

main() -> repeat(6000, 0).

repeat(0, Sum) -> Sum;
repeat(N, Sum) ->
    Tokens = tokens("let alpha_1 = (12 + 34) * 56 - beta / (7 + 890) ; if alpha_1 then 3 * (4 + 5) else 60 - 1 end"),
    {Value, _} = expression(skip(Tokens)),
    repeat(N - 1, Sum + length(Tokens) + Value).

%% The part between `then` and `else`.
skip([then | Rest]) -> Rest;
skip([_ | Rest]) -> skip(Rest).

tokens([]) -> [];
tokens([C | Rest]) ->
    case C of
        $\s -> tokens(Rest);
        $\n -> tokens(Rest);
        $\t -> tokens(Rest);
        $+ -> ['+' | tokens(Rest)];
        $- -> ['-' | tokens(Rest)];
        $* -> ['*' | tokens(Rest)];
        $/ -> ['/' | tokens(Rest)];
        $( -> ['(' | tokens(Rest)];
        $) -> [')' | tokens(Rest)];
        $= -> ['=' | tokens(Rest)];
        $; -> [';' | tokens(Rest)];
        _ when C >= $0, C =< $9 -> number(Rest, C - $0);
        _ when C >= $a, C =< $z -> name(Rest, [C])
    end.

number([C | Rest], Value) when C >= $0, C =< $9 -> number(Rest, Value * 10 + C - $0);
number(Rest, Value) -> [{number, Value} | tokens(Rest)].

name([C | Rest], Name) when C >= $a, C =< $z; C >= $0, C =< $9; C =:= $_ -> name(Rest, [C | Name]);
name(Rest, Name) -> [word(lists:reverse(Name)) | tokens(Rest)].

word("let") -> 'let';
word("if") -> 'if';
word("then") -> then;
word("else") -> else;
word("end") -> 'end';
word(Name) -> {name, Name}.

expression(Tokens) ->
    {Value, Rest} = term(Tokens),
    sum(Value, Rest).

sum(Value, ['+' | Tokens]) ->
    {Other, Rest} = term(Tokens),
    sum(Value + Other, Rest);
sum(Value, ['-' | Tokens]) ->
    {Other, Rest} = term(Tokens),
    sum(Value - Other, Rest);
sum(Value, Rest) -> {Value, Rest}.

term(Tokens) ->
    {Value, Rest} = factor(Tokens),
    product(Value, Rest).

product(Value, ['*' | Tokens]) ->
    {Other, Rest} = factor(Tokens),
    product(Value * Other, Rest);
product(Value, ['/' | Tokens]) ->
    {Other, Rest} = factor(Tokens),
    product(Value div Other, Rest);
product(Value, Rest) -> {Value, Rest}.

factor([{number, Value} | Rest]) -> {Value, Rest};
factor(['(' | Tokens]) ->
    {Value, [')' | Rest]} = expression(Tokens),
    {Value, Rest}.
