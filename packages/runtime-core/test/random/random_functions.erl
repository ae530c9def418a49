%% Writes modules of random functions, well typed for the most part, with calls of each: the same for the same seed.
%% Usage: erl -noshell -s random_functions main -extra FOLDER FIRST LAST
-module(random_functions).
-export([main/0]).

%% Functions in a module, and calls of each.
-define(FUNCTIONS, 50).
-define(CALLS, 6).
-define(DEPTH, 5).

main() ->
    [Folder, First, Last] = init:get_plain_arguments(),
    [write(Folder, Seed) || Seed <- lists:seq(list_to_integer(First), list_to_integer(Last))],
    halt(0).

write(Folder, Seed) ->
    rand:seed(exsss, {Seed, 7, 42}),
    Name = "random_" ++ integer_to_list(Seed),
    {Texts, Signatures} = functions(1, [], []),
    Cases = [["{f", integer_to_list(N), ", [", join([value(T) || T <- Types]), "]}"]
             || {N, Types, _, _} <- lists:reverse(Signatures), _ <- lists:seq(1, ?CALLS)],
    Text = ["%% Written by random_functions.erl from the seed ", integer_to_list(Seed), ".\n-module(", Name, ").\n-compile([export_all, nowarn_export_all]).\n\n",
            "cases() ->\n    [", lists:join(",\n     ", Cases), "].\n\n", lists:reverse(Texts), library()],
    ok = file:write_file(filename:join(Folder, Name ++ ".erl"), unicode:characters_to_binary(Text)).

%% What keeps values of loops from growing without end.
library() ->
    "cap_int(X) when is_integer(X) -> X rem 170141183460469231731687303715884105727;\ncap_int(X) -> X.\n"
    "cap_list(L) when length(L) > 12 -> take(L, 12);\ncap_list(L) -> L.\n"
    "take([H | T], N) when N > 0 -> [H | take(T, N - 1)];\ntake(_, _) -> [].\n"
    "cap_bin(B) when bit_size(B) > 300 -> <<R:300/bits, _/bits>> = B, R;\ncap_bin(B) -> B.\n".

functions(N, Texts, Signatures) when N > ?FUNCTIONS -> {Texts, Signatures};
functions(N, Texts, Signatures) ->
    put(fresh, 0),
    Types = [type() || _ <- lists:seq(1, rand:uniform(3))],
    Result = type(),
    Arguments = [{T, variable()} || T <- Types],
    Names = [V || {_, V} <- Arguments],
    Name = ["f", integer_to_list(N)],
    Scope = {Arguments, Signatures},
    case rand:uniform(4) of
        1 ->
            %% A loop: the first argument counts down, the last one is carried along.
            Carried = pick([int, list, bin]),
            A = variable(),
            Inner = {[{int, "N"}, {Carried, A} | Arguments], Signatures},
            Next = cap(Carried, expression(Carried, Inner, ?DEPTH - 1)),
            Loop = ["g", integer_to_list(N)],
            Last = case rand:uniform(2) of
                1 -> [Loop, "(", join(["N - 1", Next | Names]), ")"];
                2 -> ["[", Loop, "(", join(["N - 1", Next | Names]), ") | ", expression(int, Inner, 2), "]"]
            end,
            Text = [Name, "(", join(Names), ") -> ", Loop, "(", join([integer_to_list(rand:uniform(12)), expression(Carried, Scope, 2) | Names]), ").\n",
                    Loop, "(", join(["0", A | ["_" || _ <- Names]]), ") -> ", A, ";\n",
                    Loop, "(", join(["N", A | Names]), ") ->\n    ", Last, ".\n\n"],
            functions(N + 1, [Text | Texts], [{N, Types, any, 1} | Signatures]);
        2 ->
            %% Clauses with patterns and guards.
            Clauses = [clause(Name, Types, Result, Signatures) || _ <- lists:seq(1, rand:uniform(3))],
            Text = [lists:join(";\n", Clauses), case rand:uniform(3) of 1 -> ""; _ -> [";\n", Name, "(", join(Names), ") ->\n    ", expression(Result, Scope, ?DEPTH)] end, ".\n\n"],
            functions(N + 1, [Text | Texts], [{N, Types, Result, 1} | Signatures]);
        _ ->
            Text = [Name, "(", join(Names), ") ->\n    ", body(Result, Scope, ?DEPTH), ".\n\n"],
            functions(N + 1, [Text | Texts], [{N, Types, Result, 1} | Signatures])
    end.

