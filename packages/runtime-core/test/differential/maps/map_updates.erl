%% Updating maps: new keys, keys that are there, both at once.
-module(map_updates).
-export([cases/0, put/3, exact/3, both/2, chain/1, overwrite/1, same/2, in_loop/2, literal/1, errors/2]).

cases() ->
    Ms = [#{}, #{a => 1}, #{b => 2, a => 1}, #{1 => a, 2.0 => b, "c" => d}, not_a_map],
    [{put, [M, K, V]} || M <- Ms, K <- [a, c, 1, 2], V <- [x]] ++ [{exact, [M, K, y]} || M <- Ms, K <- [a, 1, 2.0]] ++ [{F, [M, V]} || F <- [both, same, errors], M <- Ms, V <- [1, z]]
    ++ [{F, [M]} || F <- [chain, overwrite], M <- Ms] ++ [{in_loop, [M, N]} || M <- [#{}, #{3 => x}], N <- [0, 5, 32]] ++ [{literal, [X]} || X <- [1, a, []]].

put(M, K, V) -> M#{K => V}.
exact(M, K, V) -> {M#{K := V}}.
both(M, V) -> M#{a := V, new => {V}}.
chain(M) -> A = M#{x => 1}, B = A#{y => A}, C = B#{x := 2}, {map_size(C), C, B#{y := 0} =:= A#{y => 0}}.
overwrite(M) -> M#{a => 1, a => 2, b => 3, a => 4}.
same(M, V) -> N = M#{a => V}, {N =:= M, N#{a => 1} =:= M}.
in_loop(M, 0) -> {map_size(M), M};
in_loop(M, N) -> in_loop(M#{N => N * N}, N - 1).
literal(X) -> {#{a => X, b => 1}, #{b => 1, a => X}#{b := X}, #{X => 1, a => 2}, #{#{X => 1} => X}}.
errors(M, V) -> try M#{V := 1} catch error:R -> {R, is_map(M)} end.
