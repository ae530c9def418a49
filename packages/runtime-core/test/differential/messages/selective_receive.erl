%% Receive that takes some messages and leaves others.
-module(selective_receive).
-export([cases/0, pick/2, order/1, nested/1, guards/2, priority/1, skip/2, rest/1]).

cases() -> Ls = [[], [1], [3, 1, 2], [a, 1, b, 2], [{x, 1}, {y, 2}, {x, 3}], [high, low, high]], [{pick, [X, L]} || X <- [1, a, {y, 2}, none], L <- Ls] ++ [{F, [L]} || F <- [order, nested, priority, rest], L <- Ls] ++ [{guards, [N, L]} || N <- [0, 1, 5], L <- Ls] ++ [{skip, [N, L]} || N <- [0, 1, 3], L <- Ls].

send([H | T]) -> self() ! H, send(T);
send([]) -> ok.
flush() -> receive X -> [X | flush()] after 0 -> [] end.
pick(X, L) -> send(L), R = receive X -> found after 0 -> missing end, {R, flush()}.
order(L) -> send(L), A = receive {x, N} -> {x, N} after 0 -> none end, B = receive {_, _} = T -> T after 0 -> none end, {A, B, flush()}.
nested(L) -> send(L), R = receive X when is_atom(X) -> receive Y when is_integer(Y) -> {X, Y} after 0 -> X end after 0 -> receive {_, N} -> N after 0 -> empty end end, {R, flush()}.
guards(N, L) -> send(L), R = receive X when is_integer(X), X > N -> {more, X}; X when X =:= N -> {same, X}; {_, X} when X < N -> {pair, X} after 0 -> none end, {R, flush()}.
priority(L) -> send(L), R = take(length(L)), {R, flush()}.
take(0) -> [];
take(N) -> receive high -> [high | take(N - 1)] after 0 -> receive X -> [X | take(N - 1)] after 0 -> [] end end.
skip(0, L) -> send(L), flush();
skip(N, L) -> send([skipped]), R = skip(N - 1, L), receive skipped -> R after 0 -> [none | R] end.
rest(L) -> send(L), send([end_]), R = until_end([]), {R, flush()}.
until_end(A) -> receive end_ -> A; X -> until_end([X | A]) end.
