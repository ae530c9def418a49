%% The natives of `re` as OTP 25 has them, on PCRE 8.44.
-module(regex_natives).
-export([cases/0, run/2, run/3, compile/1, compile/2, inspect/3, inspect_other/2, compiled/4, internal/4, many/1, version/0, stored/1]).
-include("regex_cases.hrl").

cases() -> regex_cases() ++ [{stored, [P]} || P <- ["a(?<n>b)", "[", "\\x{e9}"]].

version() -> re:version().

%% A compiled pattern is a binary, which can be stored and comes back.
stored(P) ->
    case re:compile(P) of
        {ok, M} -> re:run("xab\x{e9}", binary_to_term(term_to_binary(M)));
        Error -> Error
    end.
