%% The native functions of binary.
-module(binary_module).
-export([cases/0, parts/3, matching/2, splitting/3, ends/1, common/1, copies/2, numbers/2]).

cases() -> Bs = [<<>>, <<"a">>, <<"abcabc">>, <<"a,b,,c">>, <<0, 255, 0>>, <<1:3>>], [{parts, [B, S, L]} || B <- Bs, S <- [0, 1, 6], L <- [0, 1, -1]] ++ [{matching, [B, P]} || B <- Bs, P <- [<<"b">>, [<<"bc">>, <<"c">>], <<"abcabcabc">>, <<0>>]] ++ [{splitting, [B, P, O]} || B <- Bs, P <- [<<",">>, <<"b">>], O <- [[], [global], [global, trim_all]]] ++ [{ends, [B]} || B <- Bs] ++ [{common, [L]} || L <- [[<<"abc">>, <<"abd">>], [<<"x">>], [<<>>, <<"a">>], [], [a]]] ++ [{copies, [B, N]} || B <- Bs, N <- [0, 1, 3]] ++ [{numbers, [X, E]} || X <- [0, 1, 256, 65535, 1 bsl 64, -1], E <- [big, little]].

parts(B, S, L) -> try binary:part(B, S, L) catch error:R -> R end.
matching(B, P) -> try {binary:match(B, P), binary:matches(B, P)} catch error:R -> R end.
splitting(B, P, O) -> try binary:split(B, P, O) catch error:R -> R end.
ends(B) -> {try binary:first(B) catch error:R -> R end, try binary:last(B) catch error:E -> E end, try binary:at(B, 1) catch error:F -> F end}.
common(L) -> {binary:longest_common_prefix(L), binary:longest_common_suffix(L)}.
copies(B, N) -> X = binary:copy(B, N), {X, byte_size(X)}.
numbers(X, E) -> B = binary:encode_unsigned(X, E), {B, binary:decode_unsigned(B, E) =:= X}.
