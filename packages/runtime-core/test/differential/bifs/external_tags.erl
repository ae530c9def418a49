%% External terms of every tag, old ones too, and what the options of writing and reading do.
-module(external_tags).
-export([cases/0, read/1, sizes/2, write/2, unaligned/2, ordered/1, float_text/1, used/1]).

cases() ->
    Node = <<100, 0, 13, "nonode@nohost">>, Other = <<119, 5, "a@b.c">>,
    Words = fun(N) -> << <<I:32>> || I <- seq(1, N) >> end,
    Bytes = [<<131, 103, Node/binary, 5:32, 7:32, 0>>, <<131, 103, Other/binary, 5:32, 7:32, 3>>, <<131, 103, Other/binary, 5:32, 7:32, 4>>, <<131, 88, Node/binary, 5:32, 7:32, 9:32>>,
             <<131, 88, Node/binary, 32768:32, 0:32, 0:32>>, <<131, 88, Node/binary, 0:32, 8192:32, 0:32>>, <<131, 88, Other/binary, 16#ffffffff:32, 16#ffffffff:32, 0:32>>,
             <<131, 102, Node/binary, 16#fffffff:32, 0>>, <<131, 102, Node/binary, 16#10000000:32, 0>>, <<131, 102, Other/binary, 16#ffffffff:32, 2>>, <<131, 89, Other/binary, 1:32, 2:32>>,
             <<131, 120, Other/binary, 16#10000000:64, 2:32>>, <<131, 120, Other/binary, 16#ffffffffffffffff:64, 2:32>>, <<131, 101, Other/binary, 5:32, 0>>, <<131, 101, Other/binary, 16#40000:32, 0>>,
             <<131, 101, Node/binary, 5:32, 0>>, <<131, 99, "1,5", 0:224>>, <<131, 99, "+1.5E-5", 0:192>>, <<131, 99, "1.5e400", 0:192>>, <<131, 99, "1.5e-400", 0:184>>, <<131, 99, " 1.5", 0:216>>,
             <<131, 99, "1.5x", 0:216>>, <<131, 99, "1e5", 0:224>>, <<131, 110, 0, 1>>, <<131, 110, 3, 7, 1, 0, 0>>, <<131, 111, 9:32, 1, 0:56, 128, 0>>, <<131, 108, 0:32, 97, 1>>,
             <<131, 108, 1:32, 97, 1, 107, 2:16, 2, 3>>, <<131, 105, 0:32>>, <<131, 105, 16#1000000:32>>, <<131, 115, 0>>, <<131, 118, 3:16, 237, 160, 128>>, <<131, 77, 1:32, 8, 255>>,
             <<131, 113, Other/binary, Other/binary, 98, 256:32>>, <<131, 113, Other/binary, Other/binary, 98, -1:32>>, <<131, 113, Other/binary, Other/binary, 110, 1, 0, 5>>,
             <<131, 112, 0:32, 2, 1:128, 7:32, 1:32, Other/binary, 98, -3:32, 110, 4, 0, 1, 2, 3, 255, 88, Node/binary, 0:96, 106>>,
             <<131, 112, 0:32, 2, 1:128, 7:32, 0:32, Other/binary, 106, 97, 1, 88, Node/binary, 0:96>>, <<131, 117, 0:32>>, <<131, 82, 0>>, <<131, 131, 97, 1>>, <<131, 121, 0:32, 97, 1>>]
        ++ [<<131, 90, N:16, W/binary, C:32, (Words(N))/binary>> || N <- [1, 2, 3, 4, 5, 6], {W, C} <- [{Node, 0}, {Node, 1}, {Other, 0}]]
        ++ [<<131, 114, N:16, Other/binary, C, (Words(N))/binary>> || N <- [1, 5], C <- [0, 3, 4]],
    Large = [seq(1, 40), [{I} || I <- seq(1, 40)], [1.0, 1, z, a, "s", {a}, <<"b">>, 2, 1.5, [], #{} | seq(100, 130)]],
    [{read, [B]} || B <- Bytes] ++ [{used, [<<B/binary, 1, 2, 3>>]} || B <- Bytes]
        ++ [{unaligned, [B, S]} || B <- [<<131, 107, 0, 2, 1, 2>>, <<131, 119, 2, "ok">>, <<131, 109, 0, 0, 0, 2, 1, 2>>, <<131, 97>>], S <- [1, 5, 7]]
        ++ [{sizes, [T, O]} || T <- [1.5, [1, 2], lists_of(300)], O <- [[], [{minor_version, 0}], [{minor_version, 1}], [compressed], [deterministic], [local], [{minor_version, 3}], x]]
        ++ [{write, [T, O]} || T <- [1.5, {}], O <- [[local], [local, deterministic], [{compressed, 0}], [{compressed, -1}], [{minor_version, 1}, deterministic]]]
        ++ [{ordered, [K]} || K <- Large]
        ++ [{float_text, [F]} || F <- [0.0, -0.0, 0.1, 1.0e22, 1.0e23, 5.0e-324, 1.7976931348623157e308, 9.5367431640625e-7, 3.0517578125e-5, 1.52587890625e-5, 123456789.125]].

lists_of(N) -> [X rem 7 || X <- seq(1, N)].
seq(N, M) when N > M -> [];
seq(N, M) -> [N | seq(N + 1, M)].

%% What is written again.
again(T) -> term_to_binary(T, [{minor_version, 2}, deterministic]).
read(B) -> again(binary_to_term(B)).
used(B) -> {T, N} = binary_to_term(B, [used]), {again(T), N}.
unaligned(B, S) -> <<_:S, C/binary>> = <<0:S, B/binary>>, binary_to_term(C).
sizes(T, O) -> erlang:external_size(T, O).
write(T, O) -> term_to_binary(T, O).
ordered(Keys) -> erlang:md5(again(from_keys(Keys, #{}))).
from_keys([], M) -> M;
from_keys([K | Ks], M) -> from_keys(Ks, M#{K => x}).
float_text(F) -> term_to_binary(F, [{minor_version, 0}]).
