%% What the tests of source maps stop in.
-module(stepped).
-export([main/1, sum/2]).

main(N) ->
    Total = sum(N, 0),
    {total, Total}.

sum(0, Total) ->
    Total;
sum(N, Total) ->
    Next = Total + N,
    sum(N - 1, Next).
