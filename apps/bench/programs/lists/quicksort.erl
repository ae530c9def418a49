%% Quicksort by list comprehensions on pseudo-random numbers.
-module(quicksort).
-export([main/0]).

main() ->
    Sorted = sort(numbers(30000, 42)),
    {length(Sorted), hd(Sorted), checksum(Sorted, 1, 0)}.

numbers(0, _) -> [];
numbers(N, Seed) ->
    Next = (Seed * 1103515245 + 12345) band 16#7FFFFFFF,
    [Next rem 100000 | numbers(N - 1, Next)].

sort([]) -> [];
sort([Pivot | Rest]) ->
    sort([X || X <- Rest, X < Pivot]) ++ [Pivot] ++ sort([X || X <- Rest, X >= Pivot]).

checksum([], _, Sum) -> Sum;
checksum([H | T], I, Sum) -> checksum(T, I + 1, (Sum * 31 + H * I) rem 1000000007).
