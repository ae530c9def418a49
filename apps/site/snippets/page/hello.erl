-module(hello).
-export([greet/1]).

%% A string of JavaScript comes as a binary in UTF-8.
greet(Name) ->
    <<"Hello, ", Name/binary, "!">>.
