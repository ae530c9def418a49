%% Random operations on tables of all types: hashes of the results of all of them, and of what is in the table in the end.
-module(ets_random).
-export([cases/0, run/3, spec/2, matched/2]).

cases() ->
    [{run, [T, S, 250]} || T <- [set, ordered_set, bag, duplicate_bag], S <- seq(25)] ++ [{run, [T, S, 4000]} || T <- [set, ordered_set, bag, duplicate_bag], S <- [101, 102]]
    ++ [{spec, [S, 40]} || S <- seq(60)] ++ [{matched, [S, 12]} || S <- seq(40)].

run(Type, Seed, N) ->
    T = ets:new(t, [Type, {keypos, 1 + Seed rem 2}]),
    R = steps(T, Type, N, Seed * 7919 + 1, []),
    unfix(T),
    E = {ets:info(T, size), erlang:phash2(everything(T, Type)), length(walk(T, ets:first(T)))},
    ets:delete(T),
    {hashes(N, R), E}.
hashes(N, R) when N > 1000 -> erlang:phash2(R);
hashes(_, R) -> [erlang:phash2(X) || X <- R].
unfix(T) -> case ets:info(T, fixed) of true -> ets:safe_fixtable(T, false), unfix(T); false -> ok end.
steps(_, _, 0, _, R) -> lists:reverse(R);
steps(T, Type, N, X, R) ->
    {Op, Y} = random(X, 32), {A, Z} = random(Y, 30), {B, W} = random(Z, 9),
    Result = try step(T, Type, Op, key(A), B) catch C:E -> {C, E} end,
    steps(T, Type, N - 1, W, case Result of true -> R; [] -> R; _ -> [{Op, Result} | R] end).
random(X, N) -> Y = (X * 1103515245 + 12345) band 16#7fffffff, {(Y bsr 8) rem N, Y}.
key(A) when A < 12 -> A;
key(A) when A < 16 -> float(A - 12);
key(A) when A < 20 -> {a, A - 16};
key(A) when A < 23 -> {a, float(A - 20)};
key(A) when A < 26 -> <<A:700>>;
key(A) when A < 28 -> [A, "text"];
key(28) -> 1 bsl 70;
key(29) -> #{a => 1}.
object(T, K, V) -> case ets:info(T, keypos) of 1 -> {K, V}; 2 -> {V, K} end.
value(B) when B < 5 -> B;
value(5) -> 1 bsl 40;
value(6) -> "a longer text than the others";
value(7) -> <<0:2000>>;
value(8) -> {x, [y]}.

step(T, _, Op, K, B) when Op < 8 -> ets:insert(T, object(T, K, value(B)));
step(T, _, 8, K, B) -> ets:insert(T, [object(T, {K, I}, value(B)) || I <- seq(B)]);
step(T, _, 9, K, B) -> {ets:insert_new(T, object(T, K, value(B))), B};
step(T, _, Op, K, _) when Op < 14 -> ets:delete(T, K);
step(T, _, 14, K, B) -> ets:delete_object(T, object(T, K, value(B)));
%% OTP 25 counts the objects of a bag wrong when they are taken while it is fixed.
step(T, Type, 15, K, _) -> case (Type =:= bag orelse Type =:= duplicate_bag) andalso ets:info(T, fixed) of true -> ets:lookup(T, K); false -> ets:take(T, K) end;
step(T, _, 16, K, _) -> ets:lookup(T, K);
step(T, _, 17, K, _) -> {ets:member(T, K), K};
step(T, Type, 18, K, B) when Type =:= set; Type =:= ordered_set -> P = 3 - ets:info(T, keypos), {ets:update_counter(T, K, {P, B, 100, 0}), K};
step(T, Type, 19, K, B) when Type =:= set; Type =:= ordered_set -> P = 3 - ets:info(T, keypos), {ets:update_counter(T, K, [{P, 1 bsl 30}, {P, -B}], {0, 0}), K};
step(T, Type, 20, K, B) when Type =:= set; Type =:= ordered_set -> P = 3 - ets:info(T, keypos), {ets:update_element(T, K, {P, value(B)}), K};
step(T, Type, 21, _, 0) -> {ets:internal_delete_all(T, undefined), everything(T, Type)};
step(T, _, 22, _, B) when B < 4 -> ets:safe_fixtable(T, true);
step(T, _, 23, _, _) -> ets:safe_fixtable(T, false);
step(T, Type, 24, _, B) -> order(Type, ets:match_object(T, object(T, '_', value(B))));
step(T, Type, 25, K, B) -> order(Type, ets:select(T, [{object(T, '$1', '$2'), [{'>', '$1', {const, K}}, {'=/=', '$2', {const, value(B)}}], [{{'$2', '$1'}}]}]));
step(T, _, 26, K, B) -> {ets:internal_select_delete(T, [{object(T, '$1', '$2'), [{'<', '$1', {const, K}}, {'=:=', '$2', {const, value(B)}}], [true]}]), B};
step(T, Type, 27, _, B) when Type =/= bag -> {ets:select_replace(T, [{object(T, '$1', '$2'), [{is_integer, '$2'}, {'=:=', {'rem', '$2', 3}, B rem 3}], [{object(T, '$1', {{'$2', B}})}]}]), B};
step(T, ordered_set, 28, K, B) -> {ets:next(T, K), ets:prev(T, K), B, ets:first(T), ets:last(T)};
step(T, Type, 29, _, B) -> order(Type, parts(ets:select(T, [{object(T, '$1', '_'), [], ['$1']}], B + 1)));
step(T, Type, 30, _, B) -> order(Type, flat([[K | ets:lookup(T, K)] || K <- walk(T, ets:first(T)), B < 3]));
step(T, Type, _, K, _) -> {ets:info(T, size), ets:select_count(T, [{object(T, K, '_'), [], [true]}]), order(Type, ets:match(T, object(T, {'$1', '$2'}, '_')))}.

