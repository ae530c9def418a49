-module(queens).
-export([main/0, bench/0]).

main() ->
    io:format("~b ways to place 8 queens~n", [solve(8)]).

%% What is timed beside bench() in JavaScript.
bench() ->
    solve(10).

solve(Size) ->
    place(Size, Size, []).

%% How many ways there are to fill the rest of the rows.
place(0, _, _) ->
    1;
place(Rows, Size, Placed) ->
    try_columns(Size, Rows, Size, Placed).

try_columns(0, _, _, _) ->
    0;
try_columns(Column, Rows, Size, Placed) ->
    Here = case is_safe(Column, 1, Placed) of
        true -> place(Rows - 1, Size, [Column | Placed]);
        false -> 0
    end,
    Here + try_columns(Column - 1, Rows, Size, Placed).

is_safe(_, _, []) ->
    true;
is_safe(Column, Distance, [Other | Placed]) ->
    Column =/= Other andalso
        Column =/= Other + Distance andalso
        Column =/= Other - Distance andalso
        is_safe(Column, Distance + 1, Placed).
