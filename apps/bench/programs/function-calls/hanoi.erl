%% Towers of Hanoi: moves discs between three stacks that are lists in a tuple.
-module(hanoi).
-export([main/0]).

main() ->
    {Moves, Pegs} = move(18, 1, 3, 2, {0, {discs(1, 18), [], []}}),
    {Moves, length(element(1, Pegs)), length(element(3, Pegs))}.

discs(From, To) when From > To -> [];
discs(From, To) -> [From | discs(From + 1, To)].

move(0, _, _, _, State) -> State;
move(N, From, To, Via, State) ->
    {Count, Pegs} = move(N - 1, From, Via, To, State),
    [Disc | Rest] = element(From, Pegs),
    Taken = setelement(From, Pegs, Rest),
    Put = setelement(To, Taken, [Disc | element(To, Taken)]),
    move(N - 1, Via, To, From, {Count + 1, Put}).
