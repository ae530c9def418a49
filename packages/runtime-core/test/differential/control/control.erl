%% Branches, selections, matching and the errors of no match.
-module(control).
-record(point, {x, y}).
-export([cases/0, dense/1, sparse/1, atoms/1, wide/1, mixed/1, arity/1, nested/2, strings/1, point/1, set_x/2, shape/1, tagged/1,
         if_only/1, case_only/1, match_only/1, clause/2, guards/2, boolean/2, loop/3, while/2, many/12, deep_case/1, negative/1,
         swap/2, literal/1, select_y/2]).

cases() ->
    Terms = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 99, 100, 1000, -1, -5, 1 bsl 27, 1 bsl 64, 1.0, a, b, c, monday, sunday, [], [a], {a}, {a, b},
             {a, b, c}, {point, 1, 2}, {point, 1}, {circle, 3}, {square, 4}, {}, "abc", "", <<1>>],
    [{F, [T]} || F <- [dense, sparse, atoms, wide, mixed, arity, strings, point, shape, tagged, if_only, case_only, match_only, deep_case,
                       negative, literal], T <- Terms] ++
    [{F, [A, B]} || F <- [nested, clause, guards, boolean, swap, select_y], A <- [0, 1, 2, true, false, a, [1]], B <- [0, 1, 2, true, false, a]] ++
    [{set_x, [{point, 1, 2}, new]}, {set_x, [{other, 1, 2}, new]}, {loop, [100000, 1, 2]}, {while, [10, []]},
     {many, lists:seq(1, 12)}].

dense(0) -> zero; dense(1) -> one; dense(2) -> two; dense(3) -> three; dense(4) -> four; dense(6) -> six; dense(7) -> seven; dense(_) -> other.
sparse(1) -> a; sparse(10) -> b; sparse(100) -> c; sparse(1000) -> d; sparse(-5) -> e; sparse(134217728) -> f; sparse(_) -> other.
negative(-1) -> a; negative(-2) -> b; negative(-3) -> c; negative(-5) -> d; negative(0) -> e; negative(X) -> X.
atoms(monday) -> 1; atoms(tuesday) -> 2; atoms(sunday) -> 7; atoms(a) -> a; atoms(b) -> b; atoms(_) -> none.
wide(18446744073709551616) -> big; wide(1.0) -> float; wide(2) -> two; wide(a) -> atom; wide(_) -> other.
mixed(1) -> int; mixed(a) -> atom; mixed([]) -> nil; mixed(X) when is_tuple(X) -> tuple; mixed(_) -> other.
literal({a, b}) -> ab; literal([a]) -> list; literal("abc") -> string; literal(<<1>>) -> binary; literal(_) -> other.

arity({}) -> 0; arity({A}) -> {1, A}; arity({A, _}) -> {2, A}; arity({_, _, C}) -> {3, C}; arity(_) -> none.

select_y(A, B) ->
    C = id(A),
    D = id(B),
    case C of 0 -> D; 1 -> {D}; 2 -> [D]; true -> D =:= true; a -> other; _ -> C end.

id(X) -> X.

nested(A, B) ->
    case A of
        0 -> case B of 0 -> zz; 1 -> zo; _ -> z end;
        1 -> case B of true -> ot; false -> 'of' end;
        _ when B =:= A -> same;
        [X] -> case X of B -> match; _ -> {no, X} end;
        true -> if B -> both; true -> not_both end;
        _ -> none
    end.

strings("abc") -> abc; strings("abd") -> abd; strings("") -> empty; strings([a | T]) -> T; strings(_) -> no.

point(#point{x = X, y = Y}) -> {X, Y};
point({circle, R}) -> R.

set_x(P, X) -> P#point{x = X}.

shape({circle, R}) -> {c, R};
shape({square, S}) -> {s, S};
shape({point, X, Y}) -> {p, X, Y};
shape(Other) -> {unknown, Other}.

tagged({a, b}) -> ab; tagged({a, _}) -> a; tagged({point, 1, X}) -> X; tagged(_) -> no.

if_only(X) -> if X =:= a -> yes; is_integer(X), X > 3 -> large end.

case_only(X) -> case X of a -> yes; {a, Y} -> Y; [Z] -> Z end.

match_only(X) -> {a, Y} = X, Y.

clause(0, a) -> one;
clause(A, B) when A =:= B -> same.

guards(A, B) when A =:= true orelse B =:= true -> or_;
guards(A, B) when is_integer(A) andalso A > 0 andalso B < 2 -> and_;
guards(A, B) when not (A =:= a), B =/= a -> not_;
guards(_, _) -> none.

boolean(A, B) ->
    [catch_and(A, B), A =:= true andalso B, A =:= false orelse B].

catch_and(A, B) when is_boolean(A), is_boolean(B) -> {A and B, A or B, A xor B, not A};
catch_and(A, B) -> {A, B}.

loop(0, A, B) -> {A, B};
loop(N, A, B) when A > B -> loop(N - 1, B, A);
loop(N, A, B) -> loop(N - 1, A + 2, B + 1).

while(0, Acc) -> Acc;
while(N, Acc) -> while(N - 1, [{N, length(Acc)} | Acc]).

swap(A, B) -> pair(B, A).
pair(A, B) -> {A, B}.

many(A, B, C, D, E, F, G, H, I, J, K, L) -> many_more(L, K, J, I, H, G, F, E, D, C, B, A, A + L, B * K, {C, D}, [E | F], G, H).
many_more(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R) ->
    X = rotate(R, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q),
    {X, A, R, rotate(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, X)}.
rotate(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R) -> [R, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q].

deep_case(X) ->
    A = case X of 1 -> a; 2 -> b; _ -> c end,
    B = case A of a -> [A]; b -> {A}; _ -> A end,
    C = case B of [_] -> 1; {_} -> 2; _ -> 3 end,
    {A, B, C}.
