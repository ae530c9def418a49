%% Patterns of binaries with segments of many kinds at once.
-module(mixed_matching).
-export([cases/0, record/1, choose/2, back_and_forth/1, repeated/1, bound/2, guarded/1, lookahead/1]).

cases() -> Bs = [<<>>, <<"HD", 1:4, 2:4, 3:16/little, "abc">>, <<1.5/float, 7>>, <<1, 1, 2>>, <<3, "abcde">>, <<"å"/utf8, 5>>, <<255:8, -1:32>>, <<1:1, 0:7, 9:9>>, <<2, 2:16, 1, 0:8>>], [{F, [B]} || F <- [record, back_and_forth, repeated, guarded, lookahead], B <- Bs] ++ [{F, [B, X]} || F <- [choose, bound], B <- Bs, X <- [0, 1, 2, 255]].

record(<<"HD", A:4, B:4, N:16/little, D:N/binary>>) -> {A, B, N, D};
record(<<"HD", _/bits>>) -> head;
record(<<F/float, X>>) -> {F, X};
record(<<N, D:N/binary, R/bits>>) -> {D, R};
record(<<C/utf8, X:8>>) -> {C, X};
record(<<S:8/signed, T:32/signed-little>>) -> {S, T};
record(_) -> none.
choose(B, 0) -> case B of <<X:16, _/bits>> -> X; _ -> none end;
choose(B, 1) -> case B of <<X:16/little, R/bits>> -> {X, R}; _ -> none end;
choose(B, 2) -> case B of <<X:2/binary, Y:1/binary, _/bits>> -> {Y, X}; _ -> none end;
choose(B, _) -> case B of <<X:7/signed, Y:2, Z/bits>> -> {X, Y, Z}; _ -> none end.
back_and_forth(B) -> case B of <<1, 1, X>> -> {a, X}; <<1, X, 2>> -> {b, X}; <<2, X:16, 1, R/bits>> -> {c, X, R}; <<2, X:24, _/bits>> -> {d, X}; <<_:1, X:7, R:9>> -> {e, X, R}; _ -> f end.
repeated(<<X, X, R/bits>>) -> {twice, X, R};
repeated(<<X:4, Y:4, X:4, Y:4, _/bits>>) -> {pair, X, Y};
repeated(<<N, _:N, M, _/bits>>) -> {N, M};
repeated(_) -> none.
bound(B, X) -> case B of <<X, R/bits>> -> {first, R}; <<_, X, R/bits>> -> {second, R}; <<_:X, Y:8, _/bits>> -> {skipped, Y}; _ -> none end.
guarded(<<A, B, R/bits>>) when A =:= B; A > 200 -> {A, B, R};
guarded(<<A, R/binary>> = W) when byte_size(R) =:= A -> {exact, W};
guarded(<<A:8, _/bits>> = W) when A band 1 =:= 1, bit_size(W) rem 8 =:= 0 -> odd;
guarded(_) -> none.
lookahead(<<N, _:N/binary, 0, R/bits>>) -> {zero, R};
lookahead(<<N, _:N/binary, R/bits>>) when R =/= <<>> -> {more, R};
lookahead(<<_, R/bits>>) -> lookahead(R);
lookahead(<<R/bits>>) -> {rest, R}.
