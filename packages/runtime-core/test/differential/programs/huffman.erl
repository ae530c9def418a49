%% Huffman codes: building the tree, encoding, decoding.
-module(huffman).
-export([cases/0, tree/1, codes/1, roundtrip/1, encode/1, frequency/1]).

cases() -> [{F, [T]} || F <- [tree, codes, roundtrip, encode, frequency], T <- ["a", "ab", "aab", "mississippi", "abcdefgh", "hello world", "aaaaaaaaabc"]].

frequency(T) -> sort(count(T, [])).
count([C | T], L) -> count(T, inc(C, L));
count([], L) -> L.
inc(C, [{N, C} | T]) -> [{N + 1, C} | T];
inc(C, [H | T]) -> [H | inc(C, T)];
inc(C, []) -> [{1, C}].
sort([]) -> [];
sort([H | T]) -> insert(H, sort(T)).
insert(X, [Y | T]) when X > Y -> [Y | insert(X, T)];
insert(X, L) -> [X | L].
tree(T) -> build(frequency(T)).
build([{_, T}]) -> T;
build([{N, A}, {M, B} | T]) -> build(insert({N + M, {A, B}}, T)).
codes(T) -> codes(tree(T), <<>>).
codes({A, B}, P) -> codes(A, <<P/bits, 0:1>>) ++ codes(B, <<P/bits, 1:1>>);
codes(C, <<>>) -> [{C, <<0:1>>}];
codes(C, P) -> [{C, P}].
encode(T) -> Cs = codes(T), B = << <<(code(C, Cs))/bits>> || C <- T >>, {bit_size(B), B}.
code(C, L) -> {_, P} = lists:keyfind(C, 1, L), P.
roundtrip(T) -> {_, B} = encode(T), D = decode(B, tree(T), tree(T)), {D, D =:= T}.
decode(B, C, Top) when is_integer(C), is_integer(Top) -> [C || <<_:1>> <= B];
decode(B, C, Top) when is_integer(C) -> [C | decode(B, Top, Top)];
decode(<<0:1, R/bits>>, {A, _}, T) -> decode(R, A, T);
decode(<<1:1, R/bits>>, {_, A}, T) -> decode(R, A, T);
decode(<<>>, _, _) -> [].
