%% A small Lisp: reader, evaluator with closures and an environment of lists, programs in it.
-module(lisp).
-export([main/0]).

main() ->
    {Program, []} = read_all(tokens(source(), []), []),
    {Result, _} = run(Program, globals()),
    Result.

source() ->
    "(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))"
    "(define range (lambda (n acc) (if (= n 0) acc (range (- n 1) (cons n acc)))))"
    "(define map (lambda (f l) (if (null l) (quote ()) (cons (f (car l)) (map f (cdr l))))))"
    "(define fold (lambda (f a l) (if (null l) a (fold f (f a (car l)) (cdr l)))))"
    "(define compose (lambda (f g) (lambda (x) (f (g x)))))"
    "(list (fib 17)"
    "      (fold + 0 (map (compose (lambda (x) (* x x)) (lambda (x) (+ x 1))) (range 1000 (quote ()))))"
    "      (fold (lambda (a x) (if (= 0 (rem x 7)) (+ a 1) a)) 0 (range 3000 (quote ()))))".

tokens([], Done) -> lists:reverse(Done);
tokens([$\s | Rest], Done) -> tokens(Rest, Done);
tokens([$( | Rest], Done) -> tokens(Rest, [open | Done]);
tokens([$) | Rest], Done) -> tokens(Rest, [close | Done]);
tokens(Text, Done) ->
    {Word, Rest} = word(Text, []),
    Token = case Word of
                [C | _] when C >= $0, C =< $9 -> list_to_integer(Word);
                _ -> list_to_atom(Word)
            end,
    tokens(Rest, [Token | Done]).

word([C | Rest], Done) when C =/= $\s, C =/= $(, C =/= $) -> word(Rest, [C | Done]);
word(Rest, Done) -> {lists:reverse(Done), Rest}.

read_all([], Done) -> {lists:reverse(Done), []};
read_all(Tokens, Done) ->
    {Form, Rest} = read(Tokens),
    read_all(Rest, [Form | Done]).

read([open | Rest]) -> read_list(Rest, []);
read([Token | Rest]) -> {Token, Rest}.

read_list([close | Rest], Done) -> {lists:reverse(Done), Rest};
read_list(Tokens, Done) ->
    {Form, Rest} = read(Tokens),
    read_list(Rest, [Form | Done]).

globals() ->
    #{'+' => {native, fun([A, B]) -> A + B end}, '-' => {native, fun([A, B]) -> A - B end},
      '*' => {native, fun([A, B]) -> A * B end}, 'rem' => {native, fun([A, B]) -> A rem B end},
      '<' => {native, fun([A, B]) -> A < B end}, '=' => {native, fun([A, B]) -> A =:= B end},
      cons => {native, fun([A, B]) -> [A | B] end}, car => {native, fun([[A | _]]) -> A end},
      cdr => {native, fun([[_ | B]]) -> B end}, null => {native, fun([A]) -> A =:= [] end},
      list => {native, fun(List) -> List end}}.

run([], Globals) -> {undefined, Globals};
run([[define, Name, Form] | Rest], Globals) -> run(Rest, Globals#{Name => eval(Form, [], Globals)});
run([Form], Globals) -> {eval(Form, [], Globals), Globals};
run([_ | Rest], Globals) -> run(Rest, Globals).

eval(Number, _, _) when is_integer(Number) -> Number;
eval(Name, Env, Globals) when is_atom(Name) -> lookup(Name, Env, Globals);
eval([quote, Form], _, _) -> Form;
eval(['if', Test, Then, Else], Env, Globals) ->
    case eval(Test, Env, Globals) of
        false -> eval(Else, Env, Globals);
        _ -> eval(Then, Env, Globals)
    end;
eval([lambda, Parameters, Body], Env, _) -> {closure, Parameters, Body, Env};
eval([Function | Arguments], Env, Globals) ->
    F = eval(Function, Env, Globals),
    apply_to(F, [eval(A, Env, Globals) || A <- Arguments], Globals).

apply_to({native, F}, Arguments, _) -> F(Arguments);
apply_to({closure, Parameters, Body, Env}, Arguments, Globals) -> eval(Body, bind(Parameters, Arguments, Env), Globals).

bind([], [], Env) -> Env;
bind([P | Ps], [A | As], Env) -> [{P, A} | bind(Ps, As, Env)].

lookup(Name, [{Name, Value} | _], _) -> Value;
lookup(Name, [_ | Env], Globals) -> lookup(Name, Env, Globals);
lookup(Name, [], Globals) -> maps:get(Name, Globals).
