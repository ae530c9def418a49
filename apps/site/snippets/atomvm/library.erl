-module(library).
-export([square/1]).

square(N) -> N * N.