everything(T, Type) -> order(Type, ets:match_object(T, '_')).
order(ordered_set, L) -> L;
order(_, L) -> sort(L).
parts('$end_of_table') -> [];
parts({L, C}) -> L ++ parts(ets:select(C)).
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].

%% Random guards and bodies on some objects.
spec(Seed, N) -> spec(N, Seed * 31 + 7, []).
spec(0, _, R) -> hashes(0, R);
spec(N, X, R) ->
    {E, Y} = expression(3, X), {G, Z} = expression(3, Y),
    S = [{{'$1', '$2', '$3'}, [{'orelse', {'=:=', G, G}, true}], [E]}, {'_', [], [{{other, E}}]}],
    spec(N - 1, Z, [[spec_of(T, S) || T <- [{1, 2.5, a}, {[x, y], {1, b}, <<"bin">>}, {true, false, 1 bsl 62}, {0, -1, #{a => 2}}, x]] | R]).
spec_of(T, S) -> case erlang:match_spec_test(T, S, table) of {ok, R, [], []} -> R; {error, _} -> error end.
expression(0, X) -> {A, Y} = random(X, 12), {leaf(A), Y};
expression(D, X) ->
    {A, Y} = random(X, 22),
    case A of
        _ when A < 7 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {{lists_nth(A, ['+', '-', '*', '==', '<', 'and', 'or']), L, R}, W};
        7 -> {L, Z} = expression(D - 1, Y), {{is_integer, L}, Z};
        8 -> {L, Z} = expression(D - 1, Y), {{hd, L}, Z};
        9 -> {L, Z} = expression(D - 1, Y), {{size, L}, Z};
        10 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {{{L, R}}, W};
        11 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {[L | R], W};
        12 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {{'andalso', L, R}, W};
        13 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {{'orelse', L, R}, W};
        14 -> {L, Z} = expression(D - 1, Y), {{'not', L}, Z};
        15 -> {L, Z} = expression(D - 1, Y), {{element, 1, L}, Z};
        16 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {#{k => L, v => R}, W};
        17 -> {L, Z} = expression(D - 1, Y), {R, W} = expression(D - 1, Z), {Q, V} = expression(D - 1, W), {{'and', L, R, Q}, V};
        _ -> {B, Z} = random(Y, 12), {leaf(B), Z}
    end.
leaf(A) -> lists_nth(A, ['$1', '$2', '$3', '$_', 1, -3, 2.0, true, false, "ab", {const, {c, '$1'}}, a]).
lists_nth(0, [H | _]) -> H;
lists_nth(N, [_ | T]) -> lists_nth(N - 1, T).

%% Random patterns against random terms.
matched(Seed, N) -> matched(N, Seed * 17 + 3, []).
matched(0, _, R) -> hashes(0, R);
matched(N, X, R) ->
    {T, Y} = term(3, X), {P, Z} = pattern(3, T, Y), {Q, W} = pattern(3, T, Z),
    matched(N - 1, W, [{P, Q, spec_of({T, T}, [{{P, Q}, [], ['$$']}]), spec_of({T, T}, [{{P, P}, [], ['$$']}, {{Q, '_'}, [], ['$$']}])} | R]).
term(0, X) -> {A, Y} = random(X, 9), {lists_nth(A, [1, 1.0, a, [], {}, "s", <<"b">>, 1 bsl 70, #{}]), Y};
term(D, X) ->
    {A, Y} = random(X, 4),
    {L, Z} = term(D - 1, Y), {R, W} = term(D - 1, Z),
    {lists_nth(A, [{L, R}, [L | R], #{a => L, b => R}, {L}]), W}.
%% A term with some of its parts replaced.
pattern(D, T, X) ->
    {A, Y} = random(X, 10),
    case A of
        0 -> {'_', Y};
        1 -> {'$1', Y};
        2 -> {'$2', Y};
        3 -> term(D, Y);
        _ when is_tuple(T), tuple_size(T) =:= 2 -> {L, Z} = pattern(D, element(1, T), Y), {R, W} = pattern(D, element(2, T), Z), {{L, R}, W};
        _ when is_tuple(T), tuple_size(T) =:= 1 -> {L, Z} = pattern(D, element(1, T), Y), {{L}, Z};
        _ when is_list(T), T =/= [] -> {L, Z} = pattern(D, hd(T), Y), {R, W} = pattern(D, tl(T), Z), {[L | R], W};
        _ when is_map(T), map_size(T) =:= 2 -> {L, Z} = pattern(D, maps:get(a, T), Y), {R, W} = random(Z, 2), {case R of 0 -> #{a => L}; 1 -> T#{a => L} end, W};
        _ -> {T, Y}
    end.

flat([H | T]) -> H ++ flat(T);
flat([]) -> [].
seq(N) -> seq(N, []).
seq(0, L) -> L;
seq(N, L) -> seq(N - 1, [N | L]).
sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, erts_internal:cmp_term(X, P) < 0]) ++ [X || X <- [P | T], X =:= P] ++ sort([X || X <- T, erts_internal:cmp_term(X, P) > 0]).
