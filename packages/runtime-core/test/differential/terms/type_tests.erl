%% Tests of types in guards and as values.
-module(type_tests).
-export([cases/0, in_guard/1, as_value/1, combined/1, records/1, arity/2, negated/1, selected/1]).

-record(r, {a}).
-record(q, {}).

cases() -> Xs = [1, 1 bsl 70, 1.5, a, true, [], [1], {}, {r, 1}, <<>>, <<1:1>>, #{}, fun erlang:abs/1, "s"], [{F, [X]} || F <- [in_guard, as_value, combined, records, negated, selected], X <- Xs] ++ [{arity, [X, N]} || X <- [fun erlang:abs/1, a], N <- [0, 1, 2]].

in_guard(X) when is_integer(X) -> integer;
in_guard(X) when is_float(X) -> float;
in_guard(X) when is_boolean(X) -> boolean;
in_guard(X) when is_atom(X) -> atom;
in_guard(X) when is_list(X) -> list;
in_guard(X) when is_tuple(X) -> tuple;
in_guard(X) when is_binary(X) -> binary;
in_guard(X) when is_bitstring(X) -> bitstring;
in_guard(X) when is_map(X) -> map;
in_guard(X) when is_function(X) -> function.
as_value(X) -> [is_integer(X), is_float(X), is_number(X), is_atom(X), is_boolean(X), is_list(X), is_tuple(X), is_binary(X), is_bitstring(X), is_map(X), is_function(X), is_pid(X), is_reference(X), is_port(X)].
combined(X) when is_number(X), X > 1; is_list(X), X =/= [] -> first;
combined(X) when is_atom(X) orelse is_tuple(X) andalso tuple_size(X) > 0 -> second;
combined(_) -> none.
records(X) -> {is_record(X, r), is_record(X, r, 2), is_record(X, q)}.
arity(X, N) -> {is_function(X, N), is_function(X)}.
negated(X) when not is_list(X), not is_number(X) -> neither;
negated(X) -> not is_atom(X) andalso not is_float(X).
selected(X) -> case {is_list(X), is_number(X)} of {true, _} -> length(X); {_, true} -> X + 1; {false, false} -> other end.
