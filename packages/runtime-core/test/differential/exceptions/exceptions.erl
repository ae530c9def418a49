%% try, catch, after: classes, reasons and stack traces, nested and raised again.
-module(exceptions).
-export([cases/0, simple/1, classes/1, only_throw/1, old_catch/1, nested/1, after_part/1, of_part/1, again/1, again_after/1, trace/1,
         deep/1, in_loop/2, in_fun/1, from_fun/2, clause/1, live/3, catch_all/1, raise_new/1, many/1, tail/1, deep_stack/1,
         uncaught_after/1, list_of/1, big_data/1, same_function/1, guard/1, reraise/2, in_handler/1, two/2, catch_value/1, sum/2]).

cases() ->
    Terms = [0, 1, 5, a, [1, 2, 3], {a, b}, "xy", [], 1 bsl 70],
    [{F, [T]} || F <- [simple, classes, only_throw, old_catch, nested, after_part, of_part, again, again_after, trace, deep, in_fun, clause,
                       catch_all, raise_new, many, tail, uncaught_after, list_of, same_function, guard, in_handler, catch_value],
                 T <- Terms] ++
    [{F, [A, B]} || F <- [from_fun, reraise, two], A <- [error, exit, throw, other], B <- Terms] ++
    [{live, [A, B, C]} || A <- [1, a], B <- [2, b], C <- [3, c]] ++
    [{in_loop, [200, []]}, {deep_stack, [3000]}, {big_data, [200]}, {sum, [500, 0]}].

raise(0) -> erlang:error(zero);
raise(1) -> exit(one);
raise(5) -> throw(five);
raise(a) -> 1 + a;
raise([H | _]) -> H;
raise({a, B}) -> B:nothing();
raise(X) when is_list(X) -> hd(X);
raise(X) -> X.

%% Frames of this module, without what the emulator adds to the location.
frames(S) -> [{M, F, A, line(L)} || {M, F, A, L} <- own(S)].
own([{oracle, _, _, _} | _]) -> [];
own([F | T]) -> [F | own(T)];
own([]) -> [].
line([{line, N} | _]) -> N;
line([_ | T]) -> line(T);
line([]) -> none.

simple(X) -> try raise(X) catch error:R -> {caught, R} end.

classes(X) ->
    try raise(X) of
        V -> {value, V}
    catch
        error:R -> {error, R};
        exit:R -> {exit, R};
        throw:R -> {throw, R}
    end.

only_throw(X) -> try {ok, raise(X)} catch R -> {thrown, R} end.

old_catch(X) ->
    case catch raise(X) of
        {'EXIT', {R, S}} -> {exit, R, frames(S)};
        {'EXIT', R} -> {exit, R};
        V -> {value, V}
    end.

catch_value(X) -> [case catch raise(X) of {'EXIT', {R, S}} -> {R, frames(S)}; V -> V end | 1].

nested(X) ->
    try
        try raise(X) catch throw:five -> inner end
    catch
        error:R -> {outer, R};
        exit:_ -> try raise(0) catch error:zero -> {outer, both} end
    end.

after_part(X) ->
    put_in(try raise(X) catch exit:R -> {x, R} after id(X) end).
put_in(X) -> {in, X}.
id(X) -> X.

of_part(X) ->
    try id(X) of
        0 -> raise(0);
        1 -> one;
        Y when is_atom(Y) -> {atom, Y}
    catch
        error:R -> {never, R}
    end.

again(X) ->
    try
        try raise(X) catch C:R -> id({C, R}), erlang:error({again, R}) end
    catch
        C2:R2:S -> {C2, R2, frames(S)}
    end.

again_after(X) ->
    try
        try raise(X) after id(X) end
    catch
        C:R:S -> {C, R, frames(S)}
    end.

trace(X) ->
    try {raise(X)} catch C:R:S -> {C, R, frames(S)} end.

deep(X) -> try {d1(X), 1} catch C:R:S -> {C, R, frames(S)} end.
d1(X) -> {d2(X), 1}.
d2(X) ->
    [d3(X)].
d3(X) -> {raise(X)}.

in_loop(0, Acc) -> Acc;
in_loop(N, Acc) ->
    R = try raise(N rem 7) catch C:E -> {C, E, N} end,
    in_loop(N - 1, [R | Acc]).

in_fun(X) -> F = fun(Y) -> try raise(Y) catch _:R -> {caught, R, X} end end, {F(X), F(0)}.

from_fun(C, X) ->
    F = fun() -> case C of error -> erlang:error(X); exit -> exit(X); throw -> throw(X); other -> {value, X} end end,
    try F() catch C2:R -> {C2, R} end.

clause(X) -> try c(X) catch error:function_clause:S -> {clause, frames(S)}; error:{case_clause, V} -> {case_, V} end.
c(0) -> zero;
c(X) when is_integer(X) -> case X of 1 -> one end.

live(A, B, C) ->
    D = {A, B},
    E = try A + B catch error:badarith -> {bad, D} end,
    F = try id(C) + A catch error:badarith -> {bad, E, C} end,
    {A, B, C, D, E, F}.

catch_all(X) -> try raise(X) catch _:_ -> caught end.

raise_new(X) -> try raise(X) catch _:R -> exit({new, R}) end.

many(X) ->
    A = try raise(X) catch _:R1 -> R1 end,
    B = (catch raise(0)),
    C = try raise(1) catch exit:R2 -> R2 end,
    {A, element(1, B), C}.

tail(X) -> try raise(X) catch error:_ -> tail_target(X) end.
tail_target(X) -> {tail, X}.

deep_stack(N) -> try down(N) catch throw:R -> R end.
down(0) -> throw(bottom);
down(N) -> [N | down(N - 1)].

uncaught_after(X) -> {try raise(X) after id(done) end, 1}.

list_of(X) -> [try raise(Y) catch _:R -> {R, Y} end || Y <- [X, 0, 1, 5]].

big_data(N) ->
    L = seq(N),
    R = try build(L, N) catch throw:{result, T} -> T end,
    {total(L), total(R)}.
build(L, N) -> M = seq(N), throw({result, L ++ M}).
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
total([H | T]) -> H + total(T);
total([]) -> 0.

same_function(X) ->
    try
        Y = element(1, X),
        {Y, hd(X)}
    catch
        error:badarg:S -> {badarg, frames(S)}
    end.

guard(X) -> try raise(X) catch error:R when is_atom(R) -> {atom, R}; _:R when R =:= one; R =:= five -> {one_or_five, R} end.

reraise(C, X) ->
    try
        try from(C, X) catch Class:R:S when C =/= throw -> erlang:raise(Class, {more, R}, S) end
    catch
        C3:R3:S3 -> {C3, R3, frames(S3)}
    end.
from(error, X) -> erlang:error(X);
from(exit, X) -> exit(X);
from(throw, X) -> throw(X);
from(other, X) -> {value, X}.

in_handler(X) ->
    try
        try raise(X) catch _:R -> R + id(x) end
    catch
        error:badarith:S -> {badarith, frames(S)}
    end.

two(C, X) ->
    try from(C, X) of V -> {v, V} catch error:E -> {e, E}; exit:E -> try from(error, E) catch error:E2 -> {ee, E2} end end.

sum(0, Acc) -> Acc;
sum(N, Acc) -> sum(N - 1, try throw(N) catch T -> T + Acc end).
