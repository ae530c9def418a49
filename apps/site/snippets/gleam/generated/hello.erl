%% What Gleam's compiler makes of src/hello.gleam, written by hand: see ../../README.md.
-module(hello).
-compile([no_auto_import]).
-export([greet/1, sum/1, main/0]).

-file("src/hello.gleam", 2).
-spec greet(binary()) -> binary().
greet(Name) ->
    <<<<"Hello, "/utf8, Name/binary>>/binary, "!"/utf8>>.

-file("src/hello.gleam", 6).
-spec sum(list(integer())) -> integer().
sum(Numbers) ->
    case Numbers of
        [] ->
            0;

        [First | Rest] ->
            First + sum(Rest)
    end.

-file("src/hello.gleam", 13).
-spec main() -> integer().
main() ->
    sum([1, 2, 3]).
