%% 64-bit generators whose steps are functions of their own: xorshift64*, splitmix64, and a word of PCG.
-module(xorshift).
-export([main/0]).

-define(MASK, 16#ffffffffffffffff).

main() -> {xorshift(30000, 88172645463325252, 0), splitmix(30000, 42, 0), pcg(30000, 1, 0)}.

xorshift(0, _, Sum) -> Sum;
xorshift(N, State, Sum) ->
    Next = right(left(right(State, 12), 25), 27),
    xorshift(N - 1, Next, Sum bxor ((Next * 16#2545f4914f6cdd1d) band ?MASK)).

right(X, By) -> X bxor (X bsr By).
left(X, By) -> X bxor ((X bsl By) band ?MASK).

splitmix(0, _, Sum) -> Sum;
splitmix(N, State, Sum) ->
    Next = (State + 16#9e3779b97f4a7c15) band ?MASK,
    splitmix(N - 1, Next, (Sum + mix(Next)) band ?MASK).

mix(Z0) ->
    Z1 = ((Z0 bxor (Z0 bsr 30)) * 16#bf58476d1ce4e5b9) band ?MASK,
    Z2 = ((Z1 bxor (Z1 bsr 27)) * 16#94d049bb133111eb) band ?MASK,
    Z2 bxor (Z2 bsr 31).

pcg(0, _, Sum) -> Sum;
pcg(N, State, Sum) ->
    Next = (State * 6364136223846793005 + 1442695040888963407) band ?MASK,
    Shifted = ((((State bsr 18) bxor State) bsr 27) band 16#ffffffff),
    pcg(N - 1, Next, Sum + rotate(Shifted, State bsr 59)).

rotate(X, By) -> ((X bsr By) bor (X bsl ((-By) band 31))) band 16#ffffffff.
