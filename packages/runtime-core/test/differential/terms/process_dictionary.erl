%% The process dictionary.
-module(process_dictionary).
-export([cases/0, put_get/2, erase_all/1, keys/1, counter/1, overwritten/2, nested/1, many/1, all/1]).

cases() -> Ks = [a, 1, 1.0, "s", {x, [1]}, <<"b">>, [], #{k => v}, 1 bsl 70], [{put_get, [K, V]} || K <- Ks, V <- [1, {v}]] ++ [{keys, [L]} || L <- [[], [a], [a, b, a]]] ++ [{erase_all, [L]} || L <- [[], [a], [1, 2, 3]]] ++ [{counter, [N]} || N <- [0, 1, 100]] ++ [{overwritten, [K, V]} || K <- [a, {b}], V <- [1, []]] ++ [{nested, [X]} || X <- [1, a]] ++ [{many, [N]} || N <- [0, 10, 300]] ++ [{all, [L]} || L <- [[], [{a, 1}], [{a, 1}, {b, 1}, {c, 2}]]].

put_get(K, V) -> erase(), A = put(K, V), B = get(K), C = put(K, new), D = erase(K), {A, B, C, D, get(K), get(), get(other)}.
erase_all(L) -> erase(), put_all(L), {length(get()), length(erase()), get()}.
put_all([H | T]) -> put(H, {H}), put_all(T);
put_all([]) -> ok.
keys(L) -> erase(), put_all(L), R = {length(get_keys()), [K || K <- [a, b, c], lists:member(K, get_keys())], get_keys({z})}, erase(), R.
counter(N) -> erase(), count(N), erase(n).
count(0) -> ok;
count(N) -> put(n, case get(n) of undefined -> 1; X -> X + 1 end), count(N - 1).
overwritten(K, V) -> erase(), put(K, V), R = [put(K, {K, V}), put(K, V), get(K)], erase(), R.
nested(X) -> erase(), put(a, put(b, put(c, X))), R = {get(a), get(b), get(c)}, erase(), R.
many(N) -> erase(), fill(N), R = {length(get()), get(1), get(N), sum(N)}, erase(), R.
fill(0) -> ok;
fill(N) -> put(N, N * N), fill(N - 1).
sum(0) -> 0;
sum(N) -> get(N) + sum(N - 1).
all(L) -> erase(), [put(K, V) || {K, V} <- L], R = {[K || {K, _} <- L, get(K) =/= undefined], length(get_keys(1)), erase(a)}, erase(), R.
