%% div and rem with operands of all signs and sizes.
-module(division_signs).
-export([cases/0, quotient/2, remainder/2, both/2, constant/1, floor_div/2, identity/2]).

cases() ->
    Xs = [0, 1, -1, 7, -7, 134217727, -134217728, 1 bsl 40, -(1 bsl 40), 1 bsl 63, -(1 bsl 63), 1 bsl 90],
    [{F, [X, Y]} || F <- [quotient, remainder], X <- [7, -7, -134217728, -(1 bsl 63), 1 bsl 90], Y <- [1, -1, 3, -3, 1 bsl 27, -(1 bsl 63), 0, a]]
    ++ [{F, [X, Y]} || F <- [both, floor_div, identity], X <- Xs, Y <- [5, -5]]
    ++ [{constant, [X]} || X <- Xs].

quotient(X, Y) -> X div Y.
remainder(X, Y) -> R = X rem Y, {R}.
both(X, Y) -> {X div Y, X rem Y}.
constant(X) -> [X div 1, X div -1, X div 2, X rem 2, X div 10, X rem -10, X div 1024, X rem 1024, X div 134217728].
floor_div(X, Y) ->
    case X rem Y of
        0 -> X div Y;
        R when (R < 0) =/= (Y < 0) -> X div Y - 1;
        _ -> X div Y
    end.
identity(X, Y) -> (X div Y) * Y + X rem Y =:= X andalso abs(X rem Y) < abs(Y).
