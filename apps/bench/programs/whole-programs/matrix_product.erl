%% Products of matrices of integers and of floats, as lists of lists and as tuples of tuples.
-module(matrix_product).
-export([main/0]).

main() ->
    A = matrix(60, 7),
    B = matrix(60, 13),
    Integers = multiply(A, B),
    Floats = multiply(floats(A), floats(B)),
    Tuples = multiply_tuples(tuples(A), tuples(B), 60),
    {sum(Integers), trunc(sum(Floats)), sum(Tuples)}.

matrix(N, Seed) -> [[(I * Seed + J * 31) rem 101 || J <- count(1, N)] || I <- count(1, N)].

count(From, To) when From > To -> [];
count(From, To) -> [From | count(From + 1, To)].

floats(M) -> [[X * 0.5 || X <- Row] || Row <- M].

multiply(A, B) ->
    Columns = transpose(B),
    [[dot(Row, Column, 0) || Column <- Columns] || Row <- A].

dot([], [], Sum) -> Sum;
dot([X | Xs], [Y | Ys], Sum) -> dot(Xs, Ys, Sum + X * Y).

transpose([[] | _]) -> [];
transpose(M) -> [[hd(Row) || Row <- M] | transpose([tl(Row) || Row <- M])].

tuples(M) -> list_to_tuple([list_to_tuple(Row) || Row <- M]).

multiply_tuples(A, B, N) -> [[cell(element(I, A), B, J, N, 0) || J <- count(1, N)] || I <- count(1, N)].

cell(_, _, _, 0, Sum) -> Sum;
cell(Row, B, J, K, Sum) -> cell(Row, B, J, K - 1, Sum + element(K, Row) * element(J, element(K, B))).

sum(M) -> total([total(Row, 0) || Row <- M], 0).

total([], Sum) -> Sum;
total([X | Xs], Sum) -> total(Xs, Sum + X).
