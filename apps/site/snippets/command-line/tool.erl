-module(tool).
-export([start/0, square/1]).

start() ->
    Arguments = [list_to_binary(Argument) || Argument <- init:get_plain_arguments()],
    #{arguments => Arguments}.

square(N) -> N * N.
