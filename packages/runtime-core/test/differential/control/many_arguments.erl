%% Functions of up to twenty arguments, whose places change.
-module(many_arguments).
-export([cases/0, six/6, twelve/12, twenty/20, rotate/7, loop/8, swap/5, fun_of/6]).

cases() -> Six = [1, a, "s", 2.5, {x}, []], [{six, Six}, {six, lists:reverse(Six)}, {twelve, Six ++ Six}, {twelve, lists:seq(1, 12)}, {twenty, lists:seq(1, 20)}, {twenty, Six ++ Six ++ Six ++ [y, z]}, {fun_of, Six}]
    ++ [{rotate, [N | Six]} || N <- [0, 1, 2, 5, 6, 7, 100]] ++ [{loop, [N, 0, 0, 0, 0, 0, 1, X]} || N <- [0, 1, 10], X <- [1, 2.0]] ++ [{swap, [N, 1, 2, 3, 4]} || N <- [0, 1, 2, 3, 4, 9]] ++ [{six, [X, X, X, X, X, X]} || X <- [1, a, {1}]].

six(A, B, C, D, E, F) -> five(F, E, D, C, {A, B}).
five(A, B, C, D, E) -> {E, D, C, B, A}.
twelve(A, B, C, D, E, F, G, H, I, J, K, L) -> X = pair(A, L), Y = pair(B, K), Z = pair(C, J), [X, Y, Z, pair(D, I), pair(E, H), pair(F, G), A, B, C, D, E, F, G, H, I, J, K, L].
pair(A, B) -> {A, B}.
twenty(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T) -> turned(T, S, R, Q, P, O, N, M, L, K, J, I, H, G, F, E, D, C, B, A).
turned(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T) -> {[A, B, C, D, E], pair(F, G), H, I, J, {K, L, M, N, O}, [P | Q], R, S, T}.
rotate(0, A, B, C, D, E, F) -> [A, B, C, D, E, F];
rotate(N, A, B, C, D, E, F) -> rotate(N - 1, B, C, D, E, F, A).
loop(0, A, B, C, D, E, F, X) -> {A, B, C, D, E, F, X};
loop(N, A, B, C, D, E, F, X) -> loop(N - 1, B + X, C + A, D - 1, E * 2 + F, F, A, X).
swap(0, A, B, C, D) -> {A, B, C, D};
swap(N, A, B, C, D) when N band 1 =:= 0 -> swap(N - 1, B, A, D, C);
swap(N, A, B, C, D) -> swap(N - 1, D, C, B, A).
fun_of(A, B, C, D, E, F) -> G = fun(U, V, W, X, Y, Z) -> {A, Z, B, Y, C, X, D, W, E, V, F, U} end, {G(1, 2, 3, 4, 5, 6), apply(G, [F, E, D, C, B, A])}.
