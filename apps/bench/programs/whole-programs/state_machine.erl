%% A machine of mutually tail recursive states, fed with events that are atoms and tuples.
-module(state_machine).
-export([main/0]).

main() -> idle(600000, 7, {0, 0, 0}).

event(N) ->
    case N rem 7 of
        0 -> start;
        1 -> {data, N band 63};
        2 -> {data, N band 15, extra};
        3 -> pause;
        4 -> {set, count, N};
        5 -> stop;
        6 -> resume
    end.

next(Seed) -> (Seed * 75 + 74) rem 65537.

idle(0, _, Counts) -> {idle, Counts};
idle(N, Seed, {A, B, C}) ->
    case event(Seed) of
        start -> running(N - 1, next(Seed), {A + 1, B, C});
        {set, count, Value} -> idle(N - 1, next(Seed), {A, B, Value});
        stop -> stopped(N - 1, next(Seed), {A, B, C});
        _ -> idle(N - 1, next(Seed), {A, B, C})
    end.

running(0, _, Counts) -> {running, Counts};
running(N, Seed, {A, B, C}) ->
    case event(Seed) of
        {data, X} -> running(N - 1, next(Seed), {A, B + X, C});
        {data, X, extra} when X > 7 -> running(N - 1, next(Seed), {A, B - X, C});
        pause -> paused(N - 1, next(Seed), {A, B, C + 1});
        stop -> idle(N - 1, next(Seed), {A, B, C});
        _ -> running(N - 1, next(Seed), {A, B, C})
    end.

paused(0, _, Counts) -> {paused, Counts};
paused(N, Seed, {A, B, C} = Counts) ->
    case event(Seed) of
        resume -> running(N - 1, next(Seed), {A, B, C - 1});
        stop -> stopped(N - 1, next(Seed), Counts);
        {data, _} -> paused(N - 1, next(Seed), Counts);
        _ -> paused(N - 1, next(Seed), {A, B + 1, C})
    end.

stopped(0, _, Counts) -> {stopped, Counts};
stopped(N, Seed, Counts) ->
    case event(Seed) of
        start -> idle(N - 1, next(Seed), Counts);
        resume -> running(N - 1, next(Seed), Counts);
        _ -> stopped(N - 1, next(Seed), Counts)
    end.
