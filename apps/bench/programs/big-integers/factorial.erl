%% Factorials, Fibonacci numbers and binomials as large integers, and their digits.
-module(factorial).
-export([main/0]).

main() ->
    F = product(1, 1500),
    {F rem 1000003, fibonacci(5000, 0, 1) rem 1000003, digits(integer_to_list(F), 0), F div product(1, 1490) rem 1000003,
     F =:= list_to_integer(integer_to_list(F))}.

product(N, N) -> N;
product(From, To) -> 
    Middle = (From + To) div 2,
    case To - From < 30 of
        true -> multiply(From, To, 1);
        false -> product(From, Middle) * product(Middle + 1, To)
    end.

multiply(I, To, Product) when I > To -> Product;
multiply(I, To, Product) -> multiply(I + 1, To, Product * I).

fibonacci(0, A, _) -> A;
fibonacci(N, A, B) -> fibonacci(N - 1, B, A + B).

digits([], Sum) -> Sum;
digits([D | Rest], Sum) -> digits(Rest, Sum + D - $0).
