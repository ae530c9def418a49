%% Work on text in binaries.
-module(binary_text).
-export([cases/0, trim/1, upper/1, split/2, join/2, pad/3, starts/2, number/1, lines/1]).

cases() ->
    Ts = [<<>>, <<" ">>, <<"  hello ">>, <<"a,b,,c">>, <<"one\ntwo\n">>, <<"Hello World 42">>, <<"-17">>, <<"99x">>],
    [{F, [T]} || F <- [trim, upper, number, lines], T <- Ts] ++ [{split, [T, C]} || T <- Ts, C <- [$,, $ ]] ++ [{join, [L, S]} || L <- [[], [<<"a">>], [<<"a">>, <<"b">>, <<>>]], S <- [<<>>, <<", ">>]]
    ++ [{pad, [T, N, $.]} || T <- [<<>>, <<"ab">>], N <- [0, 2, 5, -1]] ++ [{starts, [T, P]} || T <- Ts, P <- [<<>>, <<"H">>, <<"one\n">>]].

trim(B) -> back(front(B)).
front(<<" ", T/binary>>) -> front(T);
front(B) -> B.
back(<<>>) -> <<>>;
back(B) -> N = byte_size(B) - 1, case B of <<H:N/binary, " ">> -> back(H); _ -> B end.
upper(B) -> << <<(if C >= $a, C =< $z -> C - 32; true -> C end)>> || <<C>> <= B >>.
split(B, C) -> split(B, C, <<>>).
split(<<C, T/binary>>, C, P) -> [P | split(T, C, <<>>)];
split(<<X, T/binary>>, C, P) -> split(T, C, <<P/binary, X>>);
split(<<>>, _, P) -> [P].
join([], _) -> <<>>;
join([H | T], S) -> join(T, S, H).
join([H | T], S, B) -> join(T, S, <<B/binary, S/binary, H/binary>>);
join([], _, B) -> B.
pad(B, N, C) when byte_size(B) < N -> pad(<<B/binary, C>>, N, C);
pad(B, _, _) -> B.
starts(B, P) -> N = byte_size(P), case B of <<P:N/binary, R/binary>> -> {yes, R}; _ -> no end.
number(<<"-", T/binary>>) -> case number(T) of {ok, N} -> {ok, -N}; E -> E end;
number(<<D, T/binary>>) when D >= $0, D =< $9 -> number(T, D - $0);
number(_) -> error.
number(<<D, T/binary>>, N) when D >= $0, D =< $9 -> number(T, N * 10 + D - $0);
number(<<>>, N) -> {ok, N};
number(R, N) -> {rest, N, R}.
lines(B) -> [{byte_size(L), L} || L <- split(B, $\n)].
