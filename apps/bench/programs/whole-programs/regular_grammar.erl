%% Regular expressions: parsed, matched by derivatives with simplification.
-module(regular_grammar).
-export([main/0]).

main() ->
    Patterns = ["(a|b)*abb", "a(b|c)*d", "(aa|bb)*(ab|ba)(aa|bb)*", "(a|b|c|d)*dcba"],
    Parsed = [parse(P) || P <- Patterns],
    Words = [word(N * 7919, N rem 7 + 3) || N <- count(1, 3000)],
    [matching(R, Words, 0) || R <- Parsed].

count(N, To) when N > To -> [];
count(N, To) -> [N | count(N + 1, To)].

word(_, 0) -> [];
word(Seed, Length) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    [$a + Next * 4 div 139968 | word(Next, Length - 1)].

matching(_, [], Count) -> Count;
matching(R, [Word | Rest], Count) ->
    case matches(R, Word) of
        true -> matching(R, Rest, Count + 1);
        false -> matching(R, Rest, Count)
    end.

parse(Text) ->
    {R, []} = alternatives(Text),
    R.

alternatives(Text) ->
    {First, Rest} = sequence(Text, empty),
    case Rest of
        [$| | More] -> {Second, After} = alternatives(More), {alternative(First, Second), After};
        _ -> {First, Rest}
    end.

sequence([C | _] = Text, Done) when C =/= $|, C =/= $) ->
    {Atom, Rest} = starred(Text),
    sequence(Rest, concat(Done, Atom));
sequence(Rest, Done) -> {Done, Rest}.

starred(Text) ->
    case atom(Text) of
        {Atom, [$* | Rest]} -> {{star, Atom}, Rest};
        Other -> Other
    end.

atom([$( | Text]) -> {R, [$) | Rest]} = alternatives(Text), {R, Rest};
atom([C | Rest]) -> {{char, C}, Rest}.

matches(R, []) -> nullable(R);
matches(none, _) -> false;
matches(R, [C | Rest]) -> matches(derive(R, C), Rest).

nullable(empty) -> true;
nullable(none) -> false;
nullable({char, _}) -> false;
nullable({star, _}) -> true;
nullable({concat, A, B}) -> nullable(A) andalso nullable(B);
nullable({alternative, A, B}) -> nullable(A) orelse nullable(B).

derive(empty, _) -> none;
derive(none, _) -> none;
derive({char, C}, C) -> empty;
derive({char, _}, _) -> none;
derive({star, A} = Star, C) -> concat(derive(A, C), Star);
derive({alternative, A, B}, C) -> alternative(derive(A, C), derive(B, C));
derive({concat, A, B}, C) ->
    case nullable(A) of
        true -> alternative(concat(derive(A, C), B), derive(B, C));
        false -> concat(derive(A, C), B)
    end.

concat(none, _) -> none;
concat(_, none) -> none;
concat(empty, B) -> B;
concat(A, empty) -> A;
concat(A, B) -> {concat, A, B}.

alternative(none, B) -> B;
alternative(A, none) -> A;
alternative(A, A) -> A;
alternative(A, B) -> {alternative, A, B}.
