-module(preemption).
-export([main/0]).

main() ->
    Loops = [spawn(fun() -> loop(0) end) || _ <- lists:seq(1, 3)],
    spawn(fun() -> draw(js:global(stage), Loops, [], []) end).

%% Never waits, never gives way.
loop(N) ->
    loop(N + 1).

%% A bar for the work that each loop has done since the last frame.
draw(Stage, Loops, Before, History) ->
    Now = [element(2, process_info(Loop, reductions)) || Loop <- Loops],
    Work = case Before of
        [] -> [0 || _ <- Loops];
        _ -> lists:zipwith(fun(A, B) -> A - B end, Now, Before)
    end,
    Recent = lists:sublist([lists:sum(Work) | History], 150),
    js:call(Stage, draw, [bars(Work, 1) ++ graph(Recent, 150)]),
    Frame = js:request_animation_frame(),
    receive {js_frame, Frame, _} -> draw(Stage, Loops, Now, Recent) end.

bars([Reductions | Rest], N) ->
    Width = min(130, Reductions / 6000),
    [[text, 5, 6 + 12 * N, 5, <<"loop">>, <<"gray">>],
     [box, 20, 1 + 12 * N, Width, 7, <<"#c2185b">>] | bars(Rest, N + 1)];
bars([], _) ->
    [].

graph([Work | Rest], X) ->
    Height = min(38, Work / 50000),
    [[box, X, 86 - Height, 0.8, Height, <<"#7a8ba3">>] | graph(Rest, X - 1)];
graph([], _) ->
    [].
