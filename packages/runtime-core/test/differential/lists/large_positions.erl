%% Positions, limits and amounts that are larger than anything there is; -- of long lists.
-module(large_positions).
-export([cases/0, key/2, part/2, bump/1, removed/2]).

cases() ->
    Large = [1 bsl 26, 1 bsl 27, 1 bsl 31, 1 bsl 32, 1 bsl 40, (1 bsl 59) - 1, 1 bsl 59, 1 bsl 64, 1 bsl 100, 0, -1, -(1 bsl 40), -(1 bsl 100), 1.0, a],
    Sizes = [0, 1, 5, 31, 40, 200, 1500],
    [{key, [F, N]} || F <- [keyfind, keymember, keysearch], N <- Large] ++ [{part, [F, N]} || F <- [match, match_object, select, select_reverse], N <- Large]
        ++ [{bump, [N]} || N <- Large] ++ [{removed, [N, M]} || N <- Sizes, M <- Sizes].

key(F, N) -> lists:F(a, N, [{a}, {b, a}]).

part(F, N) ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{1}, {2}, {3}]),
    part(F, T, N).
part(select, T, N) -> ets:select(T, [{'_', [], ['$_']}], N);
part(select_reverse, T, N) -> ets:select_reverse(T, [{'_', [], ['$_']}], N);
part(F, T, N) -> ets:F(T, {'$1'}, N).

bump(N) -> erlang:bump_reductions(N).

removed(N, M) -> items(N, 7) -- items(M, 11).

items(0, _) -> [];
items(N, Seed) -> [item(Seed rem 5, Seed) | items(N - 1, (Seed * 48271) rem 2147483647)].

item(0, Seed) -> Seed rem 50;
item(1, Seed) -> (Seed rem 50) * 1.0;
item(2, Seed) -> {Seed rem 20};
item(3, Seed) -> integer_to_binary(Seed rem 30);
item(4, Seed) -> [Seed rem 10].
