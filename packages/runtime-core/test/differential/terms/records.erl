%% Records: construction, updates, patterns.
-module(records).
-export([cases/0, new/2, update/2, match/1, fields/1, nested/2, defaults/0, guards/1, large/2, list/1, bad/1]).

-record(r, {a, b = 2, c = [] :: list()}).
-record(outer, {in = #r{a = 0}, n = 1}).
-record(big, {f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15}).

cases() -> Rs = [{r, 1, 2, []}, {r, x, y, z}, {r, 1, 2}, {s, 1, 2, 3}, {outer, {r, 5, 6, 7}, 2}, r, []], [{new, [A, B]} || A <- [1, a], B <- [2, {b}]] ++ [{update, [R, X]} || R <- Rs, X <- [9]] ++ [{F, [R]} || F <- [match, fields, guards, bad], R <- Rs] ++ [{nested, [R, X]} || R <- Rs, X <- [1, q]] ++ [{defaults, []}] ++ [{large, [A, B]} || A <- [1, a], B <- [2, b]] ++ [{list, [L]} || L <- [[], lists:sublist(Rs, 2), Rs]].

new(A, B) -> {#r{a = A}, #r{b = B, a = A}, #r{_ = B, c = A}}.
update(R, X) -> R#r{a = X, c = [X]}.
match(#r{a = 1, b = B}) -> {one, B};
match(#r{a = A, c = A}) -> same;
match(#r{} = R) -> R#r.b;
match(#outer{in = #r{a = A}}) -> {outer, A};
match(_) -> none.
fields(R) -> {R#r.a, R#r.b, R#r.c}.
nested(#outer{in = I} = O, X) -> O#outer{in = I#r{a = X}, n = I#r.b};
nested(#r{} = R, X) -> #outer{in = R, n = X};
nested(R, X) -> {R, #outer{n = X}}.
defaults() -> [#r{}, #outer{}, #r.a, #r.c, #outer.n, record_info(size, r), record_info(fields, r)].
guards(R) when is_record(R, r), R#r.a =:= 1 -> one;
guards(R) when R#r.b =:= y -> y;
guards(R) when is_record(R, outer) -> outer;
guards(R) when is_record(R, s, 4) -> s;
guards(_) -> none.
large(A, B) -> R = #big{f1 = A, f8 = B, f15 = {A, B}}, S = R#big{f2 = B, f8 = A}, {R, S, S#big{f15 = R#big.f15, f3 = S#big.f2} =:= S, R#big.f9}.
list(L) -> [R#r{b = a} || #r{} = R <- L].
bad(R) -> try R#r{a = 1} catch error:E -> E end.