clause(Name, Types, Result, Signatures) ->
    Patterns = [pattern(T, 2) || T <- Types],
    Scope = {lists:append([Vs || {_, Vs} <- Patterns]), Signatures},
    [Name, "(", join([P || {P, _} <- Patterns]), ")", guard(Scope), " ->\n    ", expression(Result, Scope, ?DEPTH)].

guard(Scope) ->
    case rand:uniform(3) of
        1 -> "";
        2 -> [" when ", test(Scope, 2)];
        3 -> [" when ", test(Scope, 2), pick([", ", "; "]), test(Scope, 2)]
    end.

%% Some matches, then an expression.
body(Type, Scope, Depth) ->
    case rand:uniform(3) of
        1 -> expression(Type, Scope, Depth);
        _ ->
            T = type(),
            Value = expression(T, Scope, Depth - 1),
            {P, Vs} = case rand:uniform(3) of 1 -> pattern(T, 2); _ -> V = variable(), {V, [{T, V}]} end,
            {Variables, Signatures} = Scope,
            [P, " = ", Value, ",\n    ", body(Type, {Vs ++ Variables, Signatures}, Depth - 1)]
    end.

type() -> pick([int, int, int, list, tuple, map, bin, atom, float, any]).

cap(int, E) -> ["cap_int(", E, ")"];
cap(list, E) -> ["cap_list(", E, ")"];
cap(bin, E) -> ["cap_bin(", E, ")"].

variable() ->
    N = get(fresh),
    put(fresh, N + 1),
    "V" ++ integer_to_list(N).

pick(L) -> lists:nth(rand:uniform(length(L)), L).
join(L) -> lists:join(", ", L).

%% Constants.
value(int) ->
    case rand:uniform(4) of
        1 -> integer_to_list(rand:uniform(21) - 11);
        2 -> pick(["134217727", "134217728", "-134217728", "-134217729", "2147483647", "-2147483648", "4294967296", "9007199254740993", "576460752303423487",
                   "576460752303423488", "-576460752303423489", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551615",
                   "18446744073709551616", "-18446744073709551617", "340282366920938463463374607431768211456"]);
        3 -> integer_to_list(rand:uniform(1 bsl 40) - (1 bsl 39));
        4 -> integer_to_list(rand:uniform(300) - 20)
    end;
value(float) -> pick(["0.0", "1.0", "-1.5", "3.25", "1.0e10", "123456.789", "-0.0", "9007199254740992.0", "1.0e-5", "1.0e300"]);
value(atom) -> pick(["true", "false", "a", "b", "ok", "error", "undefined"]);
value(list) -> ["[", join([value(pick([int, int, atom, list])) || _ <- lists:seq(1, rand:uniform(5) - 1)]), "]"];
value(tuple) -> ["{", join([value(int), value(list) | [value(any) || _ <- lists:seq(1, rand:uniform(3) - 1)]]), "}"];
value(map) -> ["#{", join([[K, " => ", value(any)] || K <- keys()]), "}"];
value(bin) ->
    case rand:uniform(3) of
        1 -> ["<<", join([integer_to_list(rand:uniform(256) - 1) || _ <- lists:seq(1, rand:uniform(9) - 1)]), ">>"];
        2 -> ["<<", integer_to_list(rand:uniform(1 bsl 30)), ":", integer_to_list(rand:uniform(70)), ">>"];
        3 -> pick(["<<>>", "<<\"hello\">>", "<<0:600>>", "<<1:1>>", "<<255, 255, 255, 255, 255>>"])
    end;
value(any) -> value(pick([int, float, atom, list, tuple, map, bin])).

keys() -> lists:sublist(pick([["a", "b", "c", "1"], ["a", "{x, 1}", "1.0", "1"], ["b", "\"s\"", "<<1>>", "[]"]]), rand:uniform(5) - 1).

%% A pattern and the variables that it binds.
pattern(Type, 0) -> V = variable(), {V, [{Type, V}]};
pattern(int, _) -> case rand:uniform(4) of 1 -> {value(int), []}; _ -> pattern(int, 0) end;
pattern(list, D) ->
    case rand:uniform(4) of
        1 -> {"[]", []};
        2 -> {H, Vs} = pattern(any, D - 1), {T, Ws} = pattern(list, D - 1), {["[", H, " | ", T, "]"], Vs ++ Ws};
        3 -> {A, Vs} = pattern(any, D - 1), {B, Ws} = pattern(any, D - 1), {["[", A, ", ", B, "]"], Vs ++ Ws};
        4 -> pattern(list, 0)
    end;
