%% Sums and differences of large numbers, with carries and borrows.
-module(big_sums).
-export([cases/0, fibonacci/1, naive/1, lucas/1, doubling/1, partial/2, alternate/1, borrow/1]).

cases() ->
    [{fibonacci, [N]} || N <- [0, 1, 2, 38, 39, 40, 92, 93, 94, 300]] ++ [{naive, [N]} || N <- [0, 1, 10, 18]] ++ [{lucas, [N]} || N <- [0, 1, 50, 100]]
    ++ [{doubling, [N]} || N <- [1, 30, 93, 187, 200]] ++ [{partial, [X, N]} || X <- [1 bsl 26, (1 bsl 63) - 1, -(1 bsl 64)], N <- [1, 2, 10]]
    ++ [{alternate, [N]} || N <- [0, 1, 10, 71]] ++ [{borrow, [N]} || N <- [26, 27, 28, 31, 32, 59, 63, 64, 95, 96, 128, 256]].

fibonacci(N) -> fibonacci(N, 0, 1).
fibonacci(0, A, _) -> A;
fibonacci(N, A, B) -> fibonacci(N - 1, B, A + B).
naive(N) when N < 2 -> N;
naive(N) -> naive(N - 1) + naive(N - 2).
lucas(0) -> 2;
lucas(1) -> 1;
lucas(N) -> fibonacci(N - 1) + fibonacci(N + 1).
doubling(N) -> element(1, pair(N)).
pair(0) -> {0, 1};
pair(N) ->
    {A, B} = pair(N div 2),
    C = A * (2 * B - A),
    D = A * A + B * B,
    case N rem 2 of 0 -> {C, D}; 1 -> {D, C + D} end.
partial(_, 0) -> [];
partial(X, N) -> [X + N | partial(X + X, N - 1)].
alternate(0) -> 0;
alternate(N) when N rem 2 =:= 0 -> alternate(N - 1) - (1 bsl N);
alternate(N) -> alternate(N - 1) + (1 bsl N).
borrow(N) -> X = 1 bsl N, {X - 1, (X - 1) - X, (-X) + 1, (X - 1) + 1 =:= X, (X + X) - (X + 1), X - (X - 1)}.
