%% Long division of integers of several hundred bits.
-module(big_division).
-export([cases/0, divide/2, chain/2, digits/2, exact/2, near/1]).

cases() ->
    Bigs = [1 bsl 64, (1 bsl 96) - 1, 123456789012345678901234567890, (1 bsl 128) + 1, -(1 bsl 160), (1 bsl 300) - 12345],
    [{divide, [X, Y]} || X <- Bigs, Y <- [3, 1 bsl 32, (1 bsl 64) - 1, -(1 bsl 96), (1 bsl 127) + 17]]
    ++ [{chain, [X, Y]} || X <- Bigs, Y <- [7, 1 bsl 33]]
    ++ [{digits, [X, B]} || X <- [(1 bsl 200) - 1, 10000000000000000000000], B <- [10, 1000, 1 bsl 40]]
    ++ [{exact, [X, Y]} || X <- Bigs, Y <- Bigs]
    ++ [{near, [N]} || N <- [31, 32, 33, 63, 64, 65, 127, 128]].

divide(X, Y) -> {X div Y, X rem Y}.
chain(0, _) -> [];
chain(X, Y) -> [X rem Y | chain(X div Y, Y * Y)].
digits(X, B) when X < B -> [X];
digits(X, B) -> [X rem B | digits(X div B, B)].
exact(X, Y) -> P = X * Y, {P div X =:= Y, P rem Y, (P + 1) rem Y =:= 1 rem Y, (P - 1) div X}.
%% Quotients whose first guess is too large.
near(N) -> X = (1 bsl N) - 1, Y = X bsl N, {(Y + X) div X, (Y - 1) div X, (Y - 1) rem X, (Y * X - 1) div Y}.
