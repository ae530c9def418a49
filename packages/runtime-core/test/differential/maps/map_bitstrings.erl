%% Bitstrings of every representation as keys and values of small and large maps.
-module(map_bitstrings).
-export([cases/0, equal/1, order/1, find/1, changed/1, nested/1]).

cases() -> [{F, [N]} || F <- [equal, order, find, changed, nested], N <- [1, 5, 32, 33, 40, 100]].

key(I) when I rem 3 =:= 0 -> <<I:16>>;
key(I) when I rem 3 =:= 1 -> <<I:13>>;
key(I) -> <<I:32, 0:1000>>.
other(I) -> <<_:5, K/bits>> = <<1:5, (key(I))/bits>>, K.

fill(F, N) -> fill(F, N, #{}).
fill(_, 0, M) -> M;
fill(F, N, M) -> fill(F, N - 1, M#{F(N) => {N, F(N)}}).

equal(N) -> A = fill(fun key/1, N), B = fill(fun other/1, N), {A =:= B, A == B, {x, A, y} =:= {x, B, y}, map_size(A)}.
order(N) ->
    A = fill(fun key/1, N), B = fill(fun other/1, N - 1), C = A#{key(1) := {0, <<>>}}, D = B#{<<"new">> => 1},
    {A < B, A > B, A < C, C < A, A < D, [A, B] < [A, A], {B, A} =:= {B, C}}.
find(N) -> A = fill(fun key/1, N), B = other(N), #{B := X} = A, Y = key(N + 1), {X, is_map_key(Y, A), is_map_key(other(1), A)}.
changed(N) -> A = fill(fun key/1, N), B = A#{other(N) := <<1:1>>}, {A =:= B, B =:= A#{key(N) => <<1:1>>}, map_size(B)}.
nested(N) -> A = fill(fun(I) -> #{key(I) => I, x => <<I:3>>} end, N), B = fill(fun(I) -> #{x => <<(I bsl 3):6, I:3>>, other(I) => I} end, N), C = fill(fun(I) -> #{x => <<I:3>>, other(I) => I} end, N), {A =:= B, A =:= C, A == C}.
