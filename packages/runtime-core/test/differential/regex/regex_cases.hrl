%% Cases of the natives of `re` that OTP 25 and 29 both have.

regex_cases() ->
    Captures = [all, all_but_first, all_names, first, none, [], [0], [2, 1], [1, 9, -1], [n], ["n", 1], [<<"m">>, n, none], wrong, [{}], [1 | 2], [a, "x" | b]],
    %% With `global` these fail in Erlang code of OTP, whose lines are in the stack trace.
    Wrong = [[1, 9, -1], wrong, [{}], [1 | 2], [a, "x" | b]],
    Types = [index, list, binary],
    [{run, [S, P, [{capture, C, T}]]} || S <- ["xabcb", <<"ab">>], P <- ["a(?<n>b)(x)?(?<m>c)?", "(b)", "q"], C <- Captures, T <- Types]
    ++ [{run, [S, P, [{capture, C, T}, global]]} || S <- ["xabcabb", <<>>], P <- ["a(?<n>b)(x)?(?<m>c)?", "x*", "q"], C <- Captures -- Wrong, T <- Types]
    ++ [{run, [S, P, [global | O]]} || S <- ["aab\r\nb", "", <<"\r\n\r\n">>], P <- ["", "a*", "b|", "$", "^", "(?=b)", "\\b", "a*?", "\\R", "."], O <- [[], [multiline], [{newline, crlf}], [{newline, anycrlf}, multiline], [notempty], [{offset, 1}], [anchored], [unicode]]]
    ++ [{run, [S, P, [unicode, {capture, all, T} | O]]} || S <- [[1024, $a, 1025], <<208, 128, $a, 208, 129>>, [<<208, 128>>, [$a], 1025]], P <- [[1025], "a", ".", "\\w+", "\\x{400}", "(?<n>a)(.)"], T <- Types, O <- [[], [global], [ucp], [caseless]]]
    ++ [{run, [S, P]} || S <- [a, <<1:3>>, 1, [a], [256], [-1], ["a" | <<"b">>], ["a" | $b], {}, [[["a"], <<"b">>], $c]], P <- ["ab", <<"b">>]]
    ++ [{run, ["abc", P]} || P <- [a, <<1:3>>, [a], [256], {re_pattern, 0, 0, 0, <<>>}, {re_pattern, 0, 0, 0, <<"abcdefghijk">>}, {re_pattern, 1}, {a, 0, 0, 0, <<>>}, {re_pattern, a, 0, 0, <<>>}, {}, 1, "(", ["a", [<<"b">> | "c"]]]]
    ++ [{run, ["abc", "b", O]} || O <- [a, [a], [caseless | a], [{offset, a}], [{offset, -1}], [{offset, 0}], [{offset, 1}], [{offset, 2}], [{offset, 3}], [{capture}], [{capture, all, index, 1}], [{newline, x}], [{newline, cr}], [{match_limit, -1}], [{match_limit, a}], [{match_limit, 1 bsl 70}], [{match_limit_recursion, 0}], [{x, y}], [1], [caseless, unicode, anchored, dotall], [notbol, noteol, notempty, notempty_atstart], [{parts, 1}], [{return, list}], [trim]]]
    ++ [{run, [<<255>>, <<"a">>, [unicode]]}, {run, [<<"a">>, <<255>>, [unicode]]}, {run, [<<"a">>, <<255>>, [unicode, report_errors]]}, {run, ["\x{400}", "a", []]}]
    ++ [{run, ["a", "(", O]} || O <- [[], [report_errors], [global], [global, report_errors]]]
    ++ [{run, [lists:duplicate(30, $a) ++ "b", P, O]} || P <- ["^(a+)+$", "(a|aa)+$", "(*LIMIT_MATCH=100)^(a+)+$"], O <- [[{match_limit, 500}], [{match_limit, 500}, report_errors], [{match_limit, 500}, report_errors, global]]]
    ++ [{compile, [P]} || P <- ["a(b)(?<x>c)", <<"a">>, "", [], "(", a, [a], [300], {}]]
    ++ [{compile, [P, O]} || P <- ["a(b)(?<x>c)", "(", [1024], <<208, 128>>, <<255>>, <<208>>, <<$a, 237, 160, 128>>], O <- [[], [unicode], [{newline, crlf}], [{newline, any}], [{newline, anycrlf}], [{newline, lf}], [unicode, caseless], a, [a], [notbol], [global], [{offset, 1}], [{capture, all}], [anchored], [report_errors]]]
    ++ [{compile, ["(*UTF)a", []]}, {compile, ["(*CRLF)a", []]}, {compile, ["(*UTF)a", [never_utf]]}, {compile, ["a", [never_utf, unicode]]}]
    ++ [{inspect, [P, O, I]} || {P, O} <- [{"a", []}, {"(?<b>x)(?<a>y)", []}, {"(?<b>x)|(?<b>y)", [dupnames]}, {"(?J)(?<b>x)|(?<b>y)", []}], I <- [namelist, a, "namelist", 1]]
    ++ [{inspect_other, [P, namelist]} || P <- [a, "a", {re_pattern, 0, 0, 0, <<>>}]]
    ++ [{compiled, [P, C, S, R]} || {P, C} <- [{"b(?<n>.)", []}, {"b(?<n>.)", [caseless]}, {"b(?<n>.)", [unicode]}, {"^b(?<n>.)?", [multiline, {newline, crlf}]}], S <- ["aBc", "abcb\r\nbx", <<"ab", 208, 128>>], R <- [[], [caseless], [unicode], [anchored], [global, {capture, [n], binary}], [{newline, lf}], [{newline, cr}, global], [{capture, all_names, list}], [notbol], [dotall], [foo]]]
    ++ [{internal, ["abcb", "b", [], F]} || F <- [true, false]]
    ++ [{many, [N]} || N <- [10, 1000]]
    ++ [{version, []}].

run(S, P) -> X = re:run(S, P), {X}.
run(S, P, O) -> X = re:run(S, P, O), {X}.

compile(P) -> told(re:compile(P)).
compile(P, O) -> told(re:compile(P, O)).

told({ok, {re_pattern, N, Unicode, Crlf, Code}}) -> {ok, N, Unicode, Crlf, is_binary(Code) orelse is_reference(Code)};
told(Error) -> Error.

inspect(P, O, Item) -> {ok, C} = re:compile(P, O), Key = setelement(5, C, code), X = catch re:inspect(C, Item), {Key, told_of(X)}.
told_of({'EXIT', {Reason, _}}) -> Reason;
told_of(X) -> X.

inspect_other(P, Item) -> X = re:inspect(P, Item), {X}.

compiled(P, C, S, R) -> {ok, M} = re:compile(P, C), told_of(catch re:run(S, M, R)).

internal(S, P, O, First) -> X = re:internal_run(S, P, O, First), {X}.

%% Many searches, of which the compiled patterns become garbage.
many(N) -> many(N, []).
many(0, Found) -> {length(Found), hd(Found)};
many(N, Found) ->
    {ok, M} = re:compile([$a, $0 + N rem 10, $+]),
    many(N - 1, [re:run(["xxa", $0 + N rem 10, $0 + N rem 10], M, [{capture, first, binary}]) | Found]).
