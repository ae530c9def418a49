%% All solutions of the eight queens, by list comprehensions.
-module(queens).
-export([main/0]).

main() ->
    repeat(15, []).

repeat(0, [Last | Rest]) -> {1 + length(Rest), length(Last), hd(Last)};
repeat(N, Found) -> repeat(N - 1, [queens(8, 8) | Found]).

queens(0, _) -> [[]];
queens(N, Size) ->
    [[Q | Qs] || Qs <- queens(N - 1, Size), Q <- columns(Size), safe(Q, 1, Qs)].

columns(0) -> [];
columns(N) -> [N | columns(N - 1)].

safe(_, _, []) -> true;
safe(Q, Distance, [X | Rest]) ->
    Q =/= X andalso Q =/= X + Distance andalso Q =/= X - Distance andalso safe(Q, Distance + 1, Rest).
