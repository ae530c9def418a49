%% The Mandelbrot set in fixed point (20 bits of fraction): multiplication and arithmetic shifts.
-module(mandelbrot).
-export([main/0]).

-define(ONE, 1048576).

main() -> rows(0, 160, 0).

rows(Y, Height, Sum) when Y >= Height -> Sum;
rows(Y, Height, Sum) ->
    Ci = (Y * 2 * ?ONE) div Height - ?ONE,
    rows(Y + 1, Height, columns(0, 240, Ci, Sum)).

columns(X, Width, _, Sum) when X >= Width -> Sum;
columns(X, Width, Ci, Sum) ->
    Cr = (X * 3 * ?ONE) div Width - 2 * ?ONE,
    columns(X + 1, Width, Ci, (Sum * 3 + iterate(0, 0, Cr, Ci, 100)) rem 1000000007).

iterate(_, _, _, _, 0) -> 0;
iterate(Zr, Zi, Cr, Ci, N) ->
    Rr = (Zr * Zr) bsr 20,
    Ii = (Zi * Zi) bsr 20,
    if
        Rr + Ii > 4 * ?ONE -> N;
        true -> iterate(Rr - Ii + Cr, ((Zr * Zi) bsr 19) + Ci, Cr, Ci, N - 1)
    end.
