%% Ordered sets: the order of keys of all kinds, going both ways, integers and floats of the same value, places.
-module(ets_ordered).
-export([cases/0, order/1, back/1, around/2, replaced/0, mixed/1, slots/1, deleting/2, lookups/1]).

keys() -> [3, 1, 2.0, 2, 1.5, -1, 1 bsl 70, -(1 bsl 70), 1 bsl 40, 9007199254740993, 9007199254740992.0, a, b, 'B', '', {}, {1}, {a, b}, {1, 2}, {1.0, 3}, #{}, #{a => 1}, #{b => 1},
           #{a => 1, b => 2}, [], [1], [1.0], [a, b], "abc", [1 | 2], <<>>, <<1>>, <<1:1>>, <<"abc">>, 0.0, fun erlang:self/0].

cases() ->
    [{F, [L]} || F <- [order, back, slots, lookups], L <- [[], [1], keys(), reverse(keys()), seq(100), reverse(seq(100)), [X * 7 rem 101 || X <- seq(100)], [{X rem 5, X} || X <- seq(60)]]]
    ++ [{around, [L, K]} || L <- [[], [1, 3, 5], keys()], K <- [0, 1, 1.0, 2, 3, 4, 5.5, a, {1}, [], <<>>]]
    ++ [{replaced, []}] ++ [{mixed, [N]} || N <- [5, 50, 500, 3000]] ++ [{deleting, [N, S]} || N <- [1, 10, 100, 1000], S <- [1, 2, 3, 7]].

filled(L) -> T = ets:new(t, [ordered_set]), [ets:insert(T, {K, K}) || K <- L], T.
order(L) -> T = filled(L), R = up(T, ets:first(T)), ets:delete(T), R.
back(L) -> T = filled(L), R = down(T, ets:last(T)), ets:delete(T), R.
up(_, '$end_of_table') -> [];
up(T, K) -> [K | up(T, ets:next(T, K))].
down(_, '$end_of_table') -> [];
down(T, K) -> [K | down(T, ets:prev(T, K))].
around(L, K) -> T = filled(L), R = {ets:prev(T, K), ets:next(T, K), ets:member(T, K), ets:lookup(T, K)}, ets:delete(T), R.
slots(L) -> T = filled(L), R = [slot(T, I) || I <- [0 | seq(ets:info(T, size) + 1)]], ets:delete(T), R.
slot(T, I) -> try ets:slot(T, I) catch error:badarg -> bad end.
lookups(L) -> T = filled(L), R = [ets:lookup(T, K) || K <- L], ets:delete(T), {length(R), R}.
replaced() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{1, a}, {2, b}, {1.0, c}]),
    A = {ets:lookup(T, 1), ets:lookup(T, 1.0), ets:first(T), ets:info(T, size)},
    ets:insert(T, {1, "longer than that"}),
    B = {ets:lookup(T, 1.0), ets:first(T)},
    ets:delete_object(T, {1.0, "longer than that"}),
    C = ets:lookup(T, 1),
    ets:delete(T, 1.0),
    D = {ets:lookup(T, 1), ets:first(T), ets:last(T)},
    ets:delete(T),
    {A, B, C, D}.

%% Many insertions and deletions in no order.
mixed(N) ->
    T = ets:new(t, [ordered_set]),
    mixed(T, N, 12345),
    R = up(T, ets:first(T)),
    S = down(T, ets:last(T)),
    ets:delete(T),
    {length(R), R =:= reverse(S), R}.
mixed(_, 0, _) -> ok;
mixed(T, N, X) ->
    Y = (X * 1103515245 + 12345) band 16#7fffffff,
    K = (Y bsr 8) rem 400,
    if Y band 64 =:= 0 -> ets:delete(T, K); true -> ets:insert(T, {K, N}) end,
    mixed(T, N - 1, Y).

deleting(N, Step) ->
    T = filled(seq(N)),
    [ets:delete(T, K) || K <- seq(N), K rem Step =:= 0],
    A = up(T, ets:first(T)),
    [ets:delete(T, K) || K <- reverse(seq(N)), K rem (Step + 1) =/= 0],
    B = down(T, ets:last(T)),
    ets:delete(T),
    {length(A), A, B}.

seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
reverse(L) -> lists:reverse(L).
