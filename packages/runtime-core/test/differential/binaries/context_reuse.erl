%% Match contexts that are used again, made binaries again, or kept.
-module(context_reuse).
-export([cases/0, two_ways/1, back/1, kept/1, nested/1, both/2, given/1, loop/2]).

cases() ->
    Bs = [<<>>, <<1>>, <<1, 2>>, <<2, 1, 3>>, <<1, 2, 3, 4, 5>>, <<9:4>>, y],
    [{F, [B]} || F <- [two_ways, back, kept, nested, given], B <- Bs] ++ [{F, [A, B]} || F <- [both, loop], A <- [<<1, 2>>, <<3>>, <<>>], B <- [<<1, 9>>, <<2>>, <<>>]].

two_ways(<<1, T/binary>>) -> one(T);
two_ways(<<2, T/binary>>) -> two(T);
two_ways(B) -> {other, B}.
one(<<2, T/binary>>) -> {one_two, T};
one(T) -> {one, T}.
two(<<A, T/binary>>) -> [A | two(T)];
two(<<>>) -> [].
back(<<A, T/binary>> = B) -> {A, T, B, byte_size(B)};
back(B) -> B.
kept(B) ->
    case B of
        <<A, T/binary>> -> X = size_of(T), {A, X, T, B};
        _ -> none
    end.
size_of(B) -> byte_size(B).
nested(<<A, T/binary>>) ->
    case T of
        <<A, U/binary>> -> {same, U};
        <<C, U/binary>> when C > A -> case U of <<D, _/binary>> -> {D, T}; <<>> -> {last, T} end;
        _ -> {T, A}
    end;
nested(_) -> none.
both(<<A, T/binary>>, <<A, U/binary>>) -> {A, both(T, U)};
both(<<A, T/binary>>, <<B, U/binary>>) -> [A, B | both(T, U)];
both(A, B) -> {A, B}.
given(B) -> F = fun(<<X, T/binary>>) -> {X, T}; (X) -> X end, {F(B), B}.
loop(A, B) -> loop(A, B, []).
loop(<<X, T/binary>>, B, L) -> loop(B, T, [X | L]);
loop(<<>>, B, L) -> {B, L}.
