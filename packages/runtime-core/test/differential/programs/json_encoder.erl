%% JSON texts of terms.
-module(json_encoder).
-export([cases/0, encode/1, escape/1, pretty/2]).

cases() -> [{encode, [T]} || T <- [null, true, false, 1, -5, 1.5, <<"text">>, <<"q\"\\\n">>, [], [1, [2, <<"x">>]], #{}, #{<<"a">> => 1}, #{<<"k">> => [#{<<"z">> => null}], <<"b">> => false}, {bad}, [a], <<"å"/utf8>>]] ++ [{escape, [B]} || B <- [<<>>, <<"a\tb">>, <<1, 2>>, <<"/\b">>]] ++ [{pretty, [T, N]} || T <- [[], [1, [2]], #{<<"a">> => [1, #{<<"b">> => 2}]}], N <- [0, 1]].

encode(null) -> <<"null">>;
encode(true) -> <<"true">>;
encode(false) -> <<"false">>;
encode(N) when is_integer(N) -> integer_to_binary(N);
encode(F) when is_float(F) -> float_to_binary(F, [short]);
encode(B) when is_binary(B) -> <<$", (escape(B))/binary, $">>;
encode(L) when is_list(L) -> <<"[", (join([encode(X) || X <- L]))/binary, "]">>;
encode(M) when is_map(M) -> <<"{", (join([<<(encode(K))/binary, ":", (encode(map_get(K, M)))/binary>> || K <- maps:keys(M)]))/binary, "}">>.
join([]) -> <<>>;
join([B]) -> B;
join([B | T]) -> <<B/binary, ",", (join(T))/binary>>.
escape(B) -> << <<(char(C))/binary>> || <<C>> <= B >>.
char($") -> <<"\\\"">>;
char($\\) -> <<"\\\\">>;
char($\n) -> <<"\\n">>;
char($\t) -> <<"\\t">>;
char(C) when C < 32 -> <<"\\u00", (hex(C bsr 4)), (hex(C band 15))>>;
char(C) -> <<C>>.
hex(D) when D < 10 -> $0 + D;
hex(D) -> $a + D - 10.
pretty(T, N) -> iolist_to_binary(lines(T, N)).
lines([], _) -> "[]";
lines(L, N) when is_list(L) -> ["[\n", [[tab(N + 1), lines(X, N + 1), "\n"] || X <- L], tab(N), "]"];
lines(M, N) when is_map(M) -> ["{\n", [[tab(N + 1), encode(K), ": ", lines(map_get(K, M), N + 1), "\n"] || K <- maps:keys(M)], tab(N), $}];
lines(X, _) -> encode(X).
tab(0) -> [];
tab(N) -> ["  " | tab(N - 1)].
