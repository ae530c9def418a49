-module(animation).
-export([main/0, loop/2]).

main() ->
    spawn(fun() -> loop(js:global(stage), 0) end).

%% ?MODULE:loop is a call of the newest version of this module:
%% with the next frame an upgrade is in use.
loop(Stage, Time) ->
    js:call(Stage, draw, [picture(Time)]),
    Frame = js:request_animation_frame(),
    receive {js_frame, Frame, _} -> ?MODULE:loop(Stage, Time + 1) end.

%% Change something here, then choose Upgrade.
picture(Time) ->
    [ball(N, Time) || N <- lists:seq(1, 24)].

ball(N, Time) ->
    Angle = Time / 40 + N * math:pi() / 12,
    Radius = 26 + 10 * math:sin(Time / 60 + N / 2),
    X = 80 + 1.6 * Radius * math:cos(Angle),
    Y = 45 + Radius * math:sin(Angle),
    [circle, X, Y, 2.2, colour(N * 15)].

colour(Hue) ->
    iolist_to_binary(io_lib:format("hsl(~b 80% 55%)", [Hue rem 360])).
