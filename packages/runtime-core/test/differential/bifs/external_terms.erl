%% The external term format, both ways.
-module(external_terms).
-export([cases/0, write/1, write_old/2, size/1, both/1, read/1, read_options/2, bad_options/2, iovec/1, funs/1, pids/1, deep/1, compressed/1]).

cases() ->
    Terms = [0, 1, 255, 256, -1, -128, 65535, 2147483647, -2147483648, 2147483648, -2147483649, 1 bsl 59, 1 bsl 62, 1 bsl 63, (1 bsl 64) - 1,
             -(1 bsl 64), 1 bsl 2039, (1 bsl 2040) - 1, 1 bsl 2040, -(1 bsl 3000), 0.0, -0.0, 1.5, -1.0e300, 5.0e-324, 3.141592653589793,
             a, 'å', '☃', '', list_to_atom(lists:duplicate(255, $x)), list_to_atom(lists:duplicate(100, 16#2603)), [], [1], "text", [1, 2, 256],
             [1 | 2], [a, [b, [c]]], [0, 255], [-1], lists:seq(1, 300), lists:duplicate(65535, 7), lists:duplicate(65536, 7), {}, {a}, {1, {2, {3}}},
             list_to_tuple(lists:seq(1, 255)), list_to_tuple(lists:seq(1, 256)), <<>>, <<1, 2, 3>>, <<5:3>>, <<1:9>>, <<0:4000>>, <<(1 bsl 4000):4003>>,
             #{}, #{a => 1}, #{1 => a, 1.0 => b, "k" => <<1>>, {} => #{x => y}}, maps:from_list([{I, I * I} || I <- lists:seq(1, 32)]),
             fun lists:map/2, {fun erlang:self/0, [fun maps:get/3]}, [[[[[[]]]]]]],
    Bytes = [<<>>, <<131>>, <<130, 97, 1>>, <<131, 97>>, <<131, 97, 1>>, <<131, 97, 1, 2, 3>>, <<131, 98, 255, 255, 255, 255>>, <<131, 106>>, <<131, 107, 0, 2, 1, 2>>,
             <<131, 107, 0, 3, 1, 2>>, <<131, 108, 0, 0, 0, 1, 97, 1, 97, 2>>, <<131, 108, 255, 255, 255, 255, 97, 1>>, <<131, 100, 0, 2, $o, $k>>, <<131, 115, 2, $o, $k>>,
             <<131, 119, 2, 195, 165>>, <<131, 119, 2, 195, 40>>, <<131, 118, 0, 1, $z>>, <<131, 104, 1, 106>>, <<131, 104, 2, 106>>, <<131, 110, 1, 0, 5>>, <<131, 110, 1, 1, 5>>,
             <<131, 110, 4, 0, 0, 0, 0, 128>>, <<131, 110, 8, 0, 255, 255, 255, 255, 255, 255, 255, 255>>, <<131, 110, 3, 0, 1, 0, 0>>, <<131, 111, 0, 0, 0, 1, 0, 7>>,
             <<131, 70, 63, 240, 0, 0, 0, 0, 0, 0>>, <<131, 70, 127, 240, 0, 0, 0, 0, 0, 0>>, <<131, 70, 127, 248, 0, 0, 0, 0, 0, 0>>,
             <<131, 99, "1.50000000000000000000e+00", 0, 0, 0, 0, 0>>, <<131, 99, "not a float at all", 0:104>>, <<131, 109, 0, 0, 0, 2, 1, 2>>, <<131, 77, 0, 0, 0, 1, 3, 160>>,
             <<131, 77, 0, 0, 0, 1, 9, 160>>, <<131, 77, 0, 0, 0, 0, 0>>, <<131, 116, 0, 0, 0, 1, 97, 1, 97, 2>>, <<131, 116, 0, 0, 0, 2, 97, 1, 97, 2, 97, 1, 97, 3>>,
             <<131, 116, 0, 0, 0, 2, 97, 2, 97, 2, 97, 1, 97, 3>>, <<131, 113, 100, 0, 5, "lists", 100, 0, 3, "map", 97, 2>>, <<131, 113, 97, 1, 97, 2, 97, 3>>, <<131, 255>>,
             <<131, 80, 0, 0, 0, 10, 0>>, <<131, 80, 0, 0, 0, 53, 120, 156, 203, 102, 96, 96, 212, 163, 42, 0, 0, 4, 123, 4, 81>>, <<131, 97, 1:7>>, <<131:7>>],
    [{F, [T]} || F <- [write, size, both, iovec, compressed], T <- Terms]
    ++ [{write_old, [T, V]} || T <- Terms, V <- [0, 1]]
    ++ [{read, [B]} || B <- Bytes ++ [a, [], 1]]
    ++ [{read_options, [B, O]} || B <- [<<131, 97, 1, 2>>, <<131, 119, 2, "ok">>, <<131, 119, 13, "never_seen_xy">>, <<131, 104, 1, 119, 13, "never_seen_zz">>],
                                  O <- [[], [safe], [used], [safe, used], [bad], a, [{safe, true}]]]
    ++ [{bad_options, [T, O]} || T <- [a, 1.5], O <- [[compressed], [{compressed, 3}], [{compressed, 10}], [{minor_version, 3}], [{minor_version, 1}, {minor_version, 2}], [x], a,
                                  [compressed | x], [deterministic], [{minor_version, a}]]]
    ++ [{funs, [N]} || N <- [0, 1, 2]] ++ [{pids, [N]} || N <- [1]] ++ [{deep, [N]} || N <- [10, 10000]].

write(T) -> binary_to_list(term_to_binary(T, [{minor_version, 2}])).
write_old(T, V) -> term_to_binary(T, [{minor_version, V}]).
size(T) -> erlang:external_size(T, [{minor_version, 1}]) =:= byte_size(term_to_binary(T, [{minor_version, 1}])).
both(T) -> B = term_to_binary(T), U = binary_to_term(B), {U =:= T, U}.
iovec(T) -> iolist_to_binary(erlang:term_to_iovec(T, [{minor_version, 2}])).
compressed(T) -> B = term_to_binary(T, [compressed, {minor_version, 2}]), {binary_to_term(B) =:= T, byte_size(B) =< byte_size(term_to_binary(T, [{minor_version, 2}]))}.
read(B) -> binary_to_term(B).
read_options(B, O) -> binary_to_term(B, O).
bad_options(T, O) -> is_binary(term_to_binary(T, O)).
%% A fun comes back as what it was, with its free variables.
funs(N) ->
    F = case N of 0 -> fun(X) -> {N, X} end; 1 -> fun() -> N end; 2 -> M = {N, [N]}, fun(X, Y) -> {M, X, Y} end end,
    B = term_to_binary(F, [{minor_version, 2}]),
    G = binary_to_term(B),
    A = case N of 0 -> 1; 1 -> 0; 2 -> 2 end,
    {G =:= F, is_function(G, A), apply(G, [x || _ <- seq(A)]), binary:part(B, 0, 2), binary:at(B, 6)}.
pids(_) ->
    P = self(), R = make_ref(),
    {binary_to_term(term_to_binary(P)) =:= P, binary_to_term(term_to_binary({R, P})) =:= {R, P}, is_reference(binary_to_term(term_to_binary(R)))}.
deep(N) -> T = nest(N, []), byte_size(term_to_binary(T)) + byte_size(term_to_binary(binary_to_term(term_to_binary(T)))).
nest(0, T) -> T;
nest(N, T) -> nest(N - 1, {[T | N]}).
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
