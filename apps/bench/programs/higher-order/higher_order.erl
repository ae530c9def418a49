%% Own map, filter and foldl with funs that have an environment; composition of funs.
-module(higher_order).
-export([main/0]).

main() -> repeat(10, range(1, 20000), 0).

repeat(0, _, Sum) -> Sum;
repeat(N, List, Sum) ->
    Twice = compose(fun(X) -> X + N end, fun(X) -> X * 2 end),
    Mapped = map(Twice, List),
    Kept = filter(fun(X) -> X rem 3 =/= N rem 3 end, Mapped),
    repeat(N - 1, List, foldl(fun(X, Acc) -> (X + Acc) rem 1000003 end, Sum, Kept)).

compose(F, G) -> fun(X) -> F(G(X)) end.

range(From, To) when From > To -> [];
range(From, To) -> [From | range(From + 1, To)].

map(_, []) -> [];
map(F, [H | T]) -> [F(H) | map(F, T)].

filter(_, []) -> [];
filter(F, [H | T]) ->
    case F(H) of
        true -> [H | filter(F, T)];
        false -> filter(F, T)
    end.

foldl(_, Acc, []) -> Acc;
foldl(F, Acc, [H | T]) -> foldl(F, F(H, Acc), T).
