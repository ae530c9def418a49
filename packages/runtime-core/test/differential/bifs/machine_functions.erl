%% Native functions of the machine: persistent terms, dates, representations.
-module(machine_functions).
-export([cases/0, persistent/2, kept/1, missing/1, posix/1, universal/1, type_of/1, referenced/1, tried/1, tried_existing/1, clocks/0, constants/0, keys/1, garbage/1, local/1, sizes/0]).

terms() -> [a, 1, 1 bsl 70, 1.5, [], [1, [2]], {}, {x, {y}}, <<"bin">>, #{}, #{a => [1]}, fun lists:reverse/1, maps:from_list([{I, I} || I <- lists:seq(1, 40)])].

cases() ->
    [{persistent, [K, V]} || K <- [k, {a, 1}, "key", 1.0], V <- terms()] ++ [{kept, [N]} || N <- [1, 200]] ++ [{missing, [nothing]}] ++
    [{posix, [T]} || T <- [{{1970, 1, 1}, {0, 0, 0}}, {{2026, 11, 22}, {23, 59, 59}}, {{2024, 2, 29}, {12, 0, 0}}, {{2023, 2, 29}, {12, 0, 0}}, {{1970, 13, 1}, {0, 0, 0}}, {{1970, 1, 0}, {0, 0, 0}},
        {{1970, 1, 1}, {24, 0, 0}}, {{1970, 1, 1}, {0, 60, 0}}, {{2000, 4, 31}, {0, 0, 0}}, a, {a, b}, {{1, 2}, {3, 4, 5}}, {{9999, 12, 31}, {23, 59, 59}}]] ++
    [{universal, [S]} || S <- [0, 1, 86399, 86400, 951782400, 4102444800, -1, -86400, 1 bsl 40, a, 1.0]] ++
    [{type_of, [T]} || T <- terms() ++ [1 bsl 59, 1 bsl 58, -(1 bsl 59), -(1 bsl 59) - 1, 1 bsl 27]] ++
    [{referenced, [T]} || T <- [<<"hello">>, a]] ++ [{keys, [M]} || M <- [#{}, #{b => 1, a => 2}, a]] ++
    [{F, [X]} || F <- [tried, tried_existing], X <- ["abc", a, [a], [], [$x || _ <- lists:seq(1, 300)]]] ++ [{clocks, []}, {constants, []}, {sizes, []}] ++ [{local, [T]} || T <- [{{2026, 1, 1}, {12, 0, 0}}, {{2026, 7, 1}, {0, 30, 0}}, a, {{2026, 13, 1}, {0, 0, 0}}]].

persistent(K, V) ->
    A = [persistent_term:get(K, none), persistent_term:put(K, V), persistent_term:get(K), persistent_term:put(K, V), persistent_term:get(K) =:= V],
    B = [persistent_term:put(K, [V]), persistent_term:get(K), lists:member({K, [V]}, persistent_term:get()), is_map(persistent_term:info())],
    {A, B, persistent_term:erase(K), persistent_term:erase(K), persistent_term:get(K, gone)}.
kept(N) -> persistent_term:put(kept, {N, [N, N]}), L = garbage(N), {length(L), persistent_term:get(kept), persistent_term:erase(kept)}.
garbage(0) -> [];
garbage(N) -> [{N, persistent_term:get(kept)} | garbage(N - 1)].
missing(K) -> X = persistent_term:get(K), X.
posix(T) -> X = erlang:universaltime_to_posixtime(T), X.
universal(S) -> X = erlang:posixtime_to_universaltime(S), X.
type_of(T) -> X = erts_internal:term_type(T), X.
referenced(T) -> X = binary:referenced_byte_size(T), X.
keys(M) -> X = erts_internal:map_to_tuple_keys(M), X.
tried(X) -> try list_to_atom(X) of A -> {ok, A} catch _:_ -> bad end.
tried_existing(X) -> try list_to_existing_atom(X) of A -> {ok, A} catch error:badarg -> bad; error:system_limit -> long end.
clocks() -> {{Y, _, _}, {_, _, _}} = erlang:universaltime(), {A, B, C} = os:timestamp(), {Y > 2020, A > 0, B < 1000000, C < 1000000, os:system_time(second) > 0, is_integer(os:perf_counter()), is_integer(erlang:time_offset())}.
constants() -> {io:printable_range(), file:native_name_encoding(), erlang:dt_spread_tag(true), erlang:dt_restore_tag(erlang:dt_spread_tag(false))}.
%% There and back, in any time zone.
local(T) -> L = erlang:universaltime_to_localtime(T), {erlang:localtime_to_universaltime(L, undefined) =:= T, tuple_size(erlang:date()), tuple_size(erlang:time()), tuple_size(erlang:localtime())}.
sizes() -> A = {x, [1]}, {erts_debug:same(A, A), erts_debug:same(a, b), erts_debug:flat_size([1, {2}]), erts_debug:flat_size(a)}.
