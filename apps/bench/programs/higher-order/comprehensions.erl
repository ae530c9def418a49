%% Comprehensions of lists, binaries and maps, funs of the module and of others, folds.
-module(comprehensions).
-export([main/0]).

main() ->
    Triples = [{A, B, C} || A <- range(1, 60), B <- range(A, 60), C <- range(B, 60), A * A + B * B =:= C * C],
    Bytes = << <<(X bxor 85)>> || X <- range(0, 20000), X rem 3 =/= 0 >>,
    Sum = fold(fun erlang:'+'/2, 0, [B || <<B>> <= Bytes, B band 1 =:= 0]),
    Map = maps:from_list([{X, X * X} || X <- range(1, 2000)]),
    Filtered = maps:from_list([{K, V + 1} || {K, V} <- pairs(Map), (K + V) rem 4 =/= 0]),
    Composed = fold(fun(F, X) -> F(X) end, 1, [add(N) || N <- range(1, 20000)]),
    {length(Triples), byte_size(Bytes), Sum, maps:size(Filtered), Composed, any(fun(X) -> X > 19999 end, range(1, 20000))}.

range(From, To) when From > To -> [];
range(From, To) -> [From | range(From + 1, To)].

add(N) when N rem 2 =:= 0 -> fun(X) -> (X + N) rem 65537 end;
add(N) -> fun(X) -> (X * N) rem 65537 end.

any(_, []) -> false;
any(F, [H | T]) -> F(H) orelse any(F, T).

fold(_, Acc, []) -> Acc;
fold(F, Acc, [H | T]) -> fold(F, F(H, Acc), T).

pairs(Map) -> [{K, maps:get(K, Map)} || K <- maps:keys(Map)].
