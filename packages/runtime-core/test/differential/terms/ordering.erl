%% The order of terms, equality, and type tests.
-module(ordering).
-export([cases/0, compare/2, types/1, classify/1, sort/1, in_guard/2]).

terms() ->
    [0, 1, -1, 1.0, -0.5, 134217727, 134217728, 134217728.0, 9007199254740992, 9007199254740993, 9007199254740992.0,
     1 bsl 63, (1 bsl 63) * 1.0, (1 bsl 63) - 1, (1 bsl 64) + 1, (1 bsl 64) * 1.0, 1 bsl 1030, -(1 bsl 1030), 1.0e300, -1.0e300,
     a, b, ab, '', 'a b', true, false, [], {}, {1}, {1.0}, {a}, {a, b}, {b, a}, {1, 2, 3}, {a, {b, [c]}},
     [1], [1.0], [1 | 2], [1, 2], [[]], [a, b, c], [a, b | c], "abc", "abd", <<>>, <<1>>, <<1, 2>>, <<"abc">>,
     fun erlang:abs/1, fun lists:reverse/1, 123456789012345678901234567890, {123456789012345678901234567890}].

cases() ->
    [{compare, [A, B]} || A <- terms(), B <- terms()] ++
    [{in_guard, [A, B]} || A <- terms(), B <- terms()] ++
    [{F, [A]} || F <- [types, classify], A <- terms()] ++
    [{sort, [terms() -- [fun erlang:abs/1, fun lists:reverse/1]]}].

compare(A, B) -> {A < B, A =< B, A == B, A =:= B, A /= B, A =/= B, A >= B, A > B}.

in_guard(A, B) when A =:= B -> exact;
in_guard(A, B) when A == B -> equal;
in_guard(A, B) when A < B -> less;
in_guard(A, B) when A > B -> greater.

types(A) ->
    [is_integer(A), is_float(A), is_number(A), is_atom(A), is_boolean(A), is_list(A), is_tuple(A), is_binary(A), is_bitstring(A),
     is_function(A), is_function(A, 1), is_pid(A), is_reference(A), is_port(A), is_map(A)].

classify(A) when is_boolean(A) -> boolean;
classify(A) when is_atom(A) -> atom;
classify(A) when is_integer(A) -> integer;
classify(A) when is_float(A) -> float;
classify(A) when is_function(A, 1) -> fun1;
classify(A) when is_tuple(A), tuple_size(A) > 1 -> {tuple, element(1, A)};
classify([H | _]) -> {head, H};
classify([]) -> nil;
classify(A) when is_binary(A) -> {binary, byte_size(A)};
classify(A) when is_tuple(A) -> {small_tuple, tuple_size(A)};
classify(_) -> other.

sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).
