%% Run lengths, LZW, LZ77, move to front, the Burrows-Wheeler transform.
-module(compression).
-export([cases/0, runs/1, unruns/1, lzw/1, unlzw/1, lz/1, unlz/1, move_to_front/1, burrows/1]).

cases() -> Bs = [<<>>, <<"a">>, <<"aaaa">>, <<"abababab">>, <<"banana">>, <<"TOBEORNOTTOBEORTOBEORNOT">>, <<0:320>>], [{F, [B]} || F <- [runs, unruns, lzw, unlzw, lz, unlz, move_to_front, burrows], B <- Bs].

runs(<<C, T/binary>>) -> runs(T, C, 1, <<>>);
runs(<<>>) -> <<>>.
runs(<<C, T/binary>>, C, N, R) when N < 255 -> runs(T, C, N + 1, R);
runs(<<D, T/binary>>, C, N, R) -> runs(T, D, 1, <<R/binary, N, C>>);
runs(<<>>, C, N, R) -> <<R/binary, N, C>>.
unruns(B) -> U = << <<(binary:copy(<<C>>, N))/binary>> || <<N, C>> <= runs(B) >>, {U =:= B, byte_size(U)}.
lzw(B) -> lzw(B, <<>>, #{}, 256).
lzw(<<C, T/binary>>, W, D, N) -> X = <<W/binary, C>>, case has(X, D) of true -> lzw(T, X, D, N); false -> [index(W, D) | lzw(T, <<C>>, D#{X => N}, N + 1)] end;
lzw(<<>>, <<>>, _, _) -> [];
lzw(<<>>, W, D, _) -> [index(W, D)].
has(<<_>>, _) -> true;
has(X, D) -> is_map_key(X, D).
index(<<C>>, _) -> C;
index(X, D) -> map_get(X, D).
unlzw(B) -> case lzw(B) of [] -> {<<>>, B =:= <<>>}; [H | T] -> U = unlzw(T, <<H>>, #{}, 256, <<H>>), {byte_size(U), U =:= B} end.
unlzw([K | T], W, D, N, A) -> E = if K < 256 -> <<K>>; true -> case D of #{K := X} -> X; _ -> <<W/binary, (binary:first(W))>> end end, unlzw(T, E, D#{N => <<W/binary, (binary:first(E))>>}, N + 1, <<A/binary, E/binary>>);
unlzw([], _, _, _, A) -> A.
lz(B) -> lz(B, 0, byte_size(B)).
lz(_, N, N) -> [];
lz(B, P, N) -> case longest(B, P, max(0, P - 32), {0, 0}) of {L, _} when L < 3 -> [binary:at(B, P) | lz(B, P + 1, N)]; {L, O} -> [{O, L} | lz(B, P + L, N)] end.
longest(_, P, P, Best) -> Best;
longest(B, P, S, {L, O}) -> case common(B, S, P, 0) of K when K > L -> longest(B, P, S + 1, {K, P - S}); _ -> longest(B, P, S + 1, {L, O}) end.
common(B, S, P, K) when P + K < byte_size(B), K < 20 -> case binary:at(B, S + K) =:= binary:at(B, P + K) of true -> common(B, S, P, K + 1); false -> K end;
common(_, _, _, K) -> K.
unlz(B) -> U = unlz(lz(B), <<>>), U =:= B.
unlz([{O, L} | T], A) -> unlz(T, copy(A, O, L));
unlz([C | T], A) -> unlz(T, <<A/binary, C>>);
unlz([], A) -> A.
copy(A, _, 0) -> A;
copy(A, O, L) -> copy(<<A/binary, (binary:at(A, byte_size(A) - O))>>, O, L - 1).
move_to_front(B) -> front(B, "abnTOBERN" ++ [0]).
front(<<C, T/binary>>, L) -> {I, R} = where(C, L, 0, []), [I | front(T, [C | R])];
front(<<>>, _) -> [].
where(C, [C | T], I, A) -> {I, lists:reverse(A) ++ T};
where(C, [D | T], I, A) -> where(C, T, I + 1, [D | A]);
where(C, [], I, A) -> {{new, C, I}, lists:reverse(A)}.
burrows(B) when byte_size(B) > 12 -> skipped;
burrows(B) -> S = <<B/binary, 0>>, N = byte_size(S), << <<(binary:last(R))>> || R <- sort([rotate(S, I) || I <- seq(N)]) >>.
rotate(S, I) -> <<A:I/binary, R/binary>> = S, <<R/binary, A/binary>>.
seq(0) -> [];
seq(N) -> [N - 1 | seq(N - 1)].
sort([]) -> [];
sort([H | T]) -> sort([X || X <- T, X < H]) ++ [H] ++ sort([X || X <- T, X >= H]).
