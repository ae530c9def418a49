%% Queues of two lists, heaps, rings.
-module(queues_and_heaps).
-export([cases/0, queue/1, deque/1, heap/1, sort/1, stack/1, ring/2, pairing/1]).

cases() -> Os = [[], [{in, 1}], [{in, 1}, {in, 2}, out, {in, 3}, out, out, out], [out, {in, a}, out]], [{F, [O]} || F <- [queue, deque, stack], O <- Os] ++ [{F, [L]} || F <- [heap, sort, pairing], L <- [[], [1], [3, 1, 2], [5, 5, 1, 9, 0, -1], "heapsort", [a, 1, {}, 2.0]]] ++ [{ring, [N, K]} || N <- [1, 5, 10], K <- [1, 2, 3]].

queue(O) -> queue(O, {[], []}, []).
queue([{in, X} | T], {I, O}, L) -> queue(T, {[X | I], O}, L);
queue([out | T], {[], []} = Q, L) -> queue(T, Q, [empty | L]);
queue([out | T], {I, []}, L) -> queue([out | T], {[], lists:reverse(I)}, L);
queue([out | T], {I, [X | O]}, L) -> queue(T, {I, O}, [X | L]);
queue([], Q, L) -> {Q, lists:reverse(L)}.
deque(O) -> deque(O, {0, #{}}, 0).
deque([{in, X} | T], {N, M}, F) -> deque(T, {N + 1, M#{F + N => X}}, F);
deque([out | T], {N, M}, F) when N > 0 -> deque(T, {N - 1, maps:remove(F, M)}, F + 1);
deque([out | T], D, F) -> deque(T, D, F);
deque([], {N, M}, F) -> {N, F, M}.
stack(O) -> stack(O, []).
stack([{in, X} | T], S) -> stack(T, [X | S]);
stack([out | T], [_ | S]) -> stack(T, S);
stack([out | _], []) -> underflow;
stack([], S) -> S.
heap(L) -> insert_all(L, e).
insert_all([X | T], H) -> insert_all(T, merge({1, X, e, e}, H));
insert_all([], H) -> H.
merge(A, e) -> A;
merge(e, B) -> B;
merge({_, X, L, R}, {_, Y, _, _} = B) when X =< Y -> make(X, L, merge(R, B));
merge(A, {_, Y, L, R}) -> make(Y, L, merge(A, R)).
make(X, L, R) -> case {rank(L), rank(R)} of {A, B} when A >= B -> {B + 1, X, L, R}; {A, _} -> {A + 1, X, R, L} end.
rank(e) -> 0;
rank({N, _, _, _}) -> N.
sort(L) -> take(heap(L)).
take(e) -> [];
take({_, X, L, R}) -> [X | take(merge(L, R))].
pairing(L) -> drain(join_all([{X, []} || X <- L])).
join_all([A, B | T]) -> join(join(A, B), join_all(T));
join_all([A]) -> A;
join_all([]) -> none.
join(A, none) -> A;
join({X, S}, {Y, _} = B) when X < Y -> {X, [B | S]};
join(A, {Y, T}) -> {Y, [A | T]}.
drain(none) -> [];
drain({X, S}) -> [X | drain(join_all(S))].
ring(N, K) -> ring(seq(N), [], K, 1, []).
ring([], [], _, _, O) -> lists:reverse(O);
ring([], B, K, I, O) -> ring(lists:reverse(B), [], K, I, O);
ring([H | T], B, K, K, O) -> ring(T, B, K, 1, [H | O]);
ring([H | T], B, K, I, O) -> ring(T, [H | B], K, I + 1, O).
seq(0) -> [];
seq(N) -> seq(N - 1) ++ [N].
