%% Binary trees of tuples: allocation, collection, pattern matching.
-module(trees).
-export([main/0]).

main() -> {repeat(8, 14, 0), check(mirror(build(15, 1)))}.

repeat(0, _, Sum) -> Sum;
repeat(N, Depth, Sum) -> repeat(N - 1, Depth, Sum + check(build(Depth, N))).

build(0, Value) -> {leaf, Value};
build(Depth, Value) -> {node, build(Depth - 1, 2 * Value), Value, build(Depth - 1, 2 * Value + 1)}.

check({leaf, Value}) -> Value;
check({node, Left, Value, Right}) -> check(Left) - check(Right) + Value.

mirror({leaf, _} = Leaf) -> Leaf;
mirror({node, Left, Value, Right}) -> {node, mirror(Right), Value, mirror(Left)}.
