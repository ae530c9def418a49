%% Selections among integers that lie far apart, and among such that do not all fit a word; of values of all types.
-module(scattered_selections).
-export([cases/0, scattered/1, with_large/1, two/2, in_a_loop/2]).

keys() -> [-134217728, -134217727, -70000001, -65536, -1001, -17, -3, 0, 2, 11, 101, 1009, 7919, 65537, 1000003, 134217726, 134217727].

cases() ->
    Near = lists:usort([K + D || K <- keys(), D <- [-1, 0, 1]]),
    Others = [a, [], [1], {1}, {}, 2.0, 0.0, -0.0, 1.0e300, "text", <<>>, <<11>>, #{}, self, fun lists:reverse/1, 134217728, -134217729, 1 bsl 60, -(1 bsl 70), 1 bsl 70, nil, true],
    [{F, [X]} || F <- [scattered, with_large], X <- Near ++ Others] ++ [{two, [X, Y]} || X <- [2, 101, 3], Y <- [-17, 7919, b]] ++ [{in_a_loop, [L, 0]} || L <- [keys(), Near, [1, 2, 3]]].

scattered(7919) -> seven; scattered(-134217728) -> least; scattered(134217727) -> greatest; scattered(0) -> zero; scattered(-17) -> m17; scattered(1009) -> p1009;
scattered(-70000001) -> m70000001; scattered(11) -> eleven; scattered(1000003) -> million; scattered(-1001) -> m1001; scattered(2) -> two; scattered(65537) -> p65537;
scattered(101) -> p101; scattered(-65536) -> m65536; scattered(-3) -> m3; scattered(134217726) -> almost;
scattered(X) when is_integer(X) -> {integer, X};
scattered(X) -> {other, X}.

with_large(X) ->
    case X of
        -(1 bsl 70) -> least; 1 bsl 70 -> greatest; 1 bsl 60 -> word; 134217728 -> boxed; -134217729 -> negative; 5 -> five; 7919 -> seven; -1001 -> m1001;
        _ -> none
    end.

two(X, Y) ->
    A = case X of 2 -> two; 101 -> hundred; 1009 -> thousand; 7919 -> prime; 65537 -> fermat; 1000003 -> million; _ -> other end,
    B = case Y of -17 -> m17; 7919 -> A; -1001 -> m1001; 101 -> p101; 1000003 -> million; 0 -> zero; _ -> other end,
    {A, B, X, Y}.

in_a_loop([], Sum) -> Sum;
in_a_loop([0 | T], Sum) -> in_a_loop(T, Sum + 1);
in_a_loop([101 | T], Sum) -> in_a_loop(T, Sum * 2);
in_a_loop([7919 | T], Sum) -> in_a_loop(T, Sum + 3);
in_a_loop([-65536 | T], Sum) -> in_a_loop(T, Sum - 5);
in_a_loop([1000003 | T], Sum) -> in_a_loop(T, Sum bxor 7);
in_a_loop([134217727 | T], Sum) -> in_a_loop(T, Sum + 11);
in_a_loop([X | T], Sum) -> in_a_loop(T, Sum + X rem 13).
