%% Random DNA: a linear congruential generator, floats looked up in a table, lines of text.
-module(fasta).
-export([main/0]).

main() ->
    {Text, Seed} = lines(1500, 42, cumulative(frequencies(), 0.0), []),
    {erlang:crc32(Text), iolist_size(Text), Seed}.

frequencies() ->
    [{$a, 0.27}, {$c, 0.12}, {$g, 0.12}, {$t, 0.27}, {$B, 0.02}, {$D, 0.02}, {$H, 0.02}, {$K, 0.02},
     {$M, 0.02}, {$N, 0.02}, {$R, 0.02}, {$S, 0.02}, {$V, 0.02}, {$W, 0.02}, {$Y, 0.02}].

cumulative([], _) -> [];
cumulative([{C, P} | Rest], Sum) -> [{C, P + Sum} | cumulative(Rest, P + Sum)].

lines(0, Seed, _, Lines) -> {lists:reverse(Lines), Seed};
lines(N, Seed, Table, Lines) ->
    {Line, Next} = line(60, Seed, Table, []),
    lines(N - 1, Next, Table, [[Line, $\n] | Lines]).

line(0, Seed, _, Line) -> {Line, Seed};
line(N, Seed, Table, Line) ->
    Next = (Seed * 3877 + 29573) rem 139968,
    line(N - 1, Next, Table, [pick(Table, Next / 139968) | Line]).

pick([{C, _}], _) -> C;
pick([{C, P} | _], R) when R < P -> C;
pick([_ | Rest], R) -> pick(Rest, R).
