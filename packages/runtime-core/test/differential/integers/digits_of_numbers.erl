%% Digits of numbers in several bases.
-module(digits_of_numbers).
-export([cases/0, sum/1, reverse/1, palindrome/1, base/2, value/2, armstrong/1, spell/1]).

cases() ->
    Xs = [0, 7, 10, 121, 153, 407, 9474, 134217728, 12345678987654321, 98765432109876543210],
    [{F, [X]} || F <- [sum, reverse, palindrome, armstrong], X <- Xs] ++ [{base, [X, B]} || X <- [0, 255, 1 bsl 66], B <- [2, 10, 16, 60]]
    ++ [{value, [L, B]} || L <- [[], [1], [1, 2, 3], [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]], B <- [2, 10, 1000]] ++ [{spell, [X]} || X <- [0, 5, 13, 40, 42, 99, 100, 101, 340, 999, 1000]].

sum(0) -> 0;
sum(X) -> X rem 10 + sum(X div 10).
reverse(X) -> reverse(X, 0).
reverse(0, R) -> R;
reverse(X, R) -> reverse(X div 10, R * 10 + X rem 10).
palindrome(X) -> X =:= reverse(X).
base(X, B) -> base(X, B, []).
base(X, B, L) when X < B -> [X | L];
base(X, B, L) -> base(X div B, B, [X rem B | L]).
value(L, B) -> value(L, B, 0).
value([D | T], B, V) -> value(T, B, V * B + D);
value([], _, V) -> V.
armstrong(X) -> L = base(X, 10), N = length(L), powers(L, N, 0) =:= X.
powers([D | T], N, S) -> powers(T, N, S + power(D, N));
powers([], _, S) -> S.
power(_, 0) -> 1;
power(X, N) -> X * power(X, N - 1).
spell(X) when X < 10 -> element(X + 1, {zero, one, two, three, four, five, six, seven, eight, nine});
spell(X) when X < 20 -> element(X - 9, {ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen});
spell(X) when X < 100, X rem 10 =:= 0 -> element(X div 10 - 1, {twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety});
spell(X) when X < 100 -> [spell(X - X rem 10), spell(X rem 10)];
spell(X) when X < 1000, X rem 100 =:= 0 -> [spell(X div 100), hundred];
spell(X) when X < 1000 -> spell(X - X rem 100) ++ ['and', spell(X rem 100)].