pattern(tuple, D) ->
    case rand:uniform(3) of
        1 -> pattern(tuple, 0);
        _ ->
            {A, Vs} = pattern(int, D - 1), {B, Ws} = pattern(list, D - 1),
            case rand:uniform(2) of 1 -> {["{", A, ", ", B, "}"], Vs ++ Ws}; 2 -> {C, Xs} = pattern(any, D - 1), {["{", join([A, B, C]), "}"], Vs ++ Ws ++ Xs} end
    end;
pattern(map, D) ->
    case rand:uniform(3) of
        1 -> pattern(map, 0);
        _ -> {V, Vs} = pattern(any, D - 1), {["#{", pick(["a", "b", "1", "\"s\""]), " := ", V, "}"], Vs}
    end;
pattern(bin, _) ->
    A = variable(), B = variable(),
    case rand:uniform(7) of
        1 -> {B, [{bin, B}]};
        2 -> {["<<", A, ", ", B, "/binary>>"], [{int, A}, {bin, B}]};
        3 -> {["<<", A, ":", pick(["1", "4", "16", "24", "32", "33", "64", "70"]), pick(["", "/little", "/signed", "/little-signed"]), ", ", B, "/bits>>"], [{int, A}, {bin, B}]};
        4 -> {["<<_:", pick(["3", "8", "12"]), ", ", A, ":2/binary, ", B, "/bits>>"], [{bin, A}, {bin, B}]};
        5 -> {["<<", A, ":4, ", B, ":", A, "/bits, _/bits>>"], [{int, A}, {bin, B}]};
        6 -> {["<<", A, "/utf8, ", B, "/bits>>"], [{int, A}, {bin, B}]};
        7 -> {["<<\"hel\", ", B, "/bits>>"], [{bin, B}]}
    end;
pattern(any, D) -> case rand:uniform(3) of 1 -> pattern(pick([int, list, tuple, atom, bin]), D); _ -> pattern(any, 0) end;
pattern(Type, _) -> pattern(Type, 0).

%% A guard expression.
test(Scope, 0) -> [pick(["is_integer", "is_atom", "is_list", "is_tuple", "is_map", "is_binary", "is_bitstring", "is_float", "is_number", "is_boolean", "is_function"]), "(", operand(any, Scope), ")"];
test(Scope, D) ->
    case rand:uniform(9) of
        1 -> test(Scope, 0);
        2 -> ["(", operand(int, Scope), pick([" < ", " > ", " =< ", " >= ", " == ", " =:= ", " /= ", " =/= "]), operand(int, Scope), ")"];
        3 -> ["(", operand(any, Scope), pick([" < ", " == ", " =:= ", " >= "]), operand(any, Scope), ")"];
        4 -> ["(length(", operand(list, Scope), ") ", pick(["<", ">", "=:="]), " ", integer_to_list(rand:uniform(4)), ")"];
        5 -> ["(", test(Scope, D - 1), pick([" andalso ", " orelse ", " and ", " or "]), test(Scope, D - 1), ")"];
        6 -> ["not (", test(Scope, D - 1), ")"];
        7 -> ["(", operand(int, Scope), pick([" + ", " - ", " * ", " rem ", " band "]), operand(int, Scope), " > ", operand(int, Scope), ")"];
        8 -> [pick(["(byte_size(", "(bit_size("]), operand(bin, Scope), ") > ", integer_to_list(rand:uniform(40)), ")"];
        9 -> ["is_map_key(", pick(["a", "1", "b"]), ", ", operand(map, Scope), ")"]
    end.

%% A variable of a type, or a constant.
operand(Type, {Variables, _}) ->
    case [V || {T, V} <- Variables, T =:= Type orelse Type =:= any] of
        [] -> value(Type);
        Known -> case rand:uniform(5) of 1 -> value(Type); _ -> pick(Known) end
    end.

expression(Type, Scope, D) when D =< 0 -> operand(Type, Scope);
expression(Type, Scope, D) ->
    case rand:uniform(10) of
        1 -> operand(Type, Scope);
        2 -> control(Type, Scope, D);
        3 -> call(Type, Scope, D);
        _ -> special(Type, Scope, D)
    end.

%% A call of a function that is defined before, or a fun.
call(Type, {Variables, Signatures} = Scope, D) ->
    case [S || {_, _, T, _} = S <- Signatures, T =:= Type] of
        [] -> 
            A = variable(),
            ["(fun(", A, ") -> ", expression(Type, {[{int, A} | Variables], Signatures}, D - 2), " end)(", expression(int, Scope, D - 1), ")"];
        Known -> {N, Types, _, _} = pick(Known), ["f", integer_to_list(N), "(", join([expression(T, Scope, D - 3) || T <- Types]), ")"]
    end.

