%% update_counter and update_element: positions, thresholds, lists of operations, defaults, and that a failure changes nothing.
-module(ets_updates).
-export([cases/0, counter/2, counter/3, element/2, many/2, big/1, counter_error/3, counter_error/4, element_error/3]).

types() -> [set, ordered_set, bag].

cases() ->
    Operations = [1, -1, 0, {2, 1}, {3, 1}, {1, 1}, {4, 1}, {5, 1}, {0, 1}, {-1, 1}, {a, 1}, {2, a}, {2, 1.0}, {2}, {2, 1, 2}, {2, 1, 6, 0}, {2, 100, 6, 0}, {2, -1, 3, 77}, {2, -100, 3, 77}, {2, 0, -5, 77},
                  {2, 0, 5, 77}, {2, 1, a, 0}, {2, 1, 3, a}, {2, 1, 100, a}, {2, 1 bsl 80, 1 bsl 81, 5}, {2, 1, 2, 3, 4}, [], [{2, 1}, {2, 1}], [{2, 1}, {3, 1}], [{2, 1}, {4, 1}, {2, 1, 3, 0}], [{2, 1} | x], [1], [{2, 1}, 1], x, "a", 1.0,
                  1 bsl 27, 1 bsl 40, -(1 bsl 70)],
    [{counter, [T, K, O]} || T <- types(), K <- [1, 1.0, 2], O <- Operations]
    ++ [{counter, [K, {O, D}]} || K <- [1, 2], O <- [1, {3, 2}, [{2, 1}, {3, 1}], {9, 1}], D <- [{k, 5}, {k, 5, 6}, x, {k, a}, [], {1, 7, 8, 9}]]
    ++ [{element, [T, [K, P]]} || T <- types(), K <- [1, 1.0, 2], P <- [{2, x}, {1, x}, {4, <<0:900>>}, {5, x}, {0, x}, {a, x}, {2}, {2, x, y}, [], [{2, x}, {3, y}], [{2, x}, {9, y}], [{2, x} | y], x, [x],
                                                                       [{2, "long"}, {2, longer}, {4, {a, [b]}}], {3, 1.5}]]
    ++ [{many, [T, N]} || T <- [set, ordered_set], N <- [10, 1000]] ++ [{big, [T]} || T <- [set, ordered_set]]
    ++ [{counter_error, [T, K, O]} || T <- [set, bag, no_table], {K, O} <- [{1, x}, {2, 1}, {1, {1, 1}}]] ++ [{counter_error, [set, 5, 1, D]} || D <- [x, []]]
    ++ [{element_error, [T, 1, P]} || T <- [set, bag, no_table], P <- [x, {1, 1}, {9, 9}]].

filled(Type) -> T = ets:new(t, [Type]), ets:insert(T, {1, 5, a, 7}), T.
counter(Type, K, O) ->
    T = filled(Type),
    R = try ets:update_counter(T, K, O) catch C:E -> {C, E} end,
    S = {R, ets:lookup(T, K)},
    ets:delete(T),
    S.
counter(K, {O, D}) ->
    T = filled(set),
    R = try ets:update_counter(T, K, O, D) catch C:E -> {C, E} end,
    S = {R, ets:lookup(T, K), ets:info(T, size)},
    ets:delete(T),
    S.
element(Type, [K, P]) ->
    T = filled(Type),
    R = try ets:update_element(T, K, P) catch C:E -> {C, E} end,
    S = {R, ets:lookup(T, K), ets:info(T, size)},
    ets:delete(T),
    S.
many(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:update_counter(T, I rem 10, {2, I}, {0, 0}) || I <- seq(N)],
    [ets:update_counter(T, I rem 10, {2, I * I * I, 1 bsl 33, I}) || I <- seq(N)],
    [ets:update_element(T, I rem 10, {2, {I, <<I:800>>}}) || I <- seq(N), I rem 3 =:= 0, I rem 10 =:= 5],
    R = [ets:lookup(T, I) || I <- seq(10)],
    ets:delete(T),
    R.
%% Integers that grow from one word to many and back.
big(Type) ->
    T = ets:new(t, [Type]),
    ets:insert(T, {k, 0, other}),
    R = [ets:update_counter(T, k, I) || I <- [1 bsl 26, 1 bsl 26, 1 bsl 26, 1 bsl 40, 1 bsl 62, 1 bsl 62, 1 bsl 62, 1 bsl 63, -(1 bsl 64), 1 bsl 64, 1 bsl 100, -(1 bsl 100), -(1 bsl 64), -5, -(1 bsl 62), 1]],
    S = ets:lookup(T, k),
    ets:delete(T),
    {R, S}.
counter_error(Type, K, O) -> T = table(Type), {ets:update_counter(T, K, O)}.
counter_error(Type, K, O, D) -> T = table(Type), {ets:update_counter(T, K, O, D)}.
element_error(Type, K, P) -> T = table(Type), {ets:update_element(T, K, P)}.
table(no_table) -> no_table;
table(Type) -> T = ets:new(t, [Type]), ets:insert(T, {1, 5}), T.

seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
