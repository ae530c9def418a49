%% A table as CSV: written, read by a state machine over bytes, grouped by a column.
-module(csv).
-export([main/0]).

main() ->
    Text = iolist_to_binary([row(N) || N <- count(1, 2500)]),
    Rows = parse(Text),
    Groups = group(Rows, #{}),
    {byte_size(Text), length(Rows), [{City, maps:get(City, Groups)} || City <- maps:keys(Groups)]}.

count(N, To) when N > To -> [];
count(N, To) -> [N | count(N + 1, To)].

row(N) ->
    City = element(N rem 4 + 1, {<<"\"Oslo, N\"">>, <<"Rome">>, <<"\"The \"\"Hague\"\"\"">>, <<"Kyiv">>}),
    [integer_to_list(N), $,, City, $,, integer_to_binary(N * 37 rem 1000), <<",">>, atom_to_list(N rem 3 =:= 0), "\r\n"].

parse(Text) -> field(Text, <<>>, [], []).

field(<<>>, <<>>, [], Rows) -> lists:reverse(Rows);
field(<<$", Rest/binary>>, <<>>, Fields, Rows) -> quoted(Rest, <<>>, Fields, Rows);
field(<<$,, Rest/binary>>, Field, Fields, Rows) -> field(Rest, <<>>, [Field | Fields], Rows);
field(<<$\r, $\n, Rest/binary>>, Field, Fields, Rows) -> field(Rest, <<>>, [], [lists:reverse([Field | Fields]) | Rows]);
field(<<C, Rest/binary>>, Field, Fields, Rows) -> field(Rest, <<Field/binary, C>>, Fields, Rows).

quoted(<<$", $", Rest/binary>>, Field, Fields, Rows) -> quoted(Rest, <<Field/binary, $">>, Fields, Rows);
quoted(<<$", Rest/binary>>, Field, Fields, Rows) -> field(Rest, Field, Fields, Rows);
quoted(<<C, Rest/binary>>, Field, Fields, Rows) -> quoted(Rest, <<Field/binary, C>>, Fields, Rows).

group([], Groups) -> Groups;
group([[_, City, Amount, Flag] | Rows], Groups) ->
    N = case Flag of
            <<"true">> -> binary_to_integer(Amount);
            <<"false">> -> 0
        end,
    group(Rows, case Groups of
                    #{City := {Sum, Count}} -> Groups#{City := {Sum + N, Count + 1}};
                    _ -> Groups#{City => {N, 1}}
                end).
