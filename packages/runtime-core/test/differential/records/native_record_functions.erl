-module(native_record_functions).
-export([cases/0]).
-export([get/2, module/1, name/1, names/1, exported/1, definition/2, create/4, update/4, updated/2, is1/1, is2/2, is3/3, apply1/2, stack/1, in_guard/2, many/1]).
-export_record([p]).

-record #p{x = 1, y}.
-record #q{z, a = {1, "s"}, b = []}.

get(F, R) -> records:get(F, R).
module(R) -> records:get_module(R).
name(R) -> records:get_name(R).
names(R) -> records:get_field_names(R).
exported(R) -> records:is_exported(R).
definition(M, N) -> records:get_definition(M, N).
create(M, N, F, O) -> records:create(M, N, F, O).
update(R, M, N, F) -> records:update(R, M, N, F).
updated(R, F) -> [records:update(R, records:get_module(R), records:get_name(R), F)].
is1(R) -> erlang:is_record(R).
is2(R, N) -> [apply(erlang, is_record, [R, N])].
is3(R, M, N) -> [apply(erlang, is_record, [R, M, N])].
apply1(F, R) -> apply(records, F, [R]).
stack(R) -> {ok, records:get(nope, R)}.
in_guard(R, N) -> try records:get(N, R) of V -> {ok, V} catch error:E -> E end.
many(N) -> records:get_field_names(records:create(m, n, [{list_to_atom([$f | integer_to_list(I)]), I} || I <- count(N)], #{is_exported => true})).
count(0) -> [];
count(N) -> [N | count(N - 1)].

cases() ->
    P = #p{y = 2}, Q = #q{z = 1}, Bad = [1, a, {p, 1, 2}, [], #{}],
    M = native_record_functions,
    [{F, [R]} || F <- [module, name, names, exported, is1, stack], R <- [P, Q | Bad]] ++
    [{F, [K, R]} || F <- [get], K <- [x, y, z, a, q, 1, '_'], R <- [P, Q | Bad]] ++
    [{in_guard, [R, K]} || K <- [x, z], R <- [P, Q, 1]] ++
    [{is2, [R, N]} || N <- [p, q, x, 1, M], R <- [P, Q, {p}, 1]] ++
    [{is3, [R, X, N]} || X <- [M, p, m, 1], N <- [p, q, 3, 1, "x", 1 bsl 80, 1.0], R <- [P, Q, {p, 1, 2}, 1]] ++
    [{apply1, [F, R]} || F <- [get_name, get_module, get_field_names, is_exported], R <- [P, x]] ++
    [{definition, [A, B]} || A <- [M, nomod, 1], B <- [p, q, r, "x"]] ++
    [{create, [A, B, F, O]} || {A, B} <- [{m, n}, {M, p}, {1, n}, {m, 1}, {'_', '_'}],
        {F, O} <- [{[], #{is_exported => true}}, {[{b, 1}, {a, 2}], #{is_exported => false}}, {[{b, 1}, {b, 2}], #{is_exported => true}},
                   {[{b, 1}], #{is_exported => foo}}, {[{b, 1}], #{is_exported => true, order => []}}, {[{b, 1}], #{}}, {[{b, 1}], []},
                   {[{1, 1}], #{is_exported => true}}, {[a], #{is_exported => true}}, {[{a, 1} | b], #{is_exported => true}},
                   {[{a, 1, 2}], #{is_exported => true}}, {#{a => 1}, #{is_exported => true}}, {a, #{is_exported => true}}]] ++
    [{update, [R, A, B, F]} || R <- [P, Q, 1], {A, B} <- [{M, p}, {M, q}, {m, p}, {1, p}], F <- [#{}, #{x => 1}, #{y => P, x => []}, #{q => 1}, #{1 => 1}, [{x, 1}], 1]] ++
    [{updated, [R, F]} || R <- [P, Q], F <- [#{}, #{x => 7}, #{z => 7}]] ++
    [{many, [N]} || N <- [1, 50]].
