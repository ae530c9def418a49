%% Code as the compiler writes it without its optimizations: raw stack traces that
%% have been in a tuple, chains of booleans.
-module(unoptimized).
-compile([no_copt, no_ssa_opt, no_type_opt, no_bool_opt]).
-export([cases/0, tails/1, heads/1, filtered/2, nested/1, trace/2, again/2, twice/1, both/3, loop/2]).

cases() ->
    Ls = [[], [1], [a, b, c], [1, 2, 3, 4 | x], "text", [[1], [2, 3]], not_a_list],
    [{F, [L]} || F <- [tails, heads, nested], L <- Ls]
        ++ [{filtered, [L, K]} || L <- Ls, K <- [1, a, $t]]
        ++ [{F, [C, R]} || F <- [trace, again], C <- [error, exit, throw, none], R <- [badarg, {a, b}, 1.5]]
        ++ [{twice, [R]} || R <- [badarg, {badmatch, 1}, x]]
        ++ [{both, [A, B, C]} || A <- [true, false, 1], B <- [true, false, a], C <- [0, 1]]
        ++ [{loop, [N, X]} || N <- [0, 1, 20], X <- [1, a]].

tails([_ | T]) -> [T | tails(T)];
tails(X) -> X.
heads([H | _] = L) -> {H, hd(L), tl(L)};
heads(X) -> {none, X}.
filtered(L, K) -> [{ok, M} || K1 <- L, K1 =/= K, <<M:4>> <= <<16#1234:16>>, M > 1].
nested(L) -> [[X || X <- Xs, is_integer(X)] || Xs <- [L, L], is_list(Xs)].

fail(none, R) -> R;
fail(C, R) -> erlang:C(R).
trace(C, R) ->
    try fail(C, R) of
        X -> {ok, X}
    catch
        Cl:E:S -> {Cl, E, element(2, hd(S))}
    end.
again(C, R) ->
    try
        try fail(C, R) of X -> X after put(after_, R) end
    catch
        Cl:E:S when Cl =/= exit -> erlang:raise(Cl, {again, E, get(after_)}, S)
    end.
twice(R) ->
    F = fun() -> try error(R) catch error:badarg:S -> erlang:raise(throw, {thrown, R}, S); error:E:S when is_tuple(E) -> {E, element(2, hd(S))} end end,
    try {F(), F()} catch C:E:S -> {C, E, element(2, hd(S))} end.
both(A, B, C) -> if (A and B) or (C > 0) -> one; A orelse B -> two; true -> three end.
loop(0, _) -> done;
loop(N, X) -> try X + N of Y when Y > 5 -> loop(N - 1, X); _ -> loop(N - 1, X) catch error:badarith -> loop(0, X) end.
