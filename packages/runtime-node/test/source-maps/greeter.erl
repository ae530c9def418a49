%% As Gleam's compiler writes Erlang: with the lines of another source.
-module(greeter).
-export([greet/1]).

-file("src/greeter.gleam", 12).
greet(Name) ->
    <<"Hello, ", Name/binary>>.
