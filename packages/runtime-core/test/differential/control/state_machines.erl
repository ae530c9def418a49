%% State machines as functions and as data.
-module(state_machines).
-export([cases/0, turnstile/1, parser/1, elevator/2, traffic/2, vending/1, protocol/1, regex/1]).

cases() -> [{turnstile, [L]} || L <- [[], [push], [coin, push], [coin, coin, push, push], [x]]] ++ [{parser, [S]} || S <- ["", "a=1", "a=1;b=2", "a", "=1", "a=", "a=1;", "a==1"]] ++ [{elevator, [F, L]} || F <- [0, 5], L <- [[], [3], [5, 0, 2]]] ++ [{traffic, [S, N]} || S <- [red, green, blue], N <- [0, 1, 4, 10]] ++ [{vending, [L]} || L <- [[], [5, 10], [25, 10, a], [25, 25], [10, cancel, 5], [a]]] ++ [{protocol, [L]} || L <- [[], [syn, ack], [syn, data, ack], [ack], [syn, ack, {data, 1}, {data, 2}, fin], [syn, ack, {data, 1}, {data, 3}]]] ++ [{regex, [S]} || S <- ["", "ab", "aab", "abb", "abab", "b"]].

turnstile(L) -> turnstile(L, locked, 0).
turnstile([coin | T], _, N) -> turnstile(T, unlocked, N + 1);
turnstile([push | T], unlocked, N) -> turnstile(T, locked, N);
turnstile([push | T], locked, N) -> turnstile(T, locked, N);
turnstile([], S, N) -> {S, N}.
parser(S) -> key(S, [], []).
key([$= | _], [], _) -> {error, no_key};
key([$= | T], K, A) -> value(T, lists:reverse(K), [], A);
key([], [], A) -> {ok, lists:reverse(A)};
key([], K, _) -> {error, {no_value, lists:reverse(K)}};
key([C | T], K, A) -> key(T, [C | K], A).
value([$; | T], K, V, A) -> key(T, [], [{K, lists:reverse(V)} | A]);
value([$= | T], K, _, _) -> {error, {unexpected, K, T}};
value([C | T], K, V, A) -> value(T, K, [C | V], A);
value([], K, V, A) -> key([], [], [{K, lists:reverse(V)} | A]).
elevator(F, L) -> elevator(F, L, []).
elevator(F, [F | T], A) -> elevator(F, T, [{open, F} | A]);
elevator(F, [G | _] = L, A) when G > F -> elevator(F + 1, L, [up | A]);
elevator(F, [_ | _] = L, A) -> elevator(F - 1, L, [down | A]);
elevator(F, [], A) -> {F, lists:reverse(A)}.
traffic(S, 0) -> S;
traffic(S, N) -> traffic(maps:get(S, #{red => red_amber, red_amber => green, green => amber, amber => red}), N - 1).
vending(L) -> vending(L, 0, []).
vending([N | T], S, O) when is_integer(N) -> vending(T, S + N, O);
vending([cancel | T], S, O) -> vending(T, 0, [{back, S} | O]);
vending([I | T], S, O) when S >= 30 -> vending(T, S - 30, [I | O]);
vending([I | T], S, O) -> vending(T, S, [{short, I, 30 - S} | O]);
vending([], S, O) -> {S, O}.
protocol(L) -> protocol(L, closed).
protocol([syn | T], closed) -> protocol(T, waiting);
protocol([ack | T], waiting) -> protocol(T, {open, 1, []});
protocol([{data, N} | T], {open, N, D}) -> protocol(T, {open, N + 1, [N | D]});
protocol([fin], {open, _, D}) -> {closed, D};
protocol([], S) -> {incomplete, S};
protocol([M | _], S) -> {unexpected, M, S}.
regex(S) -> match(S, s0).
match([C | T], S) -> case {S, C} of {s0, $a} -> match(T, s1); {s1, $a} -> match(T, s1); {s1, $b} -> match(T, s2); {s2, $b} -> match(T, s2); _ -> {no, S, C} end;
match([], s2) -> yes;
match([], S) -> {end_, S}.
