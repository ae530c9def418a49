%% What a process keeps of very many messages, and of very many literals that are given up: references into thousands of fragments.
-module(many_fragments).
-export([cases/0, kept/2, in_order/2, woven/1, large_and_small/1, replaced/2]).

cases() ->
    [{kept, [N, Every]} || N <- [0, 1, 7, 8, 9, 10, 100, 700], Every <- [1, 3, 50]]
    ++ [{in_order, [N, Way]} || N <- [9, 400], Way <- [first, last, middle]]
    ++ [{woven, [N]} || N <- [8, 9, 200]]
    ++ [{large_and_small, [N]} || N <- [9, 60]]
    ++ [{replaced, [N, Every]} || N <- [8, 9, 300], Every <- [1, 4]].

%% Every so many messages stay; the others are garbage of which fragments are full.
kept(N, Every) ->
    [self() ! term(I) || I <- seq(1, N)],
    Kept = receive_all(Every, 1, []),
    erlang:garbage_collect(),
    {length(Kept), erlang:phash2(Kept), Kept =:= [term(I) || I <- down(N div Every * Every, Every)]}.

receive_all(Every, I, Kept) ->
    receive
        M when I rem Every =:= 0 -> receive_all(Every, I + 1, [M | Kept]);
        _ -> receive_all(Every, I + 1, Kept)
    after 0 -> Kept
    end.

%% One term is left, of the first, the last or a fragment between.
in_order(N, Way) ->
    [self() ! term(I) || I <- seq(1, N)],
    All = receive_all(1, 1, []),
    One = case Way of first -> last(All); last -> hd(All); middle -> nth(N div 2, All) end,
    erlang:garbage_collect(),
    One.

%% Messages that refer to nothing of each other, and a heap that refers to parts of all.
woven(N) ->
    [self() ! {I, [term(I), term(I + 1)], #{I => term(I)}} || I <- seq(1, N)],
    Parts = [receive {I, [_ | [{_, Text, _} | _]], #{I := {_, _, [Large | _]}}} -> {Text, Large} end || I <- down(N, 1)],
    erlang:garbage_collect(),
    {erlang:phash2(Parts), hd(Parts), last(Parts)}.

large_and_small(N) ->
    [self() ! case I rem 3 of 0 -> seq(I, I + 5000); 1 -> {I}; 2 -> [[I]] end || I <- seq(1, N)],
    Kept = receive_all(2, 1, []),
    Lasts = [case K of [A] -> A; [_ | _] -> tail(4990, K); _ -> K end || K <- Kept],
    erlang:garbage_collect(),
    {erlang:phash2(Kept), [A || {A, _} <- zip(Lasts, [1, 2, 3, 4])]}.

%% Values of persistent terms that somebody has when they are replaced.
replaced(N, Every) ->
    [persistent_term:put({?MODULE, self(), I}, term(I)) || I <- seq(1, N)],
    Kept = [persistent_term:get({?MODULE, self(), I}) || I <- multiples(Every, N)],
    [persistent_term:put({?MODULE, self(), I}, I) || I <- seq(1, N)],
    [erlang:yield() || _ <- seq(1, 20)],
    New = [persistent_term:get({?MODULE, self(), I}) || I <- seq(1, N)],
    [persistent_term:erase({?MODULE, self(), I}) || I <- seq(1, N)],
    [erlang:yield() || _ <- seq(1, 20)],
    erlang:garbage_collect(),
    {New =:= seq(1, N), Kept =:= [term(I) || I <- multiples(Every, N)], erlang:phash2(Kept)}.

term(I) -> {I, integer_to_list(I), [I * 100000000000, I / 2, <<I:64>> | {tail, I}]}.

seq(From, To) -> [From + I || I <- count(To - From, [])].
count(I, L) when I < 0 -> L;
count(I, L) -> count(I - 1, [I | L]).
down(I, _) when I < 1 -> [];
down(I, Step) -> [I | down(I - Step, Step)].
multiples(Step, N) -> [I * Step || I <- seq(1, N div Step)].
last([A]) -> A;
last([_ | L]) -> last(L).
nth(1, [A | _]) -> A;
nth(I, [_ | L]) -> nth(I - 1, L).
tail(0, L) -> L;
tail(I, [_ | L]) -> tail(I - 1, L).
zip([A | As], [B | Bs]) -> [{A, B} | zip(As, Bs)];
zip(_, _) -> [].
