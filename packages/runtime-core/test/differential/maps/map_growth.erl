%% Maps that grow and shrink across the limit of flat ones, with keys of all kinds and colliding hashes.
-module(map_growth).
-export([cases/0, grow/2, shrink/2, up_and_down/3, same/2, rebuild/2, random/2, updates/1, collide/1, tree/2, strings/1, count/1, drop/2, mixed/1,
         words/1]).

cases() ->
    Kinds = [integer, float, atom, tuple, list, big, wide, map, both],
    [{F, [K, N]} || F <- [grow, shrink], K <- Kinds, N <- [0, 1, 31, 32, 33, 34, 70]] ++
    [{up_and_down, [K, N, M]} || K <- Kinds, N <- [33, 100], M <- [0, 32, 33]] ++
    [{same, [K, N]} || K <- Kinds, N <- [5, 32, 33, 150]] ++
    [{rebuild, [K, N]} || K <- Kinds, N <- [32, 33, 64]] ++
    [{random, [S, N]} || S <- [1, 2, 3], N <- [100, 1500]] ++
    [{updates, [N]} || N <- [10, 50, 1000]] ++ [{collide, [N]} || N <- [1, 40]] ++ [{tree, [N, 3]} || N <- [1, 40]] ++
    [{strings, [300]}, {count, ["the quick brown fox jumps over the lazy dog"]}, {drop, [50, 3]}, {mixed, [40]}, {words, [500]}].

key(integer, I) -> I;
key(float, I) -> I * 1.5;
key(atom, I) -> list_to_atom("key" ++ integer_to_list(I));
key(tuple, I) -> {I rem 5, [I]};
key(list, I) -> "key" ++ integer_to_list(I);
key(big, I) -> I * 1000000007 * 1000;
key(wide, I) -> I bsl 90 + I;
key(map, I) -> #{i => I, {I} => []};
key(both, I) when I rem 2 =:= 0 -> I div 2;
key(both, I) -> (I div 2) * 1.0.


seq(N) -> seq(1, N).
seq(N, M) when N > M -> [];
seq(N, M) -> [N | seq(N + 1, M)].

listed(M) -> sort([{K, maps:get(K, M)} || K <- maps:keys(M)]).
sort([]) -> [];
sort([X]) -> [X];
sort(L) -> {A, B} = half(L, [], []), merge(sort(A), sort(B)).
half([A, B | T], X, Y) -> half(T, [A | X], [B | Y]);
half([A], X, Y) -> {[A | X], Y};
half([], X, Y) -> {X, Y}.
merge([A | As], [B | Bs]) when A =< B -> [A | merge(As, [B | Bs])];
merge(As, [B | Bs]) -> [B | merge(As, Bs)];
merge(As, []) -> As.

fill(Kind, N) -> fill(Kind, seq(N), #{}).
fill(Kind, [I | T], M) -> fill(Kind, T, M#{key(Kind, I) => I});
fill(_, [], M) -> M.

empty(Kind, [I | T], M) -> empty(Kind, T, maps:remove(key(Kind, I), M));
empty(_, [], M) -> M.

grow(Kind, N) -> M = fill(Kind, N), {map_size(M), listed(M), [maps:find(key(Kind, I), M) || I <- [0, 1, N, N + 1]]}.
shrink(Kind, N) -> M = empty(Kind, seq(N div 2), fill(Kind, N)), {map_size(M), listed(M), M =:= maps:from_list(listed(M))}.
up_and_down(Kind, N, Rest) ->
    M = empty(Kind, seq(Rest + 1, N), fill(Kind, N)),
    {map_size(M), M =:= fill(Kind, Rest), M == fill(Kind, Rest), listed(fill(Kind, 40)) =:= listed(maps:merge(fill(Kind, 40), M))}.
same(Kind, N) ->
    M = fill(Kind, N),
    R = fill(Kind, lists:reverse(seq(N)), #{}),
    {M =:= R, M == R, M < R, M =:= R#{x => 1}, M < R#{key(Kind, 1) => 0}, M > R#{key(Kind, N) => {}}, maps:merge(M, R) =:= M}.
rebuild(Kind, N) ->
    M = fill(Kind, N), L = [{K, maps:get(K, M)} || K <- maps:keys(M)],
    {maps:from_list(L) =:= M, maps:from_list(lists:reverse(L)) =:= M, maps:from_list(L ++ L) =:= M, maps:from_keys(maps:keys(M), 1) =:= maps:from_keys(lists:reverse(maps:keys(M)), 1)}.

random(Seed, N) -> random(N, Seed, #{}, []).
random(0, _, M, L) -> {map_size(M), listed(M) =:= sort(L), length(L)};
random(N, S, M, L) ->
    T = (S * 1103515245 + 12345) band 16#7fffffff,
    K = (T bsr 8) rem 90,
    case (T bsr 20) rem 3 of
        0 -> random(N - 1, T, maps:remove(K, M), drop_key(K, L));
        _ -> random(N - 1, T, M#{K => N}, [{K, N} | drop_key(K, L)])
    end.
drop_key(K, L) -> [P || P = {J, _} <- L, J =/= K].

updates(N) -> M = fill(integer, N), updates(N, M).
updates(0, M) -> listed(M);
updates(N, M) -> #{N := V} = M, updates(N - 1, M#{N := V + 1}).

%% Terms whose hashes collide in Beamline.
collide(N) ->
    Pairs = colliding(),
    M = maps:from_list([{I, I} || I <- seq(N)] ++ [{K, {K}} || K <- Pairs]),
    All = [maps:find(K, M) || K <- Pairs],
    Without = maps:remove(hd(Pairs), M),
    {All, [maps:find(K, Without) || K <- Pairs], map_size(M), map_size(Without), Without#{hd(Pairs) => {hd(Pairs)}} =:= M,
     listed(maps:remove(hd(tl(Pairs)), Without)), length(step(erts_internal:map_next(0, M, iterator)))}.
step({K, V, Next}) -> [{K, V} | step(Next)];
step([Path | M]) -> step(erts_internal:map_next(Path, M, iterator));
step(none) -> [].
colliding() -> [1036304517118294078, 3095610686528686427, 3483529143102075566, 467098115816193472, {x, 1036304517118294078}, {x, 3095610686528686427}].

tree(_, 0) -> leaf;
tree(N, D) -> M = maps:from_list([{I, tree(3, D - 1)} || I <- seq(N)]), {map_size(M), maps:get(1, M), maps:get(N, M)}.

strings(N) -> M = maps:from_list([{"string " ++ integer_to_list(I), I} || I <- seq(N)]), [maps:get("string " ++ integer_to_list(I), M) || I <- [1, N div 2, N]].
count(L) -> listed(count(L, #{})).
count([C | T], M) -> count(T, case M of #{C := N} -> M#{C := N + 1}; _ -> M#{C => 1} end);
count([], M) -> M.
drop(N, D) -> drop(seq(N), D, fill(both, N)).
drop([I | T], D, M) when I rem D =:= 0 -> drop(T, D, maps:remove(key(both, I), M));
drop([_ | T], D, M) -> drop(T, D, M);
drop([], _, M) -> listed(M).
mixed(N) -> M = fill(both, seq(N), fill(tuple, N)), {map_size(M), listed(M)}.
words(N) -> M = words(N, #{}), {map_size(M), length(listed(M))}.
words(0, M) -> M;
words(N, M) -> words(N - 1, M#{key(atom, N) => N, key(list, N) => N, N => {N, N}}).
