%% Roman numerals there and back.
-module(roman_numerals).
-export([cases/0, to/1, from/1, both/1, add/2]).

cases() -> [{to, [N]} || N <- [0, 1, 4, 9, 14, 40, 90, 400, 1994, 3999, -1, a]] ++ [{from, [S]} || S <- ["", "I", "IV", "MCMXCIV", "IIII", "ABC", "XLII"]] ++ [{both, [N]} || N <- [1, 49, 888, 2024]] ++ [{add, [A, B]} || A <- ["IV", "XL"], B <- ["V", "?"]].

to(N) when N > 0 -> to(N, [{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}]);
to(0) -> "".
to(0, _) -> "";
to(N, [{V, S} | _] = L) when N >= V -> S ++ to(N - V, L);
to(N, [_ | T]) -> to(N, T).
from(S) -> from([value(C) || C <- S], 0).
from([A, B | T], S) when A < B -> from([B | T], S - A);
from([A | T], S) -> from(T, S + A);
from([], S) -> S.
value($I) -> 1; value($V) -> 5; value($X) -> 10; value($L) -> 50; value($C) -> 100; value($D) -> 500; value($M) -> 1000.
both(N) -> from(to(N)) =:= N.
add(A, B) -> to(from(A) + from(B)).
