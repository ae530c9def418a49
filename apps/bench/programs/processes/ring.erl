%% A ring of 10,000 processes passes a token on 1,000,000 times.
-module(ring).
-export([main/0]).

main() ->
    First = build(9999, self()),
    First ! {token, 1000000},
    pass(First).

build(0, Next) -> Next;
build(N, Next) -> build(N - 1, spawn(fun() -> member(Next) end)).

member(Next) ->
    receive
        {token, 0} -> Next ! {token, 0};
        {token, N} -> Next ! {token, N - 1}, member(Next)
    end.

%% The token that has come down to 0 ends each process that passes it on.
pass(First) ->
    receive
        {token, 0} -> done;
        {token, N} -> First ! {token, N - 1}, pass(First)
    end.
