%% A reducer of lambda terms and of combinators.
-module(lambda_calculus).
-export([cases/0, reduce/1, free/1, numbers/2, print/1, ski/1]).

cases() -> Ts = [x, {lam, x, x}, {app, {lam, x, x}, y}, {app, {app, {lam, x, {lam, y, x}}, a}, b}, {lam, x, {app, y, x}}, {app, {lam, x, {lam, y, {app, x, y}}}, y}, {app, {lam, x, {app, x, x}}, {lam, x, {app, x, x}}}], [{F, [T]} || F <- [reduce, free, print], T <- Ts] ++ [{numbers, [A, B]} || A <- [0, 1, 2], B <- [0, 2]] ++ [{ski, [T]} || T <- [i, {i, x}, {{k, x}, y}, {{{s, k}, k}, x}, {{{s, i}, i}, x}, {{{s, {{s, i}, i}}, i}, x}]].

reduce(T) -> reduce(T, 30).
reduce(T, 0) -> {gave_up, print(T)};
reduce(T, N) -> case step(T) of none -> T; U -> reduce(U, N - 1) end.
step({app, {lam, X, B}, A}) -> substitute(B, X, A);
step({app, F, A}) -> case step(F) of none -> case step(A) of none -> none; B -> {app, F, B} end; G -> {app, G, A} end;
step({lam, X, B}) -> case step(B) of none -> none; C -> {lam, X, C} end;
step(_) -> none.
substitute(X, X, A) -> A;
substitute({app, F, B}, X, A) -> {app, substitute(F, X, A), substitute(B, X, A)};
substitute({lam, X, _} = L, X, _) -> L;
substitute({lam, Y, B}, X, A) -> case lists:member(Y, free(A)) of true -> Z = {fresh, Y}, {lam, Z, substitute(substitute(B, Y, Z), X, A)}; false -> {lam, Y, substitute(B, X, A)} end;
substitute(Y, _, _) -> Y.
free({lam, X, B}) -> [Y || Y <- free(B), Y =/= X];
free({app, F, A}) -> B = free(F), B ++ (free(A) -- B);
free(X) -> [X].
numbers(A, B) -> T = reduce({app, {app, {app, {app, plus(), church(A)}, church(B)}, f}, x}, 100), count(T).
church(N) -> {lam, f, {lam, x, body(N)}}.
body(0) -> x;
body(N) -> {app, f, body(N - 1)}.
plus() -> {lam, m, {lam, n, {lam, g, {lam, y, {app, {app, m, g}, {app, {app, n, g}, y}}}}}}.
count({app, f, T}) -> 1 + count(T);
count(x) -> 0.
print({lam, X, B}) -> "\\" ++ print(X) ++ "." ++ print(B);
print({app, F, A}) -> "(" ++ print(F) ++ " " ++ print(A) ++ ")";
print({fresh, X}) -> print(X) ++ "'";
print(X) -> atom_to_list(X).
ski(T) -> ski(T, 20).
ski(T, 0) -> {stopped, T};
ski(T, N) -> case rewrite(T) of T -> T; U -> ski(U, N - 1) end.
rewrite({i, X}) -> X;
rewrite({{k, X}, _}) -> X;
rewrite({{{s, F}, G}, X}) -> {{F, X}, {G, X}};
rewrite({F, X}) -> {rewrite(F), rewrite(X)};
rewrite(X) -> X.
