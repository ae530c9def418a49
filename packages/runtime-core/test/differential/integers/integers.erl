%% Integer arithmetic at the borders of small, 64-bit and wide integers.
-module(integers).
-export([cases/0, add/2, sub/2, mul/2, idiv/2, irem/2, conj/2, disj/2, exor/2, left/2, right/2, neg/1, bitnot/1, absolute/1,
         slash/2, typed_add/2, typed_mul/2, small_ops/2, add_const/1, sub_const/1, mul_const/1, div_const/1, rem_const/1,
         shift_const/1, masked/2, hash/2, lcg/2, fixed/3, horner/1, mixed_run/3, negative_mask/2, unsigned_shift/1,
         guard_ops/2, compare/2, compare_const/1, minmax/2, count/2, sum_squares/2, reorder/2, over_y/2, convert/1]).

values() ->
    [0, 1, -1, 2, -2, 3, 7, 15, 16, -16, 100, 255, 256,
     (1 bsl 26), (1 bsl 27) - 1, 1 bsl 27, -(1 bsl 27), -(1 bsl 27) - 1, (1 bsl 28), (1 bsl 31) - 1, 1 bsl 31, -(1 bsl 31),
     1 bsl 32, (1 bsl 59) - 1, 1 bsl 59, -(1 bsl 59), (1 bsl 62), (1 bsl 63) - 1, 1 bsl 63, -(1 bsl 63), -(1 bsl 63) - 1,
     (1 bsl 64) - 1, 1 bsl 64, -(1 bsl 64), (1 bsl 64) + 12345, 123456789012345678901234567890, -123456789012345678901234567890].

shifts() -> [0, 1, 3, 4, 20, 27, 28, 31, 32, 59, 63, 64, 65, 100, -1, -5, -28, -64, -100].

few() -> [0, 1, -1, 5, (1 bsl 27) - 1, -(1 bsl 27), 1 bsl 40, (1 bsl 63) - 1, -(1 bsl 63), 1 bsl 64, 1.5, foo, [], {a}].

cases() ->
    [{F, [A, B]} || F <- [add, sub, mul, idiv, irem, conj, disj, exor], A <- values(), B <- values()] ++
    [{F, [A, B]} || F <- [left, right], A <- values(), B <- shifts()] ++
    [{F, [A]} || F <- [neg, bitnot, absolute, add_const, sub_const, mul_const, div_const, rem_const, shift_const, horner,
                       unsigned_shift, compare_const, convert], A <- values() ++ [1.5, -2.5, foo]] ++
    [{F, [A, B]} || F <- [add, sub, mul, idiv, irem, conj, disj, exor, left, right, slash, masked, hash, lcg, guard_ops, compare,
                          minmax, negative_mask, reorder, over_y], A <- few(), B <- few()] ++
    [{F, [A, B]} || F <- [masked, hash, lcg, negative_mask, typed_add, typed_mul, small_ops], A <- values(), B <- values()] ++
    [{mixed_run, [A, B, C]} || A <- few(), B <- few(), C <- [0, 3, 1 bsl 30, x]] ++
    [{fixed, [A, B, C]} || A <- few(), B <- few(), C <- [0, 3, 1 bsl 30]] ++
    [{count, [1000000, 0]}, {sum_squares, [3000, 0]}].

add(A, B) -> A + B.
sub(A, B) -> A - B.
mul(A, B) -> A * B.
idiv(A, B) -> A div B.
irem(A, B) -> A rem B.
conj(A, B) -> A band B.
disj(A, B) -> A bor B.
exor(A, B) -> A bxor B.
left(A, B) -> A bsl B.
right(A, B) -> A bsr B.
neg(A) -> -A.
bitnot(A) -> bnot A.
absolute(A) -> abs(A).
slash(A, B) -> A / B.

typed_add(A, B) when is_integer(A), is_integer(B), A >= 0, A < 1000, B >= -1000, B =< 1000 -> {small, A + B, A - B, B - A};
typed_add(A, B) when is_integer(A), is_integer(B) -> {any, A + B, A - B}.

typed_mul(A, B) when is_integer(A), is_integer(B), A >= 0, A < 1000, B >= -1000, B =< 1000 -> {small, A * B, B rem 7, B div 7};
typed_mul(A, B) when is_integer(A), is_integer(B) -> {any, A * B}.

small_ops(A, B) ->
    C = A band 16#ffff,
    D = B band 16#3f,
    {C + D, C * D, C - D, C bsr 3, C bsl 4, C bsr D, C bor D, C bxor D, C div (D + 1), C rem (D + 1)}.

add_const(A) -> {A + 1, A + 134217727, A + (-1), A + 99999999999, 5 + A}.
sub_const(A) -> {A - 1, A - 134217727, A - (-1), 0 - A, 99999999999 - A}.
mul_const(A) -> {A * 2, A * 10, A * -1, A * 65536, 3 * A, A * 0}.
div_const(A) -> {A div 2, A div 10, A div -1, A div 7, A div 99999999999}.
rem_const(A) -> {A rem 2, A rem 10, A rem -1, A rem -7, A rem 99999999999}.
shift_const(A) -> {A bsl 1, A bsl 27, A bsl 40, A bsr 1, A bsr 27, A bsr 80}.

masked(A, B) -> ((A * 31 + B) * 17 - A) band 16#ffffffff.
hash(A, B) -> ((A bsl 5) + A + B) band 16#7ffffff.
lcg(A, B) -> (A * 6364136223846793005 + B) band 16#ffffffffffffffff.
negative_mask(A, B) -> (A * B + 1) band -16.
unsigned_shift(A) -> ((A * 6364136223846793005) band 16#ffffffffffffffff) bsr 33.

fixed(A, B, C) ->
    X = (A * B) bsr 20,
    Y = (A * A) bsr 20,
    Z = X + Y - C,
    {X, Y, Z}.

horner(X) -> ((X * 3 + 7) * X - 5) rem 1000003.

mixed_run(A, B, C) ->
    D = A + B,
    E = D * 3,
    F = E - C,
    G = F bxor 255,
    {D, E, F, G}.

reorder(A, B) ->
    C = B - A,
    D = A * 2 + C,
    [C, D | A].

over_y(A, B) ->
    S = id(A * 2 + B),
    T = id(B * 3 - S),
    (S + T) * 2 - A.

id(X) -> X.

guard_ops(A, B) when A + B > 100 -> {sum, A};
guard_ops(A, B) when A rem B =:= 0 -> {divides, B};
guard_ops(A, B) when A band B =:= 0, A bsr 1 > B -> {disjoint, B};
guard_ops(A, B) when abs(A) > abs(B); A * B < 0 -> {larger, A};
guard_ops(A, _) -> {other, A}.

compare(A, B) -> {A < B, A =< B, A == B, A =:= B, A /= B, A =/= B, A >= B, A > B}.

compare_const(A) ->
    [if A < 5 -> lt; A == 5 -> eq; true -> gt end,
     if A < 134217727 -> lt; A =:= 134217727 -> eq; true -> gt end,
     if A =< 1000000000000 -> le; true -> gt end,
     if 18446744073709551616 =< A -> ge; true -> lt end,
     if A == 1.0 -> one; true -> other end].

minmax(A, B) -> {min(A, B), max(A, B)}.

convert(A) -> {float(A), trunc(A), round(A)}.

count(0, Acc) -> Acc;
count(N, Acc) -> count(N - 1, Acc + N).

sum_squares(0, Acc) -> Acc;
sum_squares(N, Acc) -> sum_squares(N - 1, Acc * 3 + N * N).
