%% Chains of steps of which any may fail.
-module(maybe_like).
-export([cases/0, chain/1, steps/2, pipeline/2, fold/2, default/2, nested/3, early/1]).

cases() -> [{chain, [X]} || X <- ["12", "0", "x", "", "99", a]] ++ [{steps, [A, B]} || A <- [{ok, 1}, error, {ok, x}, {error, e}], B <- [{ok, 2}, {error, f}]] ++ [{pipeline, [X, L]} || X <- [1, 5], L <- [[], [inc], [inc, half], [half, half, inc], [fail, inc], [nope]]] ++ [{fold, [L, X]} || L <- [[], [1, 2], [1, stop, 2], [1, a]], X <- [0]] ++ [{default, [X, D]} || X <- [undefined, 1, {some, 2}], D <- [0]] ++ [{nested, [A, B, C]} || A <- [true, false], B <- [1, 2], C <- [x, y]] ++ [{early, [L]} || L <- [[], [1, 3, 4, 5], [1, 3]]].

chain(X) ->
    case parse(X) of
        {ok, N} ->
            case check(N) of
                {ok, M} -> case divide(M) of {ok, R} -> {ok, R}; {error, zero} -> zero end;
                {error, R} -> {bad, R}
            end;
        {error, _} = E -> E
    end.
parse(X) when is_list(X), X =/= [] -> try {ok, list_to_integer(X)} catch error:badarg -> {error, {parse, X}} end;
parse(_) -> {error, none}.
check(N) when N < 50 -> {ok, N};
check(N) -> {error, {large, N}}.
divide(0) -> {error, zero};
divide(N) -> {ok, 100 div N}.
steps(A, B) -> try {ok, X} = A, {ok, Y} = B, X + Y catch error:{badmatch, M} -> {failed, M}; error:R -> R end.
pipeline(X, []) -> {ok, X};
pipeline(X, [S | T]) -> case step(S, X) of {ok, Y} -> pipeline(Y, T); E -> {E, X, T} end.
step(inc, X) -> {ok, X + 1};
step(half, X) when X rem 2 =:= 0 -> {ok, X div 2};
step(half, _) -> odd;
step(fail, X) -> {error, X};
step(S, _) -> {unknown, S}.
fold([stop | T], X) -> {stopped, X, T};
fold([H | T], X) when is_integer(H) -> fold(T, X + H);
fold([H | _], X) -> {bad, H, X};
fold([], X) -> X.
default(undefined, D) -> D;
default({some, X}, _) -> X;
default(X, D) -> {X, D}.
nested(A, B, C) -> case A of true when B =:= 1 -> case C of x -> 1; _ -> 2 end; true -> case C of y -> 3; _ -> B end; false -> if B > 1, C =:= x -> 4; true -> {B, C} end end.
early(L) -> case [X || X <- L, X rem 2 =:= 0] of [X | _] -> {even, X}; [] when L =:= [] -> empty; [] -> none end.