control(Type, {Variables, Signatures} = Scope, D) ->
    case rand:uniform(6) of
        1 ->
            ["if ", test(Scope, 2), " -> ", expression(Type, Scope, D - 1), "; ", pick(["true", test(Scope, 1)]), " -> ", expression(Type, Scope, D - 1), " end"];
        2 ->
            T = type(),
            Clauses = [begin {P, Vs} = pattern(T, 2), Inner = {Vs ++ Variables, Signatures}, [P, guard(Inner), " -> ", expression(Type, Inner, D - 1)] end || _ <- lists:seq(1, rand:uniform(3))],
            Default = case rand:uniform(3) of 1 -> []; _ -> [["_ -> ", expression(Type, Scope, D - 2)]] end,
            ["case ", expression(T, Scope, D - 1), " of ", lists:join("; ", Clauses ++ Default), " end"];
        3 ->
            R = variable(),
            ["try ", expression(Type, Scope, D - 1), " catch ", pick(["_:", "error:", "throw:"]), R, " -> {caught, ", R, "} end"];
        4 ->
            V = variable(),
            ["try ", expression(any, Scope, D - 1), " of ", pick(["_", "{_, _}", "[_ | _]"]), " -> ", expression(Type, Scope, D - 2), " catch error:badarg -> badarg; error:{badmatch, ",
             V, "} -> [", V, "]; _:_ -> ", expression(Type, Scope, D - 2), " after ", expression(int, Scope, 1), " end"];
        5 -> ["begin ", begin W = variable(), [W, " = ", expression(Type, Scope, D - 1), ", ", expression(Type, {[{Type, W} | Variables], Signatures}, D - 2)] end, " end"];
        6 -> [pick(["throw(", "error(", "exit("]), "{x, ", expression(any, Scope, D - 2), "})"]
    end.

special(int, Scope, D) ->
    case rand:uniform(10) of
        N when N =< 4 -> ["(", expression(int, Scope, D - 1), pick([" + ", " - ", " * ", " div ", " rem ", " band ", " bor ", " bxor "]), expression(int, Scope, D - 1), ")"];
        5 -> ["(", expression(int, Scope, D - 1), pick([" bsl ", " bsr "]), integer_to_list(rand:uniform(80) - 10), ")"];
        6 -> [pick(["abs(", "- (", "bnot (", "+ ("]), expression(int, Scope, D - 1), ")"];
        7 -> ["length(", expression(list, Scope, D - 1), ")"];
        8 -> [pick(["byte_size(", "bit_size(", "size("]), expression(bin, Scope, D - 1), ")"];
        9 -> [pick(["map_size(", "tuple_size("]), expression(pick([map, tuple]), Scope, D - 1), ")"];
        10 -> [pick(["trunc(", "round(", "floor(", "ceil("]), expression(float, Scope, D - 1), ")"]
    end;
special(float, Scope, D) ->
    case rand:uniform(3) of
        1 -> ["(", expression(float, Scope, D - 1), pick([" + ", " - ", " * ", " / "]), expression(pick([float, int]), Scope, D - 1), ")"];
        2 -> ["float(", expression(int, Scope, D - 1), ")"];
        3 -> ["(", expression(int, Scope, D - 1), " / ", expression(int, Scope, D - 1), ")"]
    end;
special(atom, Scope, D) ->
    case rand:uniform(3) of
        1 -> test(Scope, 2);
        2 -> ["(", expression(any, Scope, D - 1), pick([" < ", " == ", " =:= ", " >= ", " /= "]), expression(any, Scope, D - 1), ")"];
        3 -> ["(", test(Scope, 2), pick([" andalso ", " orelse ", " xor "]), test(Scope, 1), ")"]
    end;
