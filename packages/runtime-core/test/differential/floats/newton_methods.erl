%% Numerical methods with floats.
-module(newton_methods).
-export([cases/0, root/1, cube/1, solve/1, bisect/2, integral/2, derivative/1, pi/1, euler/1]).

cases() ->
    [{root, [X]} || X <- [1, 2, 2.0, 100.5, 1.0e10, 1.0e-10]] ++ [{cube, [X]} || X <- [1.0, 27, 0.5]] ++ [{solve, [X]} || X <- [1.0, 5.0, -3]]
    ++ [{bisect, [A, B]} || A <- [0.0, -1.0], B <- [2.0, 3]] ++ [{integral, [A, N]} || A <- [1.0, 2], N <- [1, 10, 100]] ++ [{derivative, [X]} || X <- [0.0, 1.0, 3]]
    ++ [{pi, [N]} || N <- [1, 2, 20, 200]] ++ [{euler, [N]} || N <- [1, 5, 20]] ++ [{root, [a]}].

root(X) -> root(X, X / 2, 40).
root(_, G, 0) -> G;
root(X, G, N) -> root(X, (G + X / G) / 2, N - 1).
cube(X) -> cube(X, X * 1.0, 60).
cube(_, G, 0) -> G;
cube(X, G, N) -> cube(X, G - (G * G * G - X) / (3 * G * G), N - 1).
solve(X) -> solve(X, 0).
solve(X, 50) -> X;
solve(X, N) -> Y = X - (X * X - 3.0) / (2.0 * X), if abs(Y - X) < 1.0e-12 -> {Y, N}; true -> solve(Y, N + 1) end.
bisect(A, B) -> bisect(A, B, 60).
bisect(A, _, 0) -> A;
bisect(A, B, N) -> M = (A + B) / 2, case M * M * M - 2.0 of V when V > 0 -> bisect(A, M, N - 1); _ -> bisect(M, B, N - 1) end.
integral(A, N) -> H = A / N, integral(0, N, H, 0.0) * H.
integral(N, N, _, S) -> S;
integral(I, N, H, S) -> X = (I + 0.5) * H, integral(I + 1, N, H, S + X * X).
derivative(X) -> H = 1.0e-5, (f(X + H) - f(X - H)) / (2 * H).
f(X) -> X * X - 4 * X + 1.
pi(N) -> pi(N, 0, 0.0).
pi(0, _, S) -> 4 * S;
pi(N, K, S) when K rem 2 =:= 0 -> pi(N - 1, K + 1, S + 1 / (2 * K + 1));
pi(N, K, S) -> pi(N - 1, K + 1, S - 1 / (2 * K + 1)).
euler(N) -> euler(N, 1, 1.0, 1.0).
euler(0, _, _, S) -> S;
euler(N, K, T, S) -> T2 = T / K, euler(N - 1, K + 1, T2, S + T2).
