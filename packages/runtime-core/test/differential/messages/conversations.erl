%% Programs that talk to themselves.
-module(conversations).
-export([cases/0, ping/1, server/1, counter/2, request/2, batches/2, echo_all/1]).

cases() -> [{ping, [N]} || N <- [0, 1, 10, 200]] ++ [{server, [L]} || L <- [[], [{put, a, 1}, {get, a}], [{get, z}, {put, z, 2}, {del, z}, {get, z}], [stop, {get, a}]]] ++ [{counter, [N, S]} || N <- [0, 3], S <- [1, -2]] ++ [{request, [F, A]} || F <- [add, length, nope], A <- [[1, 2], []]] ++ [{batches, [N, K]} || N <- [0, 1, 7, 20], K <- [1, 3]] ++ [{echo_all, [L]} || L <- [[], [1, a, "s", {t}, <<"b">>, 1.5, #{k => v}, 1 bsl 70, [x | y]]]].

ping(N) -> self() ! {ping, N}, ping(N, []).
ping(0, L) -> receive {ping, 0} -> {done, length(L)} end;
ping(N, L) -> receive {ping, N} -> self() ! {ping, N - 1}, ping(N - 1, [N | L]) end.
server(L) -> [self() ! {self(), M} || M <- L], serve(#{}, []).
serve(S, O) ->
    receive
        {P, {put, K, V}} when P =:= self() -> serve(S#{K => V}, [ok | O]);
        {P, {get, K}} when P =:= self() -> serve(S, [case S of #{K := V} -> {ok, V}; _ -> error end | O]);
        {_, {del, K}} -> serve(maps:remove(K, S), O);
        {_, stop} -> {stopped, lists:reverse(O), flush(0)}
    after 0 -> {idle, lists:reverse(O), S}
    end.
flush(N) -> receive _ -> flush(N + 1) after 0 -> N end.
counter(N, S) -> [self() ! {add, S} || _ <- seq(N)], self() ! {read, self()}, count(0).
count(X) -> receive {add, N} -> count(X + N); {read, P} -> P ! {value, X}, receive {value, V} -> V end end.
seq(0) -> [];
seq(N) -> [N | seq(N - 1)].
request(F, A) -> R = make_ref(), self() ! {call, self(), R, F, A}, answer(), receive {R, X} -> X; {R, error, E} -> {error, E} after 10 -> timeout end.
answer() -> receive {call, P, R, F, A} -> try call(F, A) of X -> P ! {R, X} catch error:E -> P ! {R, error, E} end end.
call(add, [X, Y]) -> X + Y;
call(length, L) -> length(L).
batches(N, K) -> [self() ! I || I <- seq(N)], collect(K, []).
collect(K, B) -> case take(K, []) of [] -> lists:reverse(B); L -> collect(K, [L | B]) end.
take(0, L) -> lists:reverse(L);
take(K, L) -> receive I -> take(K - 1, [I | L]) after 0 -> lists:reverse(L) end.
echo_all(L) -> [begin self() ! X, receive Y -> {Y, Y =:= X} end end || X <- L].
