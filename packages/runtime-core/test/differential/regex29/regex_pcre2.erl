%% The natives of `re` as OTP 29 has them, on PCRE2: compiled patterns are references, which can be exported.
-module(regex_pcre2).
-export([cases/0, run/2, run/3, compile/1, compile/2, inspect/3, inspect_other/2, compiled/4, internal/4, many/1, version/0]).
-export([exported/4, not_exported/1, sent/1]).
-include("../regex/regex_cases.hrl").

cases() ->
    regex_cases()
    ++ [{exported, [P, O, S, R]} || {P, O} <- [{"a(?<n>b)", []}, {"A(?<n>b)", [caseless]}, {[1024, $b], [unicode]}, {"(", []}], S <- ["xab", <<208, 128, $b>>], R <- [[], [{capture, [n], list}], [global], [caseless]]]
    ++ [{not_exported, [T]} || T <- [a, {}, {re_exported_pattern, a, b, c, d}, {re_exported_pattern, <<>>, <<"a">>, [], a}, {re_pattern, 0, 0, 0, <<>>}, {re_exported_pattern, <<>>, <<"(">>, [], <<>>}, {re_exported_pattern, <<>>, <<"a">>, [wrong], <<>>}]]
    ++ [{run, ["abc", "b", [export]]}, {compile, ["b", [export, foo]]}, {run, [<<"a", 0, "b">>, "^b", [{newline, nul}, multiline]]}, {sent, ["b+"]}].

version() -> re:version().

exported(P, O, S, R) ->
    case re:compile(P, [export | O]) of
        {ok, E} ->
            {re_exported_pattern, Header, Pattern, Options, Code} = E,
            M = re:import(binary_to_term(term_to_binary(E))),
            {is_binary(Header), Pattern, Options, is_binary(Code), setelement(5, M, is_reference(element(5, M))), told_of(catch re:run(S, M, R))};
        Error -> Error
    end.

not_exported(T) -> X = re:import(T), {X}.

%% A compiled pattern goes to other processes as it is.
sent(P) ->
    {ok, M} = re:compile(P),
    Self = self(),
    spawn(fun() -> Self ! {found, re:run("abbc", M)} end),
    receive {found, X} -> X end.
