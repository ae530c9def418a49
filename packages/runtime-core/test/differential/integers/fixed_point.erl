%% Fixed-point arithmetic with shifts.
-module(fixed_point).
-export([cases/0, multiply/2, divide/2, root/1, sine/1, mandelbrot/2, line/3]).

cases() ->
    Xs = [0, 1 bsl 16, -(1 bsl 16), 98304, 12345, -98765, 1 bsl 27],
    [{F, [X, Y]} || F <- [multiply, divide], X <- Xs, Y <- [1 bsl 16, -32768, 3]] ++ [{F, [X]} || F <- [root, sine], X <- Xs]
    ++ [{mandelbrot, [X, Y]} || X <- [-131072, -65536, 0, 20000], Y <- [0, 10000, 65536]] ++ [{line, [A, B, N]} || A <- [0, -100], B <- [100, 7], N <- [1, 4]]
    ++ [{divide, [1, 0]}, {multiply, [a, 1]}].

multiply(X, Y) -> (X * Y) bsr 16.
divide(X, Y) -> (X bsl 16) div Y.
root(X) when X =< 0 -> 0;
root(X) -> root(X bsl 16, 1 bsl 20, 30).
root(_, G, 0) -> G;
root(X, G, N) -> root(X, (G + X div G) bsr 1, N - 1).
sine(X) -> S = multiply(X, X), X - multiply(X, S) div 6 + multiply(multiply(X, S), S) div 120.
mandelbrot(X, Y) -> mandelbrot(0, 0, X, Y, 0).
mandelbrot(_, _, _, _, 30) -> inside;
mandelbrot(A, B, X, Y, N) ->
    A2 = (A * A) bsr 16,
    B2 = (B * B) bsr 16,
    if A2 + B2 > 4 bsl 16 -> N;
       true -> mandelbrot(A2 - B2 + X, ((A * B) bsr 15) + Y, X, Y, N + 1)
    end.
line(A, B, N) -> [((A bsl 16) + (((B - A) bsl 16) div N) * I + 32768) bsr 16 || I <- steps(N)].
steps(0) -> [0];
steps(N) -> steps(N - 1) ++ [N].
