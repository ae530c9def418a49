%% What the error_info of a failing call of ets says is wrong.
-module(table_failures).
-export([cases/0]).
-compile([export_all, nowarn_export_all]).

cases() ->
    Tables = [no_name, gone, number, text, set, bag, ordered, private, protected, public],
    Calls = [insert, insert_list, insert_new, lookup, member, lookup_element, delete, delete_object, take, first, last, next, prev, slot,
             delete_table, rename, safe_fixtable, give_away, setopts, update_counter, update_counter_default, update_element,
             select, select_limit, match, match_limit, match_object, select_count, internal_delete_all, select_delete,
             select_replace, select_reverse, info, info_item],
    [{failing, [C, T]} || C <- Calls, T <- Tables]
        ++ [{wrong, [Call, Kind]} || Call <- wrong(), Kind <- [set, bag, ordered]]
        ++ [{F, []} || F <- [new_again, new_name, new_options, whereis, not_owner, owner, dead, continuation, continuation_gone, rename_taken, compile, run]].

wrong() ->
    [{insert, [x]}, {insert, [{}]}, {insert, [[x]]}, {insert, [[{a, 1} | b]]}, {insert, [{a}]}, {insert_new, [x]}, {insert_new, [{}]}, {insert_new, [[{a}]]},
     {lookup_element, [none, 2]}, {lookup_element, [1, 9]}, {lookup_element, [1, 0]}, {lookup_element, [1, a]}, {lookup_element, [none, 0]},
     {delete_object, [x]}, {delete_object, [{}]}, {next, [none]}, {prev, [none]}, {slot, [-1]}, {slot, [x]}, {slot, [100000]},
     {rename, [1]}, {safe_fixtable, [x]}, {give_away, [self, x]}, {give_away, [x, y]}, {setopts, [x]}, {setopts, [[{protection, x}]]},
     {update_counter, [none, 1]}, {update_counter, [1, {2, 1}]}, {update_counter, [1, {1, 1}]}, {update_counter, [1, {9, 1}]}, {update_counter, [1, {0, 1}]}, {update_counter, [1, {-1, 1}]},
     {update_counter, [1, {3, 1}]}, {update_counter, [1, x]}, {update_counter, [1, {3, x}]}, {update_counter, [1, [{3, 1}, {1, 1}]]}, {update_counter, [1, [{9, 1}]]},
     {update_counter, [1, [x]]},
     {update_counter, [none, 1, x]}, {update_counter, [none, 1, {a}]}, {update_counter, [none, {9, 1}, {a, 1}]}, {update_counter, [none, {1, 1}, {a, 1}]}, {update_counter, [none, {2, 1}, {a, b}]},
     {update_element, [1, {1, x}]}, {update_element, [1, {9, x}]}, {update_element, [1, x]}, {update_element, [1, [{3, x}, {1, y}]]}, {update_element, [1, {0, x}]}, {update_element, [1, {a, x}]}, {update_element, [none, {1, x}]}, {update_element, [1, [{3, x} | y]]},
     {select, [x]}, {select, [[{x}]]}, {select, [[{'_', [], ['$_']}], 0]}, {select, [[{'_', [], ['$_']}], x]}, {select, [x, 1]}, {match, ['_', 0]}, {match_object, ['_', x]}, {select_count, [x]},
     {select_replace, [x]}, {select_replace, [[{{'$1', '$2'}, [], ['$2']}]]}, {select_replace, [[{'$1', [], ['$1']}]]}, {select_reverse, [x]}, {info, [x]}, {info, [1]}].

failing(Call, Kind) ->
    T = table(Kind),
    Arguments = arguments(Call),
    Result = told(fun() -> apply(ets, name(Call), [T | Arguments]) end),
    [exit(Owner, kill) || Owner <- [erase(owner)], is_pid(Owner)],
    Result.

wrong({F, Arguments}, Kind) ->
    T = table(Kind),
    told(fun() -> apply(ets, F, [T | [case A of self -> self(); _ -> A end || A <- Arguments]]) end).

name(insert_list) -> insert;
name(delete_table) -> delete;
name(update_counter_default) -> update_counter;
name(select_limit) -> select;
name(match_limit) -> match;
name(internal_delete_all) -> internal_delete_all;
name(select_delete) -> internal_select_delete;
name(info_item) -> info;
name(F) -> F.

