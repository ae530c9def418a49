%% Dates: days, weekdays, Easter.
-module(calendar_dates).
-export([cases/0, days/3, back/1, weekday/3, leap/1, easter/1, add/2, text/1, iso/1]).

cases() -> Ds = [{1970, 1, 1}, {2000, 2, 29}, {1900, 3, 1}, {2024, 12, 31}, {1, 1, 1}, {9999, 6, 15}], [{F, [Y, M, D]} || F <- [days, weekday], {Y, M, D} <- Ds] ++ [{back, [N]} || N <- [0, 1, 365, 719528, 738000, 3652058]] ++ [{leap, [Y]} || Y <- [1900, 2000, 2023, 2024, 0, -4]] ++ [{easter, [Y]} || Y <- [1961, 2000, 2024, 2038]] ++ [{add, [D, N]} || D <- Ds, N <- [-1, 0, 31, 366]] ++ [{text, [D]} || D <- Ds] ++ [{iso, [T]} || T <- [<<"2024-02-29">>, <<"2023-02-29">>, <<"x">>, <<"2024-1-1">>, <<"0001-12-31">>]].

leap(Y) -> Y rem 4 =:= 0 andalso (Y rem 100 =/= 0 orelse Y rem 400 =:= 0).
days(Y, M, D) -> Z = if M =< 2 -> Y - 1; true -> Y end, E = floor_div(Z, 400), O = Z - E * 400, P = (153 * (if M > 2 -> M - 3; true -> M + 9 end) + 2) div 5 + D - 1, E * 146097 + O * 365 + O div 4 - O div 100 + P.
floor_div(A, B) when A >= 0 -> A div B;
floor_div(A, B) -> -((-A + B - 1) div B).
back(N) -> E = floor_div(N, 146097), D = N - E * 146097, O = (D - D div 1460 + D div 36524 - D div 146096) div 365, P = D - (365 * O + O div 4 - O div 100), M = (5 * P + 2) div 153, Day = P - (153 * M + 2) div 5 + 1, Month = if M < 10 -> M + 3; true -> M - 9 end, {O + E * 400 + if Month =< 2 -> 1; true -> 0 end, Month, Day}.
weekday(Y, M, D) -> element((days(Y, M, D) + 2) rem 7 + 1, {monday, tuesday, wednesday, thursday, friday, saturday, sunday}).
easter(Y) -> A = Y rem 19, B = Y div 100, C = Y rem 100, D = (19 * A + B - B div 4 - (B - (B + 8) div 25 + 1) div 3 + 15) rem 30, E = (32 + 2 * (B rem 4) + 2 * (C div 4) - D - C rem 4) rem 7, F = D + E - 7 * ((A + 11 * D + 22 * E) div 451) + 114, {F div 31, F rem 31 + 1}.
add({Y, M, D}, N) -> back(days(Y, M, D) + N).
text({Y, M, D}) -> iolist_to_binary([pad(Y, 4), $-, pad(M, 2), $-, pad(D, 2)]).
pad(X, N) -> S = integer_to_list(X), [$0 || _ <- tl(seq(N - length(S) + 1))] ++ S.
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
iso(<<Y:4/binary, "-", M:2/binary, "-", D:2/binary>>) -> T = {binary_to_integer(Y), binary_to_integer(M), binary_to_integer(D)}, case add(T, 0) of T -> {ok, T}; U -> {bad, T, U} end;
iso(B) -> {error, B}.
