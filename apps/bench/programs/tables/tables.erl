%% Tables: a set with counters, an ordered set that is walked, a bag, selections.
-module(tables).
-export([main/0]).

main() ->
    Set = ets:new(set, [set]),
    Ordered = ets:new(ordered, [ordered_set]),
    Bag = ets:new(bag, [bag]),
    fill(10000, Set, Ordered, Bag),
    Count = count(30000, 9, Set, 0),
    Walk = walk(ets:first(Ordered), Ordered, 0),
    Selected = length(ets:select(Set, [{{'$1', '$2', '_'}, [{'>', '$2', 5000}, {'=:=', {'rem', '$1', 3}, 0}], ['$1']}])),
    Few = ets:select(Ordered, [{{'$1', 7}, [{'<', '$1', 2500}], ['$1']}]),
    Matched = length(ets:match(Ordered, {'$1', 7})),
    In = total([length(ets:lookup(Bag, K)) || {K, _} <- ets:match_object(Ordered, '_'), K rem 50 =:= 0], 0),
    Taken = [ets:take(Set, N) || N <- Few],
    Left = ets:info(Set, size),
    [ets:delete(T) || T <- [Set, Ordered, Bag]],
    {Count, Walk, Selected, Matched, In, total([N || [{_, N, _}] <- Taken], 0), Left}.

fill(0, _, _, _) -> ok;
fill(N, Set, Ordered, Bag) ->
    ets:insert(Set, {N, N, <<"value">>}),
    ets:insert(Ordered, {N * 7919 rem 10007, N rem 10}),
    ets:insert(Bag, {N rem 500, N}),
    fill(N - 1, Set, Ordered, Bag).

count(0, _, _, Sum) -> Sum;
count(N, Seed, Set, Sum) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    count(N - 1, Next, Set, (Sum + ets:update_counter(Set, Next rem 10000 + 1, {2, 1})) rem 1000003).

walk('$end_of_table', _, Sum) -> Sum;
walk(Key, Table, Sum) -> walk(ets:next(Table, Key), Table, Sum + ets:lookup_element(Table, Key, 2)).

total([], Sum) -> Sum;
total([N | Rest], Sum) -> total(Rest, Sum + N).
