%% Spectral norm of an infinite matrix: integer arguments, float sums over lists.
-module(spectral_norm).
-export([main/0]).

main() ->
    N = 160,
    {U, V} = iterate(10, N, [1.0 || _ <- indices(N)], []),
    round(math:sqrt(dot(U, V, 0.0) / dot(V, V, 0.0)) * 1.0e9).

iterate(0, _, U, V) -> {U, V};
iterate(I, N, U, _) ->
    V = at_times_a(N, U),
    iterate(I - 1, N, at_times_a(N, V), V).

indices(N) -> indices(N - 1, []).
indices(-1, List) -> List;
indices(I, List) -> indices(I - 1, [I | List]).

at_times_a(N, V) ->
    W = [row(I, 0, V, 0.0) || I <- indices(N)],
    [column(I, 0, W, 0.0) || I <- indices(N)].

a(I, J) -> 1.0 / ((I + J) * (I + J + 1) div 2 + I + 1).

row(_, _, [], Sum) -> Sum;
row(I, J, [X | Rest], Sum) -> row(I, J + 1, Rest, Sum + a(I, J) * X).

column(_, _, [], Sum) -> Sum;
column(I, J, [X | Rest], Sum) -> column(I, J + 1, Rest, Sum + a(J, I) * X).

dot([], [], Sum) -> Sum;
dot([A | As], [B | Bs], Sum) -> dot(As, Bs, Sum + A * B).
