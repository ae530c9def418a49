%% Maps of ten keys, read and written many at a time.
-module(many_keys).
-export([cases/0, read/1, write/1, swap/1, part/1, nested/2, all/1]).

cases() ->
    Ms = [maps:from_list(lists:zip([a, b, c, d, e, f, g, h, i, j], lists:seq(1, 10))), maps:from_list(lists:zip([j, i, h, g, f, e, d, c, b, a, k], "elevenkeys!")), #{a => 1}, #{}, x],
    [{F, [M]} || F <- [read, write, swap, part, all], M <- Ms] ++ [{nested, [M, N]} || M <- Ms, N <- [0, 1, 3]].

read(#{a := A, c := C, e := E, g := G, i := I, b := B, d := D, f := F, h := H, j := J}) -> [A, B, C, D, E, F, G, H, I, J];
read(#{a := A}) -> A;
read(_) -> none.
write(M) -> M#{a := 0, b => 1, c => 2, j => 9, k => 10, z => last}.
swap(#{a := A, b := B, c := C} = M) -> M#{a := B, b := C, c := A};
swap(#{a := _} = M) -> M#{a := swapped};
swap(M) -> M.
part(M) when is_map(M) -> #{a := A} = M, B = case M of #{j := J, i := I} -> J + I; _ -> 0 end, {A, B, M#{a := B}}.
nested(M, 0) -> M;
nested(M, N) when is_map(M) -> nested(#{a => M, b => N, c => #{d => M}}, N - 1);
nested(M, _) -> M.
all(M) -> [case M of #{K := V} -> {K, V}; _ -> K end || K <- [a, b, c, j, k, l]].
