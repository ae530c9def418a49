-module(hello).
-export([start/0, greet/1, divide/2]).

start() ->
    greet(<<"World">>).

%% A string of JavaScript comes as a binary in UTF-8.
greet(Name) ->
    <<"Hello, ", Name/binary, "!">>.

divide(A, B) ->
    A div B.
