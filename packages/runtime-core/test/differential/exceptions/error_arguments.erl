%% error/2 and error/3: their argument lists in the trace.
-module(error_arguments).
-export([cases/0, two/1, three/1, list/1, none/1, local/2, in_clause/1]).

cases() -> [{F, [X]} || F <- [two, three, list, none, in_clause], X <- [1, a, [1, 2], {}, <<"b">>]] ++ [{local, [A, B]} || A <- [x, 1], B <- [[], [y]]].

two(X) -> error({bad, X}, [X]).
three(X) -> {erlang:error(reason, [X, X], [{error_info, #{}}])}.
list(X) -> error(X, X).
none(X) -> [error(X, none) | X].
local(A, B) -> {help(A, B), 1}.
help(A, B) -> erlang:error(A, [A, B, {A, B}]).
in_clause(1) -> one;
in_clause(X) -> error(function_clause, [X]).
