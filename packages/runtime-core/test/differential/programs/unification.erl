%% Unification of terms, types of lambda terms, a tiny Prolog.
-module(unification).
-export([cases/0, unify/2, infer/1, prove/1]).

cases() -> V = fun(N) -> {var, N} end, [{unify, [A, B]} || {A, B} <- [{a, a}, {a, b}, {V(x), a}, {{f, V(x)}, {f, b}}, {{f, V(x), V(x)}, {f, a, b}}, {{f, V(x), V(y)}, {f, V(y), c}}, {V(x), {f, V(x)}}, {{f, a}, {f, a, b}}, {[V(h) | V(t)], [1, 2, 3]}]] ++ [{infer, [E]} || E <- [1, {lam, x, x}, {lam, x, {add, x, 1}}, {app, {lam, x, x}, 1}, {app, 1, 2}, {lam, f, {lam, x, {app, f, {app, f, x}}}}, {lam, x, {app, x, x}}, y]] ++ [{prove, [G]} || G <- [{parent, ann, V(x)}, {ancestor, ann, V(x)}, {ancestor, dan, V(x)}, {parent, V(p), carl}]].

unify(A, B) -> case unify(A, B, #{}) of {ok, S} -> {ok, [{N, resolve({var, N}, S)} || N <- maps:keys(S)]}; E -> E end.
unify(A, B, S) -> u(walk(A, S), walk(B, S), S).
u(X, X, S) -> {ok, S};
u({var, N}, T, S) -> case occurs({var, N}, T, S) of true -> {cyclic, N}; false -> {ok, S#{N => T}} end;
u(T, {var, N}, S) -> u({var, N}, T, S);
u([A | T], [B | U], S) -> case unify(A, B, S) of {ok, R} -> unify(T, U, R); E -> E end;
u(A, B, S) when is_tuple(A), is_tuple(B), tuple_size(A) =:= tuple_size(B) -> u(tuple_to_list(A), tuple_to_list(B), S);
u(A, B, _) -> {clash, A, B}.
walk({var, N} = V, S) -> case S of #{N := T} -> walk(T, S); _ -> V end;
walk(T, _) -> T.
occurs(V, T, S) -> case walk(T, S) of V -> true; {var, _} -> false; [H | R] -> occurs(V, H, S) orelse occurs(V, R, S); U when is_tuple(U) -> occurs(V, tuple_to_list(U), S); _ -> false end.
resolve(T, S) -> case walk(T, S) of {var, N} -> {var, N}; [H | R] -> [resolve(H, S) | resolve(R, S)]; U when is_tuple(U) -> list_to_tuple(resolve(tuple_to_list(U), S)); X -> X end.
infer(E) -> try {T, S, _} = type(E, #{}, #{}, 0), resolve(T, S) catch throw:R -> R end.
type(N, _, S, K) when is_integer(N) -> {int, S, K};
type(X, E, S, K) when is_atom(X) -> case E of #{X := T} -> {T, S, K}; _ -> throw({unbound, X}) end;
type({lam, X, B}, E, S, K) -> A = {var, K}, {T, S1, K1} = type(B, E#{X => A}, S, K + 1), {{'fun', A, T}, S1, K1};
type({add, A, B}, E, S, K) -> {T, S1, K1} = type(A, E, S, K), {U, S2, K2} = type(B, E, must(T, int, S1), K1), {int, must(U, int, S2), K2};
type({app, F, A}, E, S, K) -> {T, S1, K1} = type(F, E, S, K), {U, S2, K2} = type(A, E, S1, K1), R = {var, K2}, {R, must(T, {'fun', U, R}, S2), K2 + 1}.
must(A, B, S) -> case unify(A, B, S) of {ok, R} -> R; E -> throw(E) end.
prove(G) -> [resolve(G, S) || S <- solve([G], #{}, 0)].
solve([], S, _) -> [S];
solve(_, _, K) when K > 20 -> [];
solve([G | Gs], S, K) -> [R || {H, B} <- clauses(K), {ok, S1} <- [unify(G, H, S)], R <- solve(B ++ Gs, S1, K + 1)].
clauses(K) -> X = {var, {x, K}}, Y = {var, {y, K}}, Z = {var, {z, K}}, [{{parent, ann, bob}, []}, {{parent, bob, carl}, []}, {{parent, carl, dan}, []}, {{ancestor, X, Y}, [{parent, X, Y}]}, {{ancestor, X, Z}, [{parent, X, Y}, {ancestor, Y, Z}]}].
