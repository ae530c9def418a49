-module(native_records).
-export([cases/0]).
-export([default/0, private/1, all/1, field/1, put/2, put_two/3, any_field/1, any_put/2, any_match/1, match/1, bind/1, is2/1, is_own/1, is_named/3,
         in_guard/1, any_in_guard/1, other/1, other_match/1, other_field/1, other_put/2, literals/0, nested/1, deep/1, loop/2,
         empty/0, swapped/1, wide/1, get_wide/1, in_fun/1, kind/1, try_field/1]).
-export_record([point, other]).

-record #point{x = 1, y}.
-record #hidden{a = [], b = {1, 2}, c}.
-record #empty{}.
-record #other{x = 9}.
-record #wide{a = 1, b = -1, c = 2.5, d = "text", e = <<"bytes">>, f = #{k => v}, g = 1 bsl 70, h = -300, i = 100000, j = 'an atom', k = $k,
              l = [], m = [1 | 2], n = [[]], o = true, p = 134217728}.

default() -> #point{y = 2}.
private(V) -> #hidden{c = V}.
all(V) -> #hidden{c = V, b = V, a = V}.
field(R) -> R#point.y.
put(R, V) -> R#point{y = V}.
put_two(R, V, W) -> R#point{y = V, x = W}.
any_field(R) -> R#_.y.
any_put(R, V) -> R#_{y = V}.
any_match(#_{y = Y}) -> {y, Y};
any_match(_) -> none.
match(#point{x = 1, y = Y}) -> {one, Y};
match(#point{x = X}) -> {point, X};
match(#hidden{a = A, b = B, c = 3}) -> {A, B};
match(#hidden{}) -> hidden;
match({point, X, _}) -> {tuple, X};
match(_) -> none.
bind(#point{x = X, y = Y}) -> [X, Y].
is2(R) when is_record(R, point) -> point;
is2(R) when is_record(R) -> record;
is2(_) -> none.
is_own(R) -> {is_record(R, point), is_record(R, native_records, hidden), is_record(R)}.
is_named(R, M, N) -> [is_record(R, M, N)].
in_guard(R) when R#point.x =:= 1 -> one;
in_guard(R) when R#point.y > 1 -> y;
in_guard(_) -> no.
any_in_guard(R) when R#_.y =:= 2 -> two;
any_in_guard(_) -> no.
other(V) -> #elsewhere:point{x = V}.
other_match(#elsewhere:point{x = X}) -> X;
other_match(_) -> none.
other_field(R) -> R#elsewhere:point.x.
other_put(R, V) -> R#elsewhere:point{x = V}.
literals() -> [#point{y = 2}, #point{x = a, y = [b]}, {#hidden{c = 1}}, #empty{}].
nested(N) -> #point{x = #point{y = N}, y = #hidden{c = #empty{}}}.
deep(0) -> #empty{};
deep(N) -> #point{x = N, y = deep(N - 1)}.
loop(R, 0) -> R;
loop(R = #point{x = X}, N) -> loop(R#point{x = X + N, y = [N]}, N - 1).
empty() -> #empty{}.
swapped(#point{x = Y, y = X}) -> #point{x = X, y = Y}.
wide(V) -> #wide{a = V}.
get_wide(#wide{a = A, b = B, c = C, d = D, e = E, f = F, g = G, h = H, i = I, j = J}) -> {A, B, C, D, E, F, G, H, I, J};
get_wide(_) -> none.
in_fun(R) -> (fun(V) -> R#point{x = V} end)(5).
kind(R) ->
    case R of
        #point{} -> point;
        #hidden{} -> hidden;
        #empty{} -> empty;
        {_, _} -> pair;
        _ when is_map(R) -> map;
        _ -> other
    end.
try_field(R) -> try R#point.y catch C:E -> {C, E} end.

cases() ->
    P = #point{y = 2}, H = #hidden{c = 3}, E = #empty{}, O = #other{},
    Same = records:create(native_records, point, [{y, 5}, {z, 6}], #{is_exported => true}),
    Closed = records:create(elsewhere, point, [{x, 7}, {y, 8}], #{is_exported => false}),
    Open = records:create(elsewhere, point, [{x, 7}, {y, 8}], #{is_exported => true}),
    No = records:create(elsewhere, point, [{q, 7}], #{is_exported => true}),
    Terms = [P, H, E, O, Same, Closed, Open, No, #point{x = 5, y = 6}, #hidden{c = 4}, {point, 1, 2}, {point, 1}, #{}, [], a, 1, <<>>, P#point{x = {P}}],
    One = [field, any_field, any_match, match, bind, is2, is_own, in_guard, any_in_guard, other_match, other_field, swapped, get_wide, in_fun, kind,
           try_field],
    [{default, []}, {literals, []}, {empty, []}] ++
    [{F, [V]} || F <- [private, all, nested, wide, other], V <- [1, a, P, [x]]] ++
    [{F, [T]} || F <- One, T <- Terms] ++
    [{F, [T, v]} || F <- [put, any_put, other_put], T <- Terms] ++
    [{put_two, [T, v, w]} || T <- Terms] ++
    [{get_wide, [#wide{}]}, {match, [#wide{}]}] ++
    [{is_named, [T, M, N]} || T <- [P, H, Open, Closed, {elsewhere, 1}, x], M <- [native_records, elsewhere, 1], N <- [point, hidden, 2, "n", -1]] ++
    [{deep, [N]} || N <- [0, 1, 10, 300]] ++
    [{loop, [P, N]} || N <- [0, 1, 10, 1000]] ++ [{loop, [H, 3]}].
