-module(math_like).
-export([double/1]).

double(N) -> N * 2.