arguments(insert) -> [{7, 8}];
arguments(insert_list) -> [[{7, 8}]];
arguments(insert_new) -> [{7, 8}];
arguments(F) when F =:= lookup; F =:= member; F =:= delete; F =:= take -> [1];
arguments(lookup_element) -> [1, 2];
arguments(delete_object) -> [{1, 2}];
arguments(F) when F =:= first; F =:= last; F =:= delete_table; F =:= info -> [];
arguments(F) when F =:= next; F =:= prev -> [1];
arguments(slot) -> [0];
arguments(rename) -> [another];
arguments(safe_fixtable) -> [true];
arguments(give_away) -> [self(), gift];
arguments(setopts) -> [[{protection, public}]];
arguments(update_counter) -> [1, {4, 1}];
arguments(update_counter_default) -> [1, {4, 1}, {1, 1, 1, 1}];
arguments(update_element) -> [1, {2, x}];
arguments(F) when F =:= select; F =:= select_count; F =:= select_delete; F =:= select_reverse -> [[{{'_', x}, [], [true]}]];
arguments(select_limit) -> [[{'_', [], [true]}], 1];
arguments(F) when F =:= match; F =:= match_object -> [{7, '_'}];
arguments(match_limit) -> ['_', 1];
arguments(internal_delete_all) -> [undefined];
arguments(select_replace) -> [[{{'$1', x}, [], [{{'$1', y}}]}]];
arguments(info_item) -> [size].

table(no_name) -> no_table_here;
table(gone) -> T = ets:new(t, []), ets:delete(T), T;
table(number) -> 17;
table(text) -> "text";
table(Kind) when Kind =:= private; Kind =:= protected; Kind =:= public ->
    Me = self(),
    Owner = spawn(fun() -> Me ! {made, filled(ets:new(t, [Kind]))}, receive stop -> ok end end),
    put(owner, Owner),
    receive {made, T} -> T end;
table(ordered) -> filled(ets:new(t, [ordered_set]));
table(Kind) -> filled(ets:new(t, [Kind])).

filled(T) -> ets:insert(T, [{1, a, b, 1}, {2, c}, {3, d}]), T.

new_again() ->
    named_here = ets:new(named_here, [named_table]),
    R = told(fun() -> ets:new(named_here, [named_table]) end),
    ets:delete(named_here),
    R.
new_name() -> told(fun() -> ets:new("text", []) end).
new_options() -> [told(fun() -> ets:new(t, O) end) || O <- [x, [x], [set | bag], [{keypos, 0}], [{heir, x, y}]]].
whereis() -> told(fun() -> ets:whereis(1) end).
owner() -> told(fun() -> ets:give_away(table(set), self(), x) end).
not_owner() ->
    [begin
         T = table(Kind),
         R = [told(fun() -> ets:give_away(T, P, x) end) || P <- [self(), get(owner), x]] ++ [told(fun() -> ets:setopts(T, O) end) || O <- [[{protection, public}], [x]]],
         exit(erase(owner), kill),
         R
     end || Kind <- [private, protected, public]].
dead() ->
    {P, M} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', M, _, _, _} -> ok end,
    told(fun() -> ets:give_away(table(set), P, x) end).
continuation() -> [told(fun() -> ets:F(C) end) || F <- [select, match, match_object, select_reverse], C <- [x, {x, 1}, {1, 2, 3, 4, 5}]].
continuation_gone() ->
    T = table(set),
    {_, C} = ets:match(T, '$1', 1),
    ets:delete(T),
    told(fun() -> ets:match(C) end).
rename_taken() ->
    ets:new(first_name, [named_table]), ets:new(second_name, [named_table]),
    R = [told(fun() -> ets:rename(first_name, N) end) || N <- [second_name, first_name, "x"]],
    ets:delete(first_name), ets:delete(second_name),
    R.
compile() -> [told(fun() -> ets:match_spec_compile(S) end) || S <- [x, [x], [{x}]]].
run() -> [told(fun() -> ets:match_spec_run_r(L, S, []) end) || {L, S} <- [{[], x}, {x, ets:match_spec_compile([{'_', [], [true]}])}]].

told(Fun) ->
    try Fun() of
        _ -> fine
    catch
        Class:Reason:Stack ->
            [{M, F, As, Info} | _] = Stack,
            {Class, Reason, M, F, is_list(As) andalso length(As), [case I of #{cause := Cause} -> Cause; _ -> none end || {error_info, I} <- Info]}
    end.
