%% Merge sort of integers and of tuples, removal of duplicates, zipping.
-module(merge_sort).
-export([main/0]).

main() ->
    List = random(20000, 17, []),
    Sorted = sort(List),
    Pairs = sort(zip(List, count(1, 20000))),
    {hd(Sorted), length(unique(Sorted)), hd(Pairs), weigh(Pairs, 1, 0)}.

random(0, _, List) -> List;
random(N, Seed, List) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    random(N - 1, Next, [Next | List]).

count(N, To) when N > To -> [];
count(N, To) -> [N | count(N + 1, To)].

zip([A | As], [B | Bs]) -> [{A, B} | zip(As, Bs)];
zip(_, _) -> [].

sort([]) -> [];
sort([One]) -> [One];
sort(List) ->
    {Left, Right} = split(List, [], []),
    merge(sort(Left), sort(Right)).

split([], A, B) -> {A, B};
split([H | T], A, B) -> split(T, B, [H | A]).

merge([A | As], [B | _] = Bs) when A =< B -> [A | merge(As, Bs)];
merge([_ | _] = As, [B | Bs]) -> [B | merge(As, Bs)];
merge([], Bs) -> Bs;
merge(As, []) -> As.

unique([A, A | Rest]) -> unique([A | Rest]);
unique([A | Rest]) -> [A | unique(Rest)];
unique([]) -> [].

weigh([], _, Sum) -> Sum;
weigh([{_, N} | Rest], I, Sum) -> weigh(Rest, I + 1, (Sum + N * I) rem 1000003).
