%% The natives of `re` as OTP 25 has them, on PCRE 8.44.
-module(regex_natives).
-export([cases/0, run/2, run/3, compile/1, compile/2, inspect/3, inspect_other/2, compiled/4, internal/4, many/1, version/0, stored/1, of_the_real_one/2]).
-include("regex_cases.hrl").

cases() -> regex_cases() ++ [{stored, [P]} || P <- ["a(?<n>b)", "[", "\\x{e9}"]]
        ++ [{of_the_real_one, [S, O]} || S <- ["Max=12, min=7, AVG=100", "none", <<"é=55"/utf8>>], O <- [[], [global, {capture, [k, 2], list}]]].

version() -> re:version().

%% A compiled pattern is a binary, which can be stored and comes back.
stored(P) ->
    case re:compile(P) of
        {ok, M} -> re:run("xab\x{e9}", binary_to_term(term_to_binary(M)));
        Error -> Error
    end.

%% What PCRE made of `(?<k>\w+)=(\d{2,})`, caseless, as it stands in a module that was compiled with it.
of_the_real_one(S, O) ->
    re:run(S, {re_pattern, 2, 0, 0, <<
           69,82,67,80,101,0,0,0,1,0,0,0,65,0,0,0,255,255,255,255,255,255,255,255,0,0,61,0,0,0,2,0,0,0,64,0,4,0,1,0,0,0,0,0,0,
           0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,107,0,131,0,29,133,0,7,0,1,95,11,120,0,7,30,61,133,0,11,0,2,93,0,2,7,94,7,
           120,0,11,120,0,29,0
    >>}, O).
