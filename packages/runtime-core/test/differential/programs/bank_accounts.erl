%% Accounts in a map of maps, with errors.
-module(bank_accounts).
-export([cases/0, run/1, transfer/4, interest/3, statement/1]).

cases() -> As = #{ann => #{balance => 100, log => []}, bob => #{balance => 0, log => []}}, [{run, [L]} || L <- [[], [{open, a}], [{open, a}, {deposit, a, 10}, {withdraw, a, 3}], [{withdraw, x, 1}], [{open, a}, {withdraw, a, 1}], [{open, a}, {open, a}], [{open, a}, {open, b}, {deposit, a, 50}, {transfer, a, b, 20}, {transfer, b, a, 5}, {close, b}], [bad], [{open, a}, {deposit, a, -5}], [{open, a}, {deposit, a, x}]]] ++ [{transfer, [F, T, N, As]} || F <- [ann, bob, eve], T <- [ann, bob, eve], N <- [50, 200]] ++ [{interest, [B, P, Y]} || B <- [100, 1 bsl 40], P <- [0, 5], Y <- [0, 1, 30]] ++ [{statement, [L]} || L <- [[], [{in, 5}], [{in, 5}, {out, 2}, {in, 1}]]].

run(L) -> try run(L, #{}) catch throw:{E, A} -> {error, E, maps:keys(A)}; error:R -> {crash, R} end.
run([C | T], A) -> run(T, command(C, A));
run([], A) -> A.
command({open, N}, A) when is_map_key(N, A) -> throw({{exists, N}, A});
command({open, N}, A) -> A#{N => #{balance => 0, log => []}};
command({deposit, N, X}, A) when X > 0 -> change(N, X, {in, X}, A);
command({withdraw, N, X}, A) -> change(N, -X, {out, X}, A);
command({transfer, F, T, X}, A) -> change(T, X, {from, F}, change(F, -X, {to, T}, A));
command({close, N}, A) -> maps:remove(N, A);
command({C, _, _}, A) -> throw({{invalid, C}, A}).
change(N, X, E, A) -> case A of #{N := #{balance := B, log := L} = C} when B + X >= 0 -> A#{N := C#{balance := B + X, log := [E | L]}}; #{N := #{balance := B}} -> throw({{insufficient, N, B}, A}); _ -> throw({{unknown, N}, A}) end.
transfer(F, T, N, A) -> try command({transfer, F, T, N}, A) of B -> {ok, B} catch throw:{R, A} -> {unchanged, R}; throw:{R, _} -> {half, R} end.
interest(B, _, 0) -> B;
interest(B, P, Y) -> interest(B + B * P div 100, P, Y - 1).
statement(L) -> statement(L, 0, []).
statement([{in, X} | T], B, A) -> statement(T, B + X, [{B + X, in} | A]);
statement([{out, X} | T], B, A) -> statement(T, B - X, [{B - X, out} | A]);
statement([], _, A) -> lists:reverse(A).
