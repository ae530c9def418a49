%% Maps that count and group.
-module(counting).
-export([cases/0, words/1, letters/1, histogram/2, groups/1, invert/1, most/1, anagrams/1]).

cases() ->
    Ts = ["", "a", "the cat and the dog and the bird", "mississippi", "  x  y x "],
    [{F, [T]} || F <- [words, letters, most], T <- Ts] ++ [{histogram, [L, W]} || L <- [[], [1, 2, 3, 10, 11, 25], [-1, 0, 1]], W <- [1, 5, 10]] ++ [{groups, [L]} || L <- [[], [1, a, "s", 2.0, b, {}], [[], <<>>, 3]]]
    ++ [{invert, [M]} || M <- [#{}, #{a => 1, b => 2}, #{a => 1, b => 1}]] ++ [{anagrams, [L]} || L <- [[], ["abc", "cab", "x", "bca", "xy", "yx"]]].

words(T) -> count(split(T, [], []), #{}).
split([$  | T], [], L) -> split(T, [], L);
split([$  | T], W, L) -> split(T, [], [lists:reverse(W) | L]);
split([C | T], W, L) -> split(T, [C | W], L);
split([], [], L) -> L;
split([], W, L) -> [lists:reverse(W) | L].
count([H | T], M) ->
    case M of
        #{H := N} -> count(T, M#{H := N + 1});
        _ -> count(T, M#{H => 1})
    end;
count([], M) -> M.
letters(T) -> [{[K], maps:get(K, M)} || M <- [count(T, #{})], K <- "aimpst ", is_map_key(K, M)].
histogram(L, W) -> count([X div W || X <- L], #{}).
groups(L) -> groups(L, #{}).
groups([H | T], M) -> K = kind(H), groups(T, M#{K => [H | value_of(K, M, [])]});
groups([], M) -> M.
kind(X) when is_integer(X) -> integer;
kind(X) when is_atom(X) -> atom;
kind(X) when is_list(X) -> list;
kind(X) when is_float(X); is_binary(X) -> other;
kind(_) -> none.
invert(M) -> invert(maps:keys(M), M, #{}).
invert([K | T], M, R) -> V = map_get(K, M), invert(T, M, case R of #{V := L} -> R#{V := L ++ [K]}; #{} -> R#{V => [K]} end);
invert([], _, R) -> R.
most(T) -> M = count(T, #{}), most(maps:keys(M), M, {0, none}).
most([K | T], M, {N, B}) -> case M of #{K := C} when C > N; C =:= N, K < B -> most(T, M, {C, K}); _ -> most(T, M, {N, B}) end;
most([], _, R) -> R.
anagrams(L) -> anagrams(L, #{}).
anagrams([W | T], M) -> K = sort(W), anagrams(T, M#{K => [W | case M of #{K := L} -> L; _ -> [] end]});
anagrams([], M) -> M.
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).
value_of(K, M, D) -> case M of #{K := V} -> V; #{} -> D end.
