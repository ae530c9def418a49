%% Maps that come from one another and stay what they were.
-module(map_sharing).
-export([cases/0, history/1, versions/2, shared_keys/1, independent/1, deep/2, literal/2]).

cases() ->
    [{history, [N]} || N <- [0, 1, 5]] ++ [{versions, [N, K]} || N <- [1, 5, 31, 32, 33, 60], K <- [1, 7]] ++ [{F, [X]} || F <- [shared_keys, independent], X <- [1, a, [], #{}, #{a => 1}]] ++ [{deep, [N, X]} || N <- [0, 1, 4], X <- [z]] ++ [{literal, [K, V]} || K <- [a, b, 1, new], V <- [1, {x}]].

history(N) -> history(N, #{n => N}, []).
history(0, M, L) -> [M | L];
history(N, M, L) -> history(N - 1, M#{n := N - 1, prev => N}, [M | L]).
versions(N, K) ->
    A = make(N),
    B = A#{K => changed},
    C = maps:remove(K, B),
    D = C#{K => {K}},
    {A =:= D, A =:= B, map_size(B), map_size(C), map_size(D), value_of(K, A, none), maps:get(K, B)}.
make(0) -> #{};
make(N) -> (make(N - 1))#{N => {N}}.
shared_keys(X) -> L = [#{a => I, b => X} || I <- [1, 2, 3]], [M#{a := M} || M <- L].
independent(X) -> A = #{k => X}, B = A#{k := [X]}, C = A#{j => B}, {A, B, C, A#{k := X} =:= A}.
deep(0, X) -> X;
deep(N, X) -> #{in => deep(N - 1, X), n => N, #{n => N} => deep(N - 1, N)}.
literal(K, V) -> M = #{a => 1, b => 2}, N = M#{K => V}, {N, M, N =:= M, maps:remove(K, N) =:= M}.
value_of(K, M, D) -> case M of #{K := V} -> V; #{} -> D end.