special(list, {Variables, Signatures} = Scope, D) ->
    case rand:uniform(10) of
        1 -> ["[", join([expression(any, Scope, D - 1) || _ <- lists:seq(1, rand:uniform(4))]), "]"];
        2 -> ["[", expression(any, Scope, D - 1), " | ", expression(list, Scope, D - 1), "]"];
        3 -> ["(", expression(list, Scope, D - 1), pick([" ++ ", " -- "]), expression(list, Scope, D - 1), ")"];
        4 -> ["lists:reverse(", expression(list, Scope, D - 1), ")"];
        5 -> ["tuple_to_list(", expression(tuple, Scope, D - 1), ")"];
        6 -> {P, Vs} = pattern(any, 2), ["[", expression(any, {Vs ++ Variables, Signatures}, D - 2), " || ", P, " <- ", expression(list, Scope, D - 1), "]"];
        7 -> V = variable(), ["[", expression(any, {[{int, V} | Variables], Signatures}, D - 2), " || <<", V, pick(["", ":4", ":16", ":9"]), ">> <= ", expression(bin, Scope, D - 1), "]"];
        8 -> V = variable(), Inner = {[{any, V} | Variables], Signatures}, ["[", expression(any, Inner, D - 2), " || ", V, " <- ", expression(list, Scope, D - 1), ", ", test(Inner, 2), "]"];
        9 -> ["tl(", expression(list, Scope, D - 1), ")"];
        10 -> ["maps:keys(", expression(map, Scope, D - 1), ")"]
    end;
special(tuple, Scope, D) ->
    case rand:uniform(3) of
        1 -> ["{", join([expression(int, Scope, D - 1), expression(list, Scope, D - 1) | [expression(any, Scope, D - 2) || _ <- lists:seq(1, rand:uniform(3) - 1)]]), "}"];
        2 -> ["setelement(", integer_to_list(rand:uniform(3)), ", ", expression(tuple, Scope, D - 1), ", ", expression(any, Scope, D - 1), ")"];
        3 -> ["list_to_tuple(", expression(list, Scope, D - 1), ")"]
    end;
special(map, Scope, D) ->
    case rand:uniform(5) of
        1 -> ["#{", join([[K, " => ", expression(any, Scope, D - 1)] || K <- keys()]), "}"];
        2 -> ["(", expression(map, Scope, D - 1), ")#{", pick(["a", "b", "1", "c"]), pick([" => ", " := "]), expression(any, Scope, D - 1), "}"];
        3 -> ["#{", expression(any, Scope, D - 1), " => ", expression(any, Scope, D - 1), "}"];
        4 -> ["maps:put(", expression(any, Scope, D - 2), ", ", expression(any, Scope, D - 2), ", ", expression(map, Scope, D - 1), ")"];
        5 -> ["maps:remove(", pick(["a", "1", "b"]), ", ", expression(map, Scope, D - 1), ")"]
    end;
special(bin, {Variables, Signatures} = Scope, D) ->
    case rand:uniform(6) of
        1 -> ["<<", join([segment(Scope, D) || _ <- lists:seq(1, rand:uniform(4))]), ">>"];
        2 -> ["<<(", expression(bin, Scope, D - 1), ")/bits, ", segment(Scope, D), ">>"];
        3 -> V = variable(), ["<< <<", V, ":", pick(["8", "5", "16"]), ">> || ", V, " <- [", join([expression(int, Scope, 1) || _ <- lists:seq(1, 3)]), "] >>"];
        4 -> V = variable(), ["<< <<(", expression(int, {[{int, V} | Variables], Signatures}, D - 2), "):", pick(["8", "3", "12"]), ">> || <<", V, pick(["", ":4"]), ">> <= ", expression(bin, Scope, D - 1), " >>"];
        5 -> ["list_to_binary([X band 255 || X <- ", expression(list, Scope, D - 1), ", is_integer(X)])"];
        6 -> ["binary_part(", expression(bin, Scope, D - 1), ", ", integer_to_list(rand:uniform(3) - 1), ", ", integer_to_list(rand:uniform(4) - 1), ")"]
    end;
special(any, Scope, D) ->
    case rand:uniform(5) of
        1 -> ["hd(", expression(list, Scope, D - 1), ")"];
        2 -> ["element(", integer_to_list(rand:uniform(3)), ", ", expression(tuple, Scope, D - 1), ")"];
        3 -> ["maps:get(", pick(["a", "b", "1"]), ", ", expression(map, Scope, D - 1), ")"];
        _ -> expression(pick([int, float, atom, list, tuple, map, bin]), Scope, D - 1)
    end.

segment(Scope, D) ->
    E = fun(T) -> ["(", expression(T, Scope, D - 2), ")"] end,
    case rand:uniform(8) of
        1 -> E(int);
        2 -> [E(int), ":", integer_to_list(rand:uniform(70)), pick(["", "/little", "/signed", "/native"])];
        3 -> [E(int), ":16"];
        4 -> [E(int), ":32", pick(["", "/little"])];
        5 -> [E(bin), "/bits"];
        6 -> [E(bin), "/binary"];
        7 -> [E(pick([float, int])), ":", pick(["64", "32"]), "/float"];
        8 -> [E(int), "/utf8"]
    end.
