%% Julia set and numeric integration in floats: loops over float accumulators, comparisons, trunc.
-module(float_loop).
-export([main/0]).

main() -> {julia(0, 0, 0), trunc(integrate(0.0, 10.0, 100000) * 1.0e6), buckets(100000, 0.5, {0, 0, 0, 0})}.

julia(120, _, Sum) -> Sum;
julia(Y, 120, Sum) -> julia(Y + 1, 0, Sum);
julia(Y, X, Sum) -> julia(Y, X + 1, Sum + escape(-1.5 + X * 0.025, -1.5 + Y * 0.025, 0)).

escape(_, _, 50) -> 50;
escape(X, Y, N) ->
    XX = X * X,
    YY = Y * Y,
    if
        XX + YY > 4.0 -> N;
        true -> escape(XX - YY - 0.8, 2.0 * X * Y + 0.156, N + 1)
    end.

integrate(From, To, Steps) -> integrate(From, (To - From) / Steps, Steps, 0.0).

integrate(_, Step, 0, Sum) -> Sum * Step;
integrate(X, Step, N, Sum) ->
    Middle = X + Step / 2,
    integrate(X + Step, Step, N - 1, Sum + math:sin(Middle) * Middle / (1.0 + abs(Middle))).

%% The logistic map, whose values are counted by quarters.
buckets(0, _, Counts) -> Counts;
buckets(N, X, Counts) ->
    Bucket = min(3, trunc(X * 4)) + 1,
    buckets(N - 1, 3.99 * X * (1.0 - X), setelement(Bucket, Counts, element(Bucket, Counts) + 1)).
