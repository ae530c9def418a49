%% length, hd and tl in guards and in bodies.
-module(length_and_ends).
-export([cases/0, lengths/1, in_guard/1, ends/1, compare/2, bounded/2, improper/1]).

cases() ->
    Ls = [[], [1], [1, 2], [1, 2, 3], [[]], [1 | 2], [1, 2 | 3], x, "abcdef", {}],
    [{F, [L]} || F <- [lengths, in_guard, ends, improper], L <- Ls] ++ [{compare, [A, B]} || A <- Ls, B <- [[], [1, 2], [1 | 2]]] ++ [{bounded, [L, N]} || L <- Ls, N <- [0, 2, a]].

lengths(L) -> N = length(L), {N, N * 2}.
in_guard(L) when length(L) =:= 0 -> empty;
in_guard(L) when hd(L) =:= tl(L) -> same;
in_guard(L) when length(L) < 3, hd(L) > 0 -> short;
in_guard([_ | T] = L) when length(T) =:= 2; hd(T) =:= 2 -> {three, hd(L)};
in_guard(L) when tl(L) =:= 2; hd(tl(L)) =:= $b -> tail;
in_guard(_) -> none.
ends(L) -> [hd(L) | tl(L)].
compare(A, B) when length(A) > length(B) -> longer;
compare(A, B) when length(A) =:= length(B) -> same;
compare(A, B) when hd(A) == hd(B) -> head;
compare(A, _) when not is_list(A) -> none;
compare(_, _) -> other.
bounded(L, N) when length(L) =< N -> {L, N};
bounded(L, N) when is_integer(N), length(L) > N -> bounded(tl(L), N);
bounded(_, _) -> bad.
improper(L) -> try length(L) catch error:badarg -> try tl(L) catch error:R -> R end end.
