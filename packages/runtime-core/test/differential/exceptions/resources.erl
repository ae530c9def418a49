%% Programs that clean up after exceptions.
-module(resources).
-export([cases/0, use/2, twice/2, transaction/1, cleanup/2, balance/1]).

cases() -> [{use, [A, B]} || A <- [1, a, fail], B <- [ok, fail, 0]] ++ [{twice, [A, B]} || A <- [ok, fail], B <- [ok, fail, x]] ++ [{transaction, [L]} || L <- [[], [{put, a, 1}], [{put, a, 1}, {put, b, 2}, abort], [{put, a, 1}, {add, a, 5}, {add, b, 1}], [{put, a, x}, {add, a, 1}]]] ++ [{cleanup, [L, X]} || L <- [[], [1, 2, 3]], X <- [2, 7]] ++ [{balance, [L]} || L <- [[], [5, -3], [5, -9, 1], [a], [1, 1.5]]].

act(fail) -> error(failed);
act(0) -> throw(zero);
act(X) -> X.
open(X) -> put(open, [X | opened()]), X.
close(X) -> put(open, opened() -- [X]).
opened() -> case get(open) of undefined -> []; L -> L end.
use(A, B) -> R = try open(A), act(A), try open(B), act(B) after close(B) end of V -> {ok, V} catch C:E -> {C, E} after close(A) end, {R, erase(open)}.
twice(A, B) -> try {with(A, fun(X) -> with(B, fun(Y) -> [act(X) | act(Y)] end) end), erase(open)} catch error:R -> {R, erase(open)} end.
with(X, F) -> open(X), try F(X) after close(X) end.
transaction(L) -> try {commit, run(L, #{})} catch throw:{abort, M} -> {abort, M}; error:{badkey, K} -> {no, K}; error:badarith -> bad end.
run([{put, K, V} | T], M) -> run(T, M#{K => V});
run([{add, K, V} | T], M) -> run(T, M#{K := map_get(K, M) + V});
run([abort | _], M) -> throw({abort, M});
run([], M) -> M.
cleanup(L, X) -> try step(L, X, []) catch throw:Done -> {undone, [{undo, Y} || Y <- Done]} end.
step([X | _], X, D) -> throw(D);
step([H | T], X, D) -> step(T, X, [H | D]);
step([], _, D) -> D.
balance(L) -> balance(L, 0).
balance([H | T], B) when B + H >= 0 -> balance(T, B + H);
balance([H | _], B) when is_number(H) -> try throw({short, B + H}) catch {short, N} when N < -3 -> exit({short, N}) end;
balance([], B) -> B;
balance([H | _], B) -> error({not_a_number, H}, [H, B]).
