%% Tail calls of the function itself and of others, many times.
-module(tail_calls).
-export([cases/0, even/1, states/2, swap/3, last_in_case/2, deep/2, ack/2, mutual/3, accumulate/2]).

cases() -> [{even, [N]} || N <- [0, 1, 10, 9999]] ++ [{states, [S, a]} || S <- ["", "a", "ab", "aab", "abc", "cba", "x"]] ++ [{swap, [N, 1, b]} || N <- [0, 1, 2, 1001]] ++ [{last_in_case, [N, X]} || N <- [0, 1, 5, 500], X <- [x, []]] ++ [{deep, [N, 0]} || N <- [0, 10, 5000]] ++ [{ack, [M, N]} || M <- [0, 1, 2], N <- [0, 1, 5]] ++ [{mutual, [N, 0, 1]} || N <- [0, 7, 300]] ++ [{accumulate, [N, X]} || N <- [0, 3, 20], X <- [[], <<>>]].

even(0) -> true;
even(N) -> odd(N - 1).
odd(0) -> false;
odd(N) -> even(N - 1).
states([$a | T], a) -> states(T, b);
states([$b | T], b) -> states(T, c);
states([$a | T], b) -> states(T, b);
states([C | _], S) -> {stopped, C, S};
states([], S) -> {done, S}.
swap(0, A, B) -> {A, B};
swap(N, A, B) -> swap(N - 1, B, A).
last_in_case(N, X) -> case N of 0 -> X; _ when N rem 2 =:= 0 -> if N > 100 -> last_in_case(N - 3, X); true -> last_in_case(N - 1, X) end; _ -> try_it(N - 1, X) end.
try_it(N, X) -> Y = try id(X) catch _:_ -> none end, last_in_case(N, Y).
id(X) -> X.
deep(0, S) -> S;
deep(N, S) -> case deeper(N) of M when M rem 2 =:= 0 -> deep(N - 1, S + 1); M -> deep(N - 1, S + M) end.
deeper(N) -> N band 7.
ack(0, N) -> N + 1;
ack(M, 0) -> ack(M - 1, 1);
ack(M, N) -> ack(M - 1, ack(M, N - 1)).
mutual(0, A, B) -> {A, B};
mutual(N, A, B) -> other(B, N, A).
other(B, N, A) when A > 1000000 -> mutual(N - 1, A rem 7, B);
other(B, N, A) -> mutual(N - 1, B, A + B).
accumulate(0, X) -> X;
accumulate(N, X) when is_list(X) -> accumulate(N - 1, [N | X]);
accumulate(N, X) -> accumulate(N - 1, <<X/binary, N>>).
