%% A Huffman coder: counts in a map, a sorted list of trees, bits in a bitstring, and back.
-module(huffman).
-export([main/0]).

main() ->
    Text = text(20000, 42, []),
    Counts = frequencies(Text, #{}),
    Tree = tree(insert_all(maps:keys(Counts), Counts, [])),
    Codes = maps:from_list(codes(Tree, <<>>, [])),
    Bits = encode(Text, Codes, <<>>),
    Text = decode(Bits, Tree, Tree, []),
    {bit_size(Bits), maps:size(Codes)}.

text(0, _, Text) -> Text;
text(N, Seed, Text) ->
    Next = (Seed * 1103 + 12345) rem 65536,
    A = Next rem 27,
    text(N - 1, Next, [$a + (A * A) rem 27 | Text]).

frequencies([], Counts) -> Counts;
frequencies([C | Rest], Counts) ->
    case Counts of
        #{C := N} -> frequencies(Rest, Counts#{C := N + 1});
        _ -> frequencies(Rest, Counts#{C => 1})
    end.

tree([{_, Tree}]) -> Tree;
tree([{N1, T1}, {N2, T2} | Rest]) -> tree(insert({N1 + N2, {T1, T2}}, Rest)).

insert_all([], _, Sorted) -> Sorted;
insert_all([Symbol | Rest], Counts, Sorted) -> insert_all(Rest, Counts, insert({maps:get(Symbol, Counts), Symbol}, Sorted)).

insert(Entry, []) -> [Entry];
insert({N, _} = Entry, [{M, _} = First | Rest]) when N > M -> [First | insert(Entry, Rest)];
insert(Entry, List) -> [Entry | List].

codes({Left, Right}, Bits, Done) -> codes(Left, <<Bits/bitstring, 0:1>>, codes(Right, <<Bits/bitstring, 1:1>>, Done));
codes(Symbol, Bits, Done) -> [{Symbol, Bits} | Done].

encode([], _, Bits) -> Bits;
encode([C | Rest], Codes, Bits) ->
    Code = maps:get(C, Codes),
    encode(Rest, Codes, <<Bits/bitstring, Code/bitstring>>).

decode(<<>>, Symbol, _, Done) when is_integer(Symbol) -> lists:reverse([Symbol | Done]);
decode(Bits, Symbol, Tree, Done) when is_integer(Symbol) -> decode(Bits, Tree, Tree, [Symbol | Done]);
decode(<<0:1, Rest/bitstring>>, {Left, _}, Tree, Done) -> decode(Rest, Left, Tree, Done);
decode(<<1:1, Rest/bitstring>>, {_, Right}, Tree, Done) -> decode(Rest, Right, Tree, Done).
