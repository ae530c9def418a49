%% Ackermann's function: deep recursion in an argument of a tail call.
-module(ackermann).
-export([main/0]).

main() -> {ack(2, 300), ack(3, 8)}.

ack(0, N) -> N + 1;
ack(M, 0) -> ack(M - 1, 1);
ack(M, N) -> ack(M - 1, ack(M, N - 1)).
