%% Prime numbers and factors.
-module(primes).
-export([cases/0, sieve/1, trial/1, factors/1, is_prime/1, miller/1, perfect/1, goldbach/1]).

cases() ->
    [{sieve, [N]} || N <- [1, 2, 3, 30, 200]] ++ [{trial, [N]} || N <- [0, 10, 60]] ++ [{factors, [N]} || N <- [1, 2, 12, 97, 1001, 65536, 600851475143, 999999000001]]
    ++ [{is_prime, [N]} || N <- [0, 1, 2, 9, 97, 7919, 7921]] ++ [{miller, [N]} || N <- [2, 9, 561, 1000000007, 3215031751, (1 bsl 61) - 1, (1 bsl 89) - 1, (1 bsl 83) - 1]]
    ++ [{perfect, [N]} || N <- [6, 12, 28, 496]] ++ [{goldbach, [N]} || N <- [4, 28, 100]].

sieve(N) -> sieve(seq(2, N), []).
sieve([], P) -> lists:reverse(P);
sieve([H | T], P) -> sieve([X || X <- T, X rem H =/= 0], [H | P]).
seq(A, B) when A > B -> [];
seq(A, B) -> [A | seq(A + 1, B)].
trial(N) -> [X || X <- seq(2, N), is_prime(X)].
is_prime(N) when N < 2 -> false;
is_prime(N) -> is_prime(N, 2).
is_prime(N, D) when D * D > N -> true;
is_prime(N, D) when N rem D =:= 0 -> false;
is_prime(N, D) -> is_prime(N, D + 1).
factors(N) -> factors(N, 2).
factors(1, _) -> [];
factors(N, D) when D * D > N -> [N];
factors(N, D) when N rem D =:= 0 -> [D | factors(N div D, D)];
factors(N, 2) -> factors(N, 3);
factors(N, D) -> factors(N, D + 2).
miller(N) when N < 4 -> N > 1;
miller(N) when N rem 2 =:= 0 -> false;
miller(N) -> {D, S} = split(N - 1, 0), all([A || A <- [2, 3, 5, 7, 11, 13], A < N - 1], D, S, N).
split(D, S) when D band 1 =:= 0 -> split(D bsr 1, S + 1);
split(D, S) -> {D, S}.
all([A | T], D, S, N) ->
    case power(A, D, N, 1) of
        X when X =:= 1; X =:= N - 1 -> all(T, D, S, N);
        X -> witness(X, S - 1, N) andalso all(T, D, S, N)
    end;
all([], _, _, _) -> true.
witness(_, 0, _) -> false;
witness(X, S, N) -> case X * X rem N of Y when Y =:= N - 1 -> true; Y -> witness(Y, S - 1, N) end.
power(_, 0, _, R) -> R;
power(B, E, N, R) -> power(B * B rem N, E bsr 1, N, case E band 1 of 1 -> R * B rem N; 0 -> R end).
perfect(N) -> sum([D || D <- seq(1, N div 2), N rem D =:= 0]) =:= N.
sum([]) -> 0;
sum([H | T]) -> H + sum(T).
goldbach(N) -> [{P, N - P} || P <- seq(2, N div 2), is_prime(P), is_prime(N - P)].
