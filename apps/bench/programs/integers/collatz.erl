%% The longest Collatz chain below a bound: tail calls, division, comparison.
-module(collatz).
-export([main/0]).

main() -> longest(1, 30000, 0, 0).

longest(N, Bound, Best, Length) when N >= Bound -> {Best, Length};
longest(N, Bound, Best, Length) ->
    case chain(N, 1) of
        L when L > Length -> longest(N + 1, Bound, N, L);
        _ -> longest(N + 1, Bound, Best, Length)
    end.

chain(1, Length) -> Length;
chain(N, Length) when N band 1 =:= 0 -> chain(N div 2, Length + 1);
chain(N, Length) -> chain(3 * N + 1, Length + 1).
