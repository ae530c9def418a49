%% Matrices of integers and of fractions.
-module(matrices).
-export([cases/0, multiply/2, transpose/1, determinant/1, identity/1, power/2, inverse/1, solve/2, spiral/1]).

cases() -> Ms = [[[1]], [[1, 2], [3, 4]], [[2, 0, 1], [1, 3, 2], [1, 1, 1]], [[0, 1], [1, 0]], [[1, 2], [2, 4]]], [{multiply, [A, A]} || A <- Ms] ++ [{multiply, [[[1, 2, 3]], [[1], [2], [3]]]}, {multiply, [[[1]], [[1, 2], [3, 4]]]}, {multiply, [[[a]], [[1]]]}] ++ [{F, [A]} || F <- [transpose, determinant, inverse, spiral], A <- Ms ++ [[]]] ++ [{identity, [N]} || N <- [0, 1, 3]] ++ [{power, [A, N]} || A <- lists:sublist(Ms, 3), N <- [0, 1, 5, 40]] ++ [{solve, [A, B]} || {A, B} <- [{[[2, 1], [1, 3]], [3, 5]}, {[[0, 1], [1, 0]], [7, 8]}, {[[1, 1], [1, 1]], [1, 2]}]].

transpose([[] | _]) -> [];
transpose([]) -> [];
transpose(M) -> [[hd(R) || R <- M] | transpose([tl(R) || R <- M])].
multiply(A, B) -> T = transpose(B), [[dot(R, C, 0) || C <- T] || R <- A].
dot([A | T], [B | U], S) -> dot(T, U, S + A * B);
dot([], [], S) -> S.
determinant([]) -> 1;
determinant([R | T]) -> expand(R, T, [], 1).
expand([A | R], T, Before, S) -> S * A * determinant([remove(length(Before), X) || X <- T]) + expand(R, T, [A | Before], -S);
expand([], _, _, _) -> 0.
remove(0, [_ | T]) -> T;
remove(N, [H | T]) -> [H | remove(N - 1, T)].
identity(N) -> [[if I =:= J -> 1; true -> 0 end || J <- seq(N)] || I <- seq(N)].
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
power(M, 0) -> identity(length(M));
power(M, N) when N rem 2 =:= 0 -> H = power(M, N div 2), multiply(H, H);
power(M, N) -> multiply(M, power(M, N - 1)).
inverse(M) -> case eliminate([R ++ I || {R, I} <- zip(M, identity_up(length(M)))], length(M)) of singular -> singular; E -> [drop(length(M), R) || R <- E] end.
identity_up(N) -> lists:reverse([lists:reverse(R) || R <- lists:reverse(identity(N))]).
zip([A | T], [B | U]) -> [{A, B} | zip(T, U)];
zip([], []) -> [].
drop(0, L) -> L;
drop(N, [_ | T]) -> drop(N - 1, T).
eliminate(M, N) -> eliminate([[{X, 1} || X <- R] || R <- M], 1, N).
eliminate(M, K, N) when K > N -> M;
eliminate(M, K, N) -> case [I || {I, R} <- number(M, 1), I >= K, nth(K, R) =/= {0, 1}] of [] -> singular; [I | _] -> P = nth(I, M), D = nth(K, P), Q = [divide(X, D) || X <- P], Rest = swap(M, I, K), eliminate([if J =:= K -> Q; true -> F = nth(K, R), [minus(X, times(F, Y)) || {X, Y} <- zip(R, Q)] end || {J, R} <- number(Rest, 1)], K + 1, N) end.
number([H | T], N) -> [{N, H} | number(T, N + 1)];
number([], _) -> [].
nth(1, [H | _]) -> H;
nth(N, [_ | T]) -> nth(N - 1, T).
swap(M, I, I) -> M;
swap(M, I, K) -> T = list_to_tuple(M), tuple_to_list(setelement(I, setelement(K, T, element(I, T)), element(K, T))).
fraction(0, _) -> {0, 1};
fraction(A, B) -> G = gcd(A, B), S = if B < 0 -> -1; true -> 1 end, {S * A div G, S * B div G}.
gcd(A, 0) -> abs(A);
gcd(A, B) -> gcd(B, A rem B).
divide({A, B}, {C, D}) -> fraction(A * D, B * C).
times({A, B}, {C, D}) -> fraction(A * C, B * D).
minus({A, B}, {C, D}) -> fraction(A * D - C * B, B * D).
solve(A, B) -> case eliminate([R ++ [X] || {R, X} <- zip(A, B)], length(A)) of singular -> singular; E -> [nth(length(A) + 1, R) || R <- E] end.
spiral([]) -> [];
spiral([R | T]) -> R ++ spiral(lists:reverse(transpose(T))).
