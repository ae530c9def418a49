%% Lengths that are read from the binary itself.
-module(sized_by_data).
-export([cases/0, string/1, list/1, tlv/1, nested/1, expression/1, pair/2, strings/1]).

cases() ->
    Bs = [<<>>, <<0>>, <<3, "abc">>, <<3, "abcd">>, <<5, "abc">>, <<1, 2, 0, 7>>, <<2, 0, 1, 9, 1, 2, 8, 8>>, <<1, 1, 255, 2, 2, 1, 2>>, <<255>>, <<4:4, 5:4, 1>>],
    [{F, [B]} || F <- [string, list, tlv, nested, expression, strings], B <- Bs] ++ [{pair, [B, N]} || B <- Bs, N <- [0, 1, 2]] ++ [{string, [k]}].

string(<<N, S:N/binary, R/binary>>) -> {S, R};
string(_) -> none.
list(B) -> list(B, []).
list(<<N, S:N/binary, R/binary>>, L) -> list(R, [S | L]);
list(R, L) -> {lists:reverse(L), R}.
tlv(<<T, L, V:L/binary, R/binary>>) -> [{T, V} | tlv(R)];
tlv(<<>>) -> [];
tlv(R) -> {rest, R}.
nested(<<A, B, X:A/binary, Y:B/unit:8, R/bits>>) -> {X, Y, R};
nested(_) -> none.
expression(<<N, X:(N * 2 + 1)/binary, _/bits>>) -> {odd, X};
expression(<<N, X:(8 * N - 1), _/bits>>) -> {bits, X};
expression(_) -> none.
pair(B, N) -> case B of <<A:N/binary, L, C:L/binary, D:N/binary>> -> {A, C, D}; <<A:N/binary, _/bits>> -> A; _ -> none end.
strings(B) -> [S || <<N:4, _:4, S:N/binary>> <= B].
