%% Selecting by match specifications: in tables of all types, by keys and ranges of keys, in parts, counting, deleting, replacing. What has no order is sorted.
-module(ets_select).
-export([cases/0, select/3, match/3, parts/4, parts_of_match/4, count/3, delete/3, replace/3, replace_error/2, errors/1, continuation/1, fixed/2, large/2, meanwhile/2, sparse/2, deleted/1, ended/1, bound/2, keypos/1, changed/2, range/2, back/2, select_error/2, same/2]).

types() -> [set, ordered_set, bag, duplicate_bag].
specs() ->
    [[{'_', [], ['$_']}], [{'$1', [], ['$1']}], [{{'$1', '$2'}, [], [{{'$2', '$1'}}]}], [{{'$1', '_'}, [{'>', '$1', 10}], ['$1']}], [{{'$1', '$2'}, [{'=:=', {'rem', '$2', 3}, 0}], ['$$']}], [{{7, '$1'}, [], ['$1']}], [{{7, '_'}, [], ['$_']}],
     [{{7, '$1'}, [], ['$1']}, {{9, '$1'}, [], [{{nine, '$1'}}]}], [{{7, '$1'}, [], [first]}, {{7, '$1'}, [], [second]}], [{{7.0, '_'}, [], ['$_']}], [{{1000, '_'}, [], ['$_']}], [{{'$1', '$1'}, [], ['$1']}], [{{'_', 7}, [], ['$_']}],
     [{a, [], [x]}], [{{'_'}, [], [x]}], [{{'_', '_', '_'}, [], [x]}], [{{}, [], [x]}], [{{{t, '$1'}, '_'}, [], ['$1']}], [{{{t, 3}, '_'}, [], ['$_']}], [{{{'_', 3}, '_'}, [], ['$_']}], [{{[l | '$1'], '$2'}, [], [{{'$1', '$2'}}]}], [{{[l, 2], '$2'}, [], ['$2']}],
     [{{{t, '$1'}, '_'}, [{'<', '$1', 3}], ['$1']}], [{{#{m => '$1'}, '_'}, [], ['$1']}], [{{<<"bin">>, '$1'}, [], ['$1']}], [{{{t, '$1'}, '_'}, [], ['$1']}, {{'$1', '_'}, [{is_integer, '$1'}, {'<', '$1', 4}], ['$1']}],
     [{{'$1', '$2'}, [{'orelse', {'==', '$1', 3}, {is_tuple, '$1'}}], [['$1', {const, const} | '$2']]}], [{{'$1', '_'}, [{is_integer, '$1'}], [{'+', '$1', 1 bsl 60}]}], [{{'$1', '_'}, [], [{hd, '$1'}]}], [{{'$1', '_'}, [{'>', {'*', '$1', 1.5}, 20}], [{'/', '$1', 2}]}]].
patterns() -> ['_', '$1', {'$1', '$2'}, {'$2', '$1'}, {'_', '$1'}, {7, '$1'}, {7.0, '_'}, {'$1', '$1'}, {{t, '$1'}, '_'}, {{t, 2}, '_'}, {[l | '$1'], '_'}, a, {}, {'_'}, '$$', '$_', {'$5', '$3'}, {<<"bin">>, '$1'}, {#{m => '_'}, '$1'}].

cases() ->
    [{select, [T, N, S]} || T <- types(), N <- [0, 20], S <- specs()] ++ [{match, [T, N, P]} || T <- types(), N <- [0, 20], P <- patterns()]
    ++ [{parts, [T, N, S, L]} || T <- types(), N <- [0, 20, 200], S <- [[{'_', [], ['$_']}], [{{'$1', '_'}, [{is_integer, '$1'}], ['$1']}], [{{7, '$1'}, [], ['$1']}], [{{{t, '$1'}, '_'}, [], ['$1']}], [{{1000, '_'}, [], [x]}]], L <- [1, 2, 3, 7, 100, 1000]]
    ++ [{parts_of_match, [T, 20, P, L]} || T <- types(), P <- ['_', {'$1', '_'}, {7, '$1'}], L <- [1, 5, 100]]
    ++ [{count, [T, N, S]} || T <- types(), N <- [0, 20], S <- [[{'_', [], [true]}], [{'_', [], [false]}], [{'_', [], [1]}], [{{'$1', '_'}, [], [{is_integer, '$1'}]}], [{{7, '_'}, [], [true]}], [{{'_', '$1'}, [{'>', '$1', 5}], [true]}]]]
    ++ [{delete, [T, N, S]} || T <- types(), N <- [0, 20, 300], S <- [[{'_', [], [true]}], [{'_', [], [false]}], [{'_', [], [1]}], [{{'$1', '_'}, [], [{is_integer, '$1'}]}], [{{7, '_'}, [], [true]}], [{{'_', '$1'}, [{'>', '$1', 5}], [true]}], [{{{t, '_'}, '_'}, [], [true]}], [{{'$1', '$2'}, [{'=:=', {'rem', '$2', 2}, 0}], [true]}]]]
    ++ [{replace, [T, N, S]} || T <- types(), N <- [5, 20], S <- replacements()] ++ [{replace_error, [T, S]} || T <- [set, bag], S <- [a, [{{'$1', '$2'}, [], [{{'$2', '$1'}}]}]]]
    ++ [{errors, [T]} || T <- types()] ++ [{continuation, [X]} || X <- ['$end_of_table', a, {}, {a, 1, 2, 3, 4, 5}, {a, 1, 2, 3, 4, 5, 6, 7}]] ++ [{fixed, [T, N]} || T <- types(), N <- [10, 100]]
    ++ [{large, [T, N]} || T <- types(), N <- [1000, 35000]] ++ [{meanwhile, [T, N]} || T <- types(), N <- [1000, 30000]] ++ [{sparse, [T, L]} || T <- types(), L <- [1, 3, 100]] ++ [{deleted, [T]} || T <- types()] ++ [{ended, [T]} || T <- types()] ++ [{bound, [T, K]} || T <- types(), K <- [1, 1.0, 2, a, {1, 2}, {1.0, 2}, "s", <<0:800>>, none, #{a => 1}]] ++ [{keypos, [T]} || T <- types()] ++ [{changed, [T, N]} || T <- types(), N <- [1, 7]]
    ++ [{F, [P, L]} || F <- [range, back], P <- [{a, '_', '_'}, {a, 2, '_'}, {b, '$1', x}, {'_', 1, '_'}, {'_', '_', '_'}, {c, '_'}, {a, {'_', 1}, '_'}, {z, '_', '_'}, [1 | '_'], [1, '$1' | '_'], ['_', 2 | '$2'], {#{}, '_', '_'}, {1, 2.0, '_'}, {1.0, '$1', '$1'}], L <- [1, 3, 100]]
    ++ [{select_error, [T, S]} || T <- [set, no_table], S <- [a, [], [{a, b}], [{{'$1'}, [], ['$2']}]]] ++ [{same, [T, N]} || T <- types(), N <- [1, 30]].

filled(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, J}) || I <- seq(N), J <- [I, I * 2 rem 17]],
    [ets:insert(T, {{t, I}, I}) || I <- seq(N div 4)],
    [ets:insert(T, {[l, I], I}) || I <- seq(N div 4)],
    [ets:insert(T, {#{m => I}, I}) || I <- seq(N div 10)],
    N > 0 andalso ets:insert(T, [{<<"bin">>, 1}, {7.5, 2}]),
    T.
order(T, L) -> case ets:info(T, type) of ordered_set -> L; _ -> sort(L) end.
done(T, R) -> ets:delete(T), R.

select(Type, N, S) -> T = filled(Type, N), done(T, {order(T, ets:select(T, S)), case Type of ordered_set -> ets:select_reverse(T, S); _ -> order(T, ets:select_reverse(T, S)) end}).
match(Type, N, P) -> T = filled(Type, N), done(T, {order(T, ets:match(T, P)), order(T, ets:match_object(T, P))}).
parts(Type, N, S, L) ->
    T = filled(Type, N),
    A = collect(fun ets:select/1, ets:select(T, S, L), []),
    B = collect(fun ets:select_reverse/1, ets:select_reverse(T, S, L), []),
    done(T, {[length(X) || X <- A], order(T, flat(A)), [length(X) || X <- B], order(T, flat(B))}).
parts_of_match(Type, N, P, L) ->
    T = filled(Type, N),
    A = collect(fun ets:match/1, ets:match(T, P, L), []),
    B = collect(fun ets:match_object/1, ets:match_object(T, P, L), []),
    done(T, {[length(X) || X <- A], order(T, flat(A)), order(T, flat(B))}).
collect(_, '$end_of_table', A) -> lists:reverse(A);
collect(F, {L, C}, A) -> collect(F, F(C), [L | A]).
count(Type, N, S) -> T = filled(Type, N), done(T, ets:select_count(T, S)).
delete(Type, N, S) ->
    T = filled(Type, N),
    R = ets:internal_select_delete(T, S),
    A = {ets:info(T, size), order(T, ets:select(T, [{'_', [], ['$_']}])), length(keys(T, ets:first(T)))},
    ets:insert(T, {new, 1}),
    done(T, {R, A, ets:lookup(T, new), ets:lookup(T, 7)}).
keys(_, '$end_of_table') -> [];
keys(T, K) -> [K | keys(T, ets:next(T, K))].
replacements() ->
    [[{{'$1', '$2'}, [], [{{'$1', {'+', '$2', 1}}}]}], [{{'$1', '$2'}, [], ['$_']}], [{{'$1', '$2'}, [], [{const, {1, 2}}]}], [{{1, '$2'}, [], [{const, {1, 2}}]}], [{{1, '$2'}, [], [{{1, x}}]}], [{{'$1', '$2'}, [], [{{'$2', '$1'}}]}],
     [{{'$1', '$2'}, [], [{{{element, 1, '$_'}, '$1'}}]}], [{'$1', [], [{{{element, 1, '$1'}, x}}]}], [{'_', [], [{{1, x}}]}], [{'_', [], ['$_']}], [{{'_', x}, [], [{{'_', x}}]}], [{{'$1', '_'}, [], [{{'$1', x, y}}]}], [{{'$1', '_'}, [], [{{}}]}],
     [{{'$1', '_'}, [], [a, '$_']}], [{{'$1', '_'}, [], ['$1']}], [{'$1', [], ['$1']}], [{{{t, '$1'}, '_'}, [], [{{{{t, '$1'}}, 2}}]}], [{{[l, '$1'], '$2'}, [], [{{[l, '$1'], ["long", '$2']}}]}], [{{#{m => '$1'}, '_'}, [], [{{#{m => '$1'}, 2}}]}],
     [{{'$1', '_'}, [{'==', '$1', 1}], [{{'$1', '$_'}}]}], [{{'$1', '_'}, [], [{setelement, 2, '$_', x}]}], [{{{t, 2}, '_'}, [], [{const, {{t, 2}, x}}]}], [{{{t, 2}, '_'}, [], [{{{const, {t, 2}}, x}}]}], [{{{t, 2}, '_'}, [], [{{{{t, 2}}, x}}]}], [{{{t, 2}, '_'}, [], [{{{t, 2}, x}}]}],
     [{{[l, 2], '_'}, [], [{{[l, 2], x}}]}], [{{1, '_'}, [], [{{1.0, 2}}]}], [{{<<"bin">>, '_'}, [], [{{<<"bin">>, 2}}]}], [{{#{}, '_'}, [], [{{#{}, 2}}]}], [{{1, '_'}, [], [{{{const, 1}, 2}}]}], [{{'$1', '_'}, [{is_integer, '$1'}], [{{'$1', {{'$1', "some text"}}}}]}, {{'$1', '_'}, [], [{{'$1', other}}]}], a, []].
replace(Type, N, S) ->
    T = filled(Type, N),
    R = try ets:select_replace(T, S) catch C:E -> {C, E} end,
    done(T, {R, ets:info(T, size), order(T, ets:select(T, [{'_', [], ['$_']}])), [ets:lookup(T, K) || K <- [1, 7, {t, 2}]]}).
replace_error(Type, S) -> T = ets:new(t, [Type]), {ets:select_replace(T, S)}.

errors(Type) ->
    T = filled(Type, 5),
    R = [try apply(ets, F, A) catch C:E -> {F, C, E} end || {F, A} <- [{select, [T, a]}, {select, [T, []]}, {select, [T, [{'_', [], ['$_']}], 0]}, {select, [T, [{'_', [], ['$_']}], -1]}, {select, [T, [{'_', [], ['$_']}], a]}, {select, [T, [a], 1]}, {select, [T, [], 1]}, {select_count, [T, []]}, {match_spec_compile, [[]]}, {select_reverse, [T, a]},
        {select_reverse, [T, [{'_', [], ['$_']}], 0]}, {match, [T, '_', 0]}, {match_object, [T, '_', a]}, {match, [T, {#{'$1' => 1}, '_'}]}, {match_object, [T, #{'_' => 1}]}, {select_count, [T, a]}, {internal_select_delete, [T, []]}, {select, [no_table, [{'_', [], ['$_']}]]},
        {select, [T, '$end_of_table']}, {select_count, [no_table, [{'_', [], [true]}]]}, {match, [no_table, '_']}]],
    done(T, R).
continuation(C) -> {ets:select(C)}.
select_error(set, S) -> T = ets:new(t, []), {ets:select(T, S)};
select_error(T, S) -> {ets:select(T, S)}.

%% Objects that were deleted while the table is fixed are not selected.
fixed(Type, N) ->
    T = filled(Type, N),
    ets:safe_fixtable(T, true),
    {L, C} = ets:select(T, [{'_', [], ['$_']}], 3),
    A = ets:internal_select_delete(T, [{{'$1', '_'}, [{is_integer, '$1'}], [true]}]),
    B = {length(L), ets:info(T, size), order(T, ets:select(T, [{'_', [], ['$_']}])), ets:select(T, [{{1, '_'}, [], ['$_']}]), ets:select_count(T, [{'_', [], [true]}])},
    D = [X || X <- flat(collect(fun ets:select/1, ets:select(C), [])), is_integer(element(1, X))],
    ets:safe_fixtable(T, false),
    done(T, {A, B, length(D) < 3, order(T, ets:match_object(T, '_'))}).
large(Type, N) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, I rem 7, [I]}) || I <- seq(N)],
    A = ets:select_count(T, [{{'_', 3, '_'}, [], [true]}]),
    B = length(ets:select(T, [{{'$1', '$2', '_'}, [{'<', '$2', '$1'}], ['$_']}])),
    C = ets:internal_select_delete(T, [{{'_', '$1', '_'}, [{'>', '$1', 3}], [true]}]),
    D = {ets:info(T, size), length(keys(T, ets:first(T)))},
    E = case Type of bag -> none; _ -> ets:select_replace(T, [{{'$1', '$2', '$3'}, [{'==', '$2', 2}], [{{'$1', replaced, '$3', '$2'}}]}]) end,
    F = sum([X || [X] <- ets:select(T, [{{'_', replaced, '$1', 2}, [], ['$1']}])], 0),
    G = sum([X || [[X]] <- ets:match(T, {'_', 1, '$1'})], 0),
    done(T, {A, B, C, D, E, F, G}).
%% Another process changes the table while it is gone through: what stays is found once, and only that.
meanwhile(Type, N) ->
    T = ets:new(t, [Type, public]),
    [ets:insert(T, {{stays, I}, I}) || I <- seq(N)],
    {P, M} = spawn_monitor(fun() -> changing(T, 0) end),
    R = [begin erlang:yield(), ets:insert(T, {x, I}), {length(ets:select(T, [{{{stays, '$1'}, '_'}, [], ['$1']}])), ets:select_count(T, [{{{'$1', '_'}, '_'}, [{'=:=', '$1', stays}], [true]}]), length(ets:match(T, {{stays, '_'}, '$1'}))} end || I <- seq(3)],
    D = ets:internal_select_delete(T, [{{{stays, '$1'}, '_'}, [{'=:=', {'rem', '$1', 2}, 0}], [true]}]),
    exit(P, kill),
    receive {'DOWN', M, process, P, _} -> ok end,
    A = {R, D, length(ets:select(T, [{{{stays, '$1'}, '_'}, [], ['$1']}])), ets:info(T, fixed)},
    done(T, A).
changing(T, I) -> ets:insert(T, {{other, I rem 5000}, I}), ets:delete(T, {other, (I * 7) rem 5000}), changing(T, I + 1).
%% Few objects of many match, so that each part looks at many.
sparse(Type, L) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, I rem 7000}) || I <- seq(35000)],
    S = [{{'$1', 3}, [], ['$1']}],
    A = collect(fun ets:select/1, ets:select(T, S, L), []),
    B = collect(fun ets:select_reverse/1, ets:select_reverse(T, S, L), []),
    C = collect(fun ets:match/1, ets:match(T, {'$1', 6999}, L), []),
    done(T, {[length(X) || X <- A], order(T, flat(A)), order(T, flat(B)), order(T, flat(C)), ets:select(T, [{{'$1', nothing}, [], ['$1']}], L), ets:info(T, fixed)}).
%% The table is deleted by another process, or becomes private: then that is an error, or all was found before.
deleted(Type) ->
    Self = self(),
    O = spawn(fun() -> T = ets:new(t, [Type, public]), [ets:insert(T, {I, I}) || I <- seq(40000)], Self ! {table, T}, receive go -> ets:delete(T) end end),
    T = receive {table, X} -> X end,
    O ! go,
    try length(ets:select(T, [{'_', [{'>', {'+', 1, 1}, 1}], ['$_']}])) of 40000 -> ok catch error:badarg -> ok end.
%% A process ends while it goes through a table: that is no longer fixed.
ended(Type) ->
    T = ets:new(t, [Type, public]),
    [ets:insert(T, {I, I}) || I <- seq(30000)],
    {P, M} = spawn_monitor(fun() -> ets:select(T, [{'_', [], ['$_']}]), ets:select_count(T, [{'_', [], [true]}]), exit(done) end),
    erlang:yield(),
    exit(P, kill),
    receive {'DOWN', M, process, P, _} -> ok end,
    done(T, {ets:info(T, fixed), ets:info(T, size), length(ets:select(T, [{'_', [], ['$_']}]))}).
sum([H | T], S) -> sum(T, S + H);
sum([], S) -> S.
bound(Type, K) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {X, Y}) || Y <- [a, b], X <- [1, 1.0, 2, a, {1, 2}, {1.0, 2}, "s", <<0:800>>, #{a => 1}]],
    done(T, [order(T, ets:select(T, [{{K, '$1'}, [], ['$_', '$1']}])), order(T, ets:match_object(T, {K, '_'})), ets:match(T, {K, b}), ets:select_count(T, [{{K, '_'}, [], [true]}]), ets:internal_select_delete(T, [{{K, '_'}, [], [true]}]), ets:info(T, size), ets:lookup(T, K)]).
keypos(Type) ->
    T = ets:new(t, [Type, {keypos, 2}]),
    [ets:insert(T, {I, I rem 5, x}) || I <- seq(10)],
    done(T, {order(T, ets:select(T, [{{'$1', 3, '_'}, [], ['$1']}])), order(T, ets:select(T, [{{'$1', '$2', '_'}, [], ['$2']}])), ets:select(T, [{{'$1'}, [], ['$1']}]), order(T, ets:match(T, {'_', '$1', x})),
        case Type of bag -> none; _ -> ets:select_replace(T, [{{'$1', '$2', x}, [], [{{y, '$2'}}]}]) end, order(T, ets:match_object(T, '_'))}).
%% The table changes between the parts.
changed(Type, L) ->
    T = ets:new(t, [Type]),
    [ets:insert(T, {I, I}) || I <- seq(50)],
    ets:safe_fixtable(T, true),
    R = deleting(T, ets:select(T, [{{'$1', '_'}, [], ['$1']}], L)),
    ets:safe_fixtable(T, false),
    done(T, {sort(R), ets:info(T, size)}).
deleting(_, '$end_of_table') -> [];
deleting(T, {L, C}) -> [ets:delete(T, K) || K <- L], L ++ deleting(T, ets:select(C)).
%% Parts of an ordered table by what the key begins with.
range(P, L) -> T = keyed(), done(T, {ets:select(T, [{{P, '_'}, [], ['$_']}]), flat(collect(fun ets:select/1, ets:select(T, [{{P, '_'}, [], ['$_']}], L), []))}).
back(P, L) -> T = keyed(), done(T, {ets:select_reverse(T, [{{P, '_'}, [], ['$_']}]), flat(collect(fun ets:select_reverse/1, ets:select_reverse(T, [{{P, '_'}, [], ['$_']}], L), []))}).
keyed() ->
    T = ets:new(t, [ordered_set]),
    [ets:insert(T, {K, n}) || A <- [a, b, c, 1, 1.5, #{}, #{x => y}], B <- [1, 2, 2.5, {x, 1}, {y, 2}], C <- [x, y, 1], K <- [{A, B, C}, {A, B}, [A, B, C], [B, C | A]]],
    T.
%% What is found by the key and what by looking at all objects is the same.
same(Type, N) ->
    T = filled(Type, N),
    done(T, [sort(ets:select(T, [{{K, '$1'}, [], ['$_']}])) =:= sort(ets:select(T, [{{'$1', '_'}, [{'=:=', '$1', {const, K}}], ['$_']}])) || K <- [1, 7, 7.0, {t, 1}, [l, 2], <<"bin">>, none]]).

flat([H | T]) -> H ++ flat(T);
flat([]) -> [].
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, erts_internal:cmp_term(X, P) < 0]) ++ [X || X <- [P | T], X =:= P] ++ sort([X || X <- T, erts_internal:cmp_term(X, P) > 0]).
