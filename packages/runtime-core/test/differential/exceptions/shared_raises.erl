%% Code that raises and is shared by places whose frames differ: compilers of OTP write such labels and calls.
-module(shared_raises).
-export([cases/0, list/1, attribute/1, pairs/3, same/1]).

cases() ->
    [{F, [X]} || F <- [list, attribute], X <- [{list, [1, [2]]}, {list, [1, 2, 3]}, {list, a}, {atom, 1}, b, {list, [1, {list, [2]}]}]]
    ++ [{pairs, [A, B, C]} || A <- [none, {t, 1}, x], B <- [none, {t, 2}, y], C <- [1, 2, 3]]
    ++ [{same, [X]} || X <- [a, {b}, 1, []]].

kind({K, _}) -> K;
kind(X) -> X.
value({_, V}) -> V.

%% The frame is trimmed on the way to one of the throws.
attribute(X) ->
    case kind(X) of
        list ->
            case value(X) of
                [A] -> count(A);
                _ -> throw(syntax_error)
            end;
        _ -> throw(syntax_error)
    end.
count(X) -> {counted, X}.

list(X) ->
    try attribute(X) of
        R -> R
    catch
        throw:syntax_error -> again(X)
    end.
again(X) -> {again, kind(X)}.

meet({t, A}, {t, B}) -> {t, {A, B}};
meet(none, _) -> none;
meet(_, _) -> other.

%% One case_clause for several cases with frames of their own.
pairs(A, B, 1) ->
    case meet(A, B) of
        {t, X} -> [meet({t, X}, B), B];
        none -> none
    end;
pairs(A, B, 2) ->
    case meet(B, A) of
        {t, X} -> Y = meet({t, X}, A), Z = meet(B, Y), {X, Y, Z};
        none -> [none]
    end;
pairs(A, B, C) ->
    R = meet(A, B),
    case meet(B, R) of
        {t, X} -> {C, kind(X), R};
        none -> C
    end.

same(X) ->
    Y = count(X),
    Z = kind(Y),
    case kind(Z) of
        counted when is_atom(X) -> {Y, Z};
        counted when is_tuple(X) -> erlang:error({bad, Y});
        _ -> erlang:error(badarg, [X])
    end.
