%% Generators over binaries whose patterns do not always match.
-module(comprehension_filters).
-export([cases/0, patterns/1, literal/1, skipping/1, sized/1, tails/1, guards/2, two/2]).

cases() ->
    Bs = [<<>>, <<1, 2, 3, 4>>, <<1, 5, 1, 6, 2, 7>>, <<2, 1, 2, 9, 8>>, <<0, 1, 65, 3, 66, 67, 68>>, <<1:3>>, <<16#ff, 16#0f, 16#f0>>],
    [{F, [B]} || F <- [patterns, literal, skipping, sized, tails], B <- Bs] ++ [{F, [B, X]} || F <- [guards, two], B <- Bs, X <- [1, 200]] ++ [{patterns, [q]}, {guards, [<<1>>, q]}].

patterns(B) -> [X || <<1, X>> <= B].
literal(B) -> [X || <<X, 1:1, _:7>> <= B].
skipping(B) -> << <<X>> || <<_, X>> <= B >>.
sized(B) -> [X || <<N, X:N/binary>> <= B].
tails(B) -> [{X, Y} || <<X:4, Y:4/bits>> <= B, X =/= 0].
guards(B, L) -> [X || <<X>> <= B, X > L orelse X =:= 2, X band 1 =:= 0].
two(B, N) -> [{X, Y} || <<X>> <= B, X =< N, <<Y:2/binary>> <= B].
