%% Digits of pi by Gibbons' spigot: large integers that grow and are divided.
-module(pi_digits).
-export([main/0]).

main() -> digits(500, 1, 0, 1, 1, 3, 3, 0).

digits(0, _, _, _, _, _, _, Sum) -> Sum;
digits(N, Q, R, T, K, D, L, Sum) ->
    if
        4 * Q + R - T < D * T ->
            digits(N - 1, 10 * Q, 10 * (R - D * T), T, K, (10 * (3 * Q + R)) div T - 10 * D, L, (Sum * 31 + D) rem 1000003);
        true ->
            digits(N, Q * K, (2 * Q + R) * L, T * L, K + 1, (Q * (7 * K + 2) + R * L) div (T * L), L + 2, Sum)
    end.
