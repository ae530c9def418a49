%% Counts of all pieces of DNA of several lengths: sub-binaries as keys of maps.
-module(k_nucleotide).
-export([main/0]).

main() ->
    Dna = dna(15000, 7, <<>>),
    {counts(Dna, 1), counts(Dna, 2), maps:size(pieces(Dna, 0, 6, #{})), most(pieces(Dna, 0, 12, #{}))}.

dna(0, _, Dna) -> Dna;
dna(N, Seed, Dna) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    dna(N - 1, Next, <<Dna/binary, (element(Next * 4 div 139968 + 1, {$A, $C, $G, $T}))>>).

counts(Dna, Length) ->
    Pieces = pieces(Dna, 0, Length, #{}),
    insert_all(maps:keys(Pieces), Pieces, []).

pieces(Dna, At, Length, Counts) ->
    case Dna of
        <<_:At/binary, Piece:Length/binary, _/binary>> ->
            New = case Counts of
                      #{Piece := N} -> Counts#{Piece := N + 1};
                      #{} -> Counts#{Piece => 1}
                  end,
            pieces(Dna, At + 1, Length, New);
        _ -> Counts
    end.

insert_all([], _, Sorted) -> Sorted;
insert_all([Piece | Rest], Pieces, Sorted) -> insert_all(Rest, Pieces, insert({Piece, maps:get(Piece, Pieces)}, Sorted)).

insert({_, N} = Entry, [{_, M} = First | Rest]) when N < M -> [First | insert(Entry, Rest)];
insert(Entry, Rest) -> [Entry | Rest].

most(Counts) -> most(maps:values(Counts), 0).

most([], Most) -> Most;
most([N | Rest], Most) -> most(Rest, max(N, Most)).
