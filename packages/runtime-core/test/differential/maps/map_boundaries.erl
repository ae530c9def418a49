%% Maps around 32 keys, where they change their form.
-module(map_boundaries).
-export([cases/0, grow/1, shrink/1, update/2, remove/2, equal/1, keys/1, order/2]).

cases() ->
    Ns = [0, 1, 31, 32, 33, 34, 64, 200],
    [{F, [N]} || F <- [grow, shrink, equal, keys], N <- Ns] ++ [{F, [N, K]} || F <- [update, remove], N <- Ns, K <- [1, 32, 33, 500]] ++ [{order, [A, B]} || A <- [31, 32, 33], B <- [31, 32, 33]].

make(0) -> #{};
make(N) -> (make(N - 1))#{N => {N}}.
grow(N) -> M = make(N), {map_size(M), map_size(M#{x => 1}), map_size(M#{N => 2}), M#{x => 1} =:= M}.
shrink(N) -> shrink(make(N), N, []).
shrink(_, 0, L) -> L;
shrink(M, N, L) -> M2 = maps:remove(N, M), shrink(M2, N - 1, if N rem 8 =:= 0 -> [map_size(M2) | L]; true -> L end).
update(N, K) -> M = make(N), try M#{K := new} of X -> {map_size(X), maps:get(K, X), maps:get(1, X)} catch error:R -> R end.
remove(N, K) -> M = maps:remove(K, make(N)), {map_size(M), M =:= make(N), maps:is_key(K, M)}.
equal(N) -> M = make(N), A = maps:remove(extra, M#{extra => 1}), B = back(N, #{}), {A =:= M, B =:= M, B == A, erlang:phash2(A) =:= erlang:phash2(B)}.
back(0, M) -> M;
back(N, M) -> back(N - 1, M#{N => {N}}).
keys(N) -> L = maps:keys(make(N)), {length(L), sum(L, 0), sum([X || {X} <- maps:values(make(N))], 0)}.
sum([H | T], S) -> sum(T, S + H);
sum([], S) -> S.
order(A, B) -> X = make(A), Y = make(B), {X < Y, X == Y, X#{1 => 0} < Y}.
