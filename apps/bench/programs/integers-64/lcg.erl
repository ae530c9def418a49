%% Knuth's linear congruential generator modulo 2^64: integers that need more than a word.
-module(lcg).
-export([main/0]).

main() -> run(300000, 1).

run(0, X) -> X;
run(N, X) -> run(N - 1, (X * 6364136223846793005 + 1442695040888963407) band 16#FFFFFFFFFFFFFFFF).
