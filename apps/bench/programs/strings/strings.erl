%% Strings as lists and binaries: edit distance, reversal of words, Caesar's cipher, upper case of UTF-8.
-module(strings).
-export([main/0]).

main() ->
    A = text(150, 11),
    B = text(160, 23),
    Lines = [text(60, N) || N <- count(1, 150)],
    Text = << <<C/utf8>> || Line <- Lines, C <- Line ++ [$\n, 228, 8364] >>,
    {distance(A, B), erlang:crc32([turn(Line) || Line <- Lines]), erlang:crc32(upper(Text, <<>>)), lines(Text, 0)}.

count(N, To) when N > To -> [];
count(N, To) -> [N | count(N + 1, To)].

text(0, _) -> [];
text(N, Seed) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    C = case Next rem 6 of
            0 -> $\s;
            _ -> $a + Next rem 26
        end,
    [C | text(N - 1, Next)].

distance(A, B) -> rows(A, B, count(0, length(B)), 1).

rows([], _, Row, _) -> last(Row);
rows([C | Rest], B, [First | Row], I) -> rows(Rest, B, [I | cells(C, B, First, Row, I)], I + 1).

cells(_, [], _, [], _) -> [];
cells(C, [D | B], Diagonal, [Above | Row], Left) ->
    Cost = if C =:= D -> 0; true -> 1 end,
    Cell = min(min(Left + 1, Above + 1), Diagonal + Cost),
    [Cell | cells(C, B, Above, Row, Cell)].

last([X]) -> X;
last([_ | Rest]) -> last(Rest).

turn(Line) -> join([[rotate(C) || C <- Word] || Word <- lists:reverse(split(Line, [], []))]).

split([], Word, Words) -> lists:reverse([lists:reverse(Word) | Words]);
split([$\s | Rest], Word, Words) -> split(Rest, [], [lists:reverse(Word) | Words]);
split([C | Rest], Word, Words) -> split(Rest, [C | Word], Words).

join([Word]) -> Word;
join([Word | Words]) -> Word ++ " " ++ join(Words).

rotate(C) when C >= $a, C =< $m -> C + 13;
rotate(C) when C >= $n, C =< $z -> C - 13;
rotate(C) -> C.

upper(<<C/utf8, Rest/binary>>, Done) when C >= $a, C =< $z -> upper(Rest, <<Done/binary, (C - 32)/utf8>>);
upper(<<228/utf8, Rest/binary>>, Done) -> upper(Rest, <<Done/binary, 196/utf8>>);
upper(<<C/utf8, Rest/binary>>, Done) -> upper(Rest, <<Done/binary, C/utf8>>);
upper(<<>>, Done) -> Done.

lines(<<>>, N) -> N;
lines(<<$\n, Rest/binary>>, N) -> lines(Rest, N + 1);
lines(<<_, Rest/binary>>, N) -> lines(Rest, N).
