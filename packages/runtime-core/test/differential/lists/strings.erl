%% Strings as lists of characters.
-module(strings).
-export([cases/0, upper/1, trim/1, split/2, join/2, replace/3, index/2, pad/2, caesar/2, palindrome/1, numbers/1]).

cases() ->
    Ts = ["", "a", "  two words  ", "a,b,,c", "Never odd or even", [960, 8364, 65], "x1y22z333"],
    [{F, [T]} || F <- [upper, trim, palindrome, numbers], T <- Ts] ++ [{split, [T, C]} || T <- Ts, C <- ", "] ++ [{join, [L, S]} || L <- [[], ["a"], ["a", "b", ""]], S <- ["", ", "]] ++ [{replace, [T, A, B]} || T <- Ts, {A, B} <- [{"o", "0"}, {"ev", ""}]] ++ [{index, [T, S]} || T <- Ts, S <- ["", "w", ",,", "even"]] ++ [{pad, [T, N]} || T <- ["", "ab"], N <- [0, 1, 4]] ++ [{caesar, [T, N]} || T <- ["abcXYZ!", ""], N <- [0, 3, 13, 29]].

upper(T) -> [if C >= $a, C =< $z -> C - 32; true -> C end || C <- T].
trim(T) -> lists:reverse(front(lists:reverse(front(T)))).
front([C | T]) when C =:= $ ; C =:= $\t -> front(T);
front(T) -> T.
split(T, C) -> split(T, C, []).
split([C | T], C, W) -> [lists:reverse(W) | split(T, C, [])];
split([X | T], C, W) -> split(T, C, [X | W]);
split([], _, W) -> [lists:reverse(W)].
join([], _) -> "";
join([W], _) -> W;
join([W | T], S) -> W ++ S ++ join(T, S).
replace([], _, _) -> [];
replace([H | R] = T, A, B) -> case prefix(A, T) of {yes, U} -> B ++ replace(U, A, B); no -> [H | replace(R, A, B)] end.
prefix([C | T], [C | U]) -> prefix(T, U);
prefix([], U) -> {yes, U};
prefix(_, _) -> no.
index(T, S) -> index(T, S, 0).
index(T, S, N) -> case prefix(S, T) of {yes, _} -> N; no when T =:= [] -> none; no -> index(tl(T), S, N + 1) end.
pad(T, N) when length(T) >= N -> T;
pad(T, N) -> pad([$. | T], N).
caesar(T, N) -> [shift(C, N) || C <- T].
shift(C, N) when C >= $a, C =< $z -> (C - $a + N) rem 26 + $a;
shift(C, N) when C >= $A, C =< $Z -> (C - $A + N) rem 26 + $A;
shift(C, _) -> C.
palindrome(T) -> L = [C || C <- upper(T), C =/= $ ], L =:= lists:reverse(L).
numbers(T) -> numbers(T, none).
numbers([D | T], none) when D >= $0, D =< $9 -> numbers(T, D - $0);
numbers([D | T], N) when D >= $0, D =< $9 -> numbers(T, N * 10 + D - $0);
numbers([_ | T], none) -> numbers(T, none);
numbers([_ | T], N) -> [N | numbers(T, none)];
numbers([], none) -> [];
numbers([], N) -> [N].
