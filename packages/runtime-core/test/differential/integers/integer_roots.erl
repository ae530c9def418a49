%% Integer roots by bisection and by Newton's method.
-module(integer_roots).
-export([cases/0, root/1, newton/1, cube/1, is_square/1, nth/2, bits/1]).

cases() ->
    Xs = [0, 1, 2, 3, 4, 99, 100, 134217728, (1 bsl 54) - 1, 1 bsl 64, 10000000000000000000000000000000000000000],
    [{F, [X]} || F <- [root, newton, cube, is_square, bits], X <- Xs] ++ [{nth, [X, N]} || X <- [1, 1024, 1 bsl 100, 1 bsl 101], N <- [1, 2, 5, 10]] ++ [{root, [-1]}, {newton, [a]}].

root(X) when X >= 0 -> root(0, X + 1, X).
root(L, H, _) when H - L =:= 1 -> L;
root(L, H, X) ->
    M = (L + H) div 2,
    if M * M > X -> root(L, M, X); true -> root(M, H, X) end.
newton(0) -> 0;
newton(X) when is_integer(X) -> newton(X, X).
newton(X, G) ->
    case (G + X div G) div 2 of
        N when N >= G -> G;
        N -> newton(X, N)
    end.
cube(X) -> nth(X, 3).
is_square(X) -> R = newton(X), R * R =:= X.
nth(X, N) -> nth(X, N, 0, X + 1).
nth(_, _, L, H) when H - L =< 1 -> L;
nth(X, N, L, H) -> M = (L + H) bsr 1, case power(M, N) =< X of true -> nth(X, N, M, H); false -> nth(X, N, L, M) end.
power(_, 0) -> 1;
power(B, N) when N rem 2 =:= 0 -> power(B * B, N div 2);
power(B, N) -> B * power(B, N - 1).
bits(0) -> 0;
bits(X) -> 1 + bits(X bsr 1).
