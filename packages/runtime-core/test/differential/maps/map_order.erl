%% The order and equality of maps, and of terms that hold them.
-module(map_order).
-export([cases/0, compare/2, in_guard/2, member/2, sort/1, min_max/2, large/2, nested/2, keyfind/2]).

maps() ->
    [#{}, #{a => 1}, #{a => 1.0}, #{a => 2}, #{b => 1}, #{1 => a}, #{1.0 => a}, #{2 => a}, #{1.0 => a, 1 => b}, #{1 => a, 2 => b}, #{2 => a, 1 => b},
     #{1 => a, a => b}, #{1.0 => a, a => b}, #{a => b, {} => c}, #{a => #{b => 1}}, #{a => #{b => 1.0}}, #{#{} => a}, #{#{1 => 1} => a}, #{#{1 => 1.0} => a},
     #{#{1.0 => 1} => a}, #{[1] => x}, #{[1.0] => x}, #{{1, 2.0} => x}, #{{1.0, 2} => x}, #{a => 1, b => 2, c => 3}, #{a => 1, b => 2, d => 0},
     #{134217728 => a}, #{134217728.0 => a}, #{(1 bsl 70) => a}, #{1.0e30 => a}, {}, {a}, [], [a], a, 1, <<>>, {#{a => 1}}, [#{a => 1.0}], {#{a => 1.0}}, [#{}]].

numbered(N, D) -> maps:from_list([{I, I} || I <- lists:seq(D, N + D - 1)]).

cases() ->
    [{F, [A, B]} || F <- [compare, in_guard], A <- maps(), B <- maps()] ++
    [{member, [A, maps()]} || A <- maps()] ++ [{sort, [maps()]}] ++
    [{min_max, [A, B]} || A <- [#{}, #{a => 1}, #{a => 1.0}], B <- [#{a => 1}, #{b => 1}, x]] ++
    [{large, [A, B]} || A <- larges(), B <- larges()] ++
    [{nested, [N, A]} || N <- [0, 1, 30], A <- [1, 1.0, 2]] ++
    [{keyfind, [K, [{M, M} || M <- maps()]]} || K <- [#{}, #{a => 1.0}, #{1 => a}, #{x => y}]].

larges() ->
    [numbered(33, 0), numbered(33, 1), numbered(34, 0), numbered(32, 0), (numbered(33, 0))#{5 := 5.0}, (numbered(33, 0))#{5 := 6}, (numbered(33, 0))#{5 := 4, 6 := 9},
     maps:from_list([{I * 1.0, I} || I <- lists:seq(0, 32)]), maps:remove(0, (numbered(33, 0))#{0.0 => 0}), maps:remove(32, (numbered(33, 0))#{a => 0}),
     maps:from_list([{numbered(33, I), I} || I <- lists:seq(1, 33)]), maps:from_list([{numbered(33, I), I * 1.0} || I <- lists:seq(1, 33)]),
     maps:from_list([{numbered(33, I), I} || I <- lists:seq(2, 34)]), maps:from_list([{#{I => 1.0}, I} || I <- lists:seq(1, 33)]), maps:from_list([{#{I => 1}, I} || I <- lists:seq(1, 33)])].

compare(A, B) -> {A < B, A =< B, A == B, A =:= B, A /= B, A =/= B, A >= B, A > B}.
large(A, B) -> {compare(A, B), compare([A, 1], [B, 2]), compare({x, A}, {x, B}), compare(#{k => A}, #{k => B}), compare(#{A => k}, #{B => k})}.

in_guard(A, B) when A =:= B -> exact;
in_guard(A, B) when A == B -> equal;
in_guard(A, B) when A < B -> less;
in_guard(A, B) when A > B -> greater.

member(A, L) -> {lists:member(A, L), length([X || X <- L, X == A])}.
min_max(A, B) -> {min(A, B), max(A, B)}.
keyfind(K, L) -> lists:keyfind(K, 1, L).

nested(N, X) -> A = wrap(N, X), B = wrap(N, 1), {compare(A, B), compare(B, A), compare(#{A => 1}, #{B => 1})}.
wrap(0, X) -> X;
wrap(N, X) -> #{a => 1, b => wrap(N - 1, X)}.

sort([]) -> [];
sort([P | T]) -> sort([X || X <- T, X < P]) ++ [P] ++ sort([X || X <- T, X >= P]).
