%% A compiler to a stack machine, and the machine.
-module(stack_machine).
-export([cases/0, run/1, compile/1, both/1, loop/2, errors/1]).

cases() -> Es = [5, {add, 1, 2}, {mul, {add, 1, 2}, {sub, 7, 4}}, {'let', x, 5, {add, x, x}}, {'if', {lt, 1, 2}, 10, 20}, {'let', x, 2, {'let', y, {mul, x, 3}, {sub, y, x}}}, {divide, 7, 0}, z, {'if', 0, a, 3}], [{F, [E]} || F <- [compile, both, errors], E <- Es] ++ [{run, [P]} || P <- [[], [{push, 1}], [add], [{push, 1}, {push, 2}, add, dup, mul], [{jump, 5}], [bad]]] ++ [{loop, [N, S]} || N <- [0, 1, 10], S <- [1, 3]].

compile(E) -> comp(E) ++ [halt].
comp(N) when is_integer(N) -> [{push, N}];
comp(X) when is_atom(X) -> [{load, X}];
comp({'let', X, A, B}) -> comp(A) ++ [{store, X}] ++ comp(B);
comp({'if', C, A, B}) -> P = comp(A), Q = comp(B), comp(C) ++ [{jump_zero, length(P) + 1}] ++ P ++ [{jump, length(Q)}] ++ Q;
comp({O, A, B}) -> comp(A) ++ comp(B) ++ [O].
run(P) -> try exec(0, list_to_tuple(P), [], #{}, 500) catch error:R -> {error, R} end.
exec(_, _, S, _, 0) -> {timeout, S};
exec(I, P, S, M, N) when I < tuple_size(P) -> case {element(I + 1, P), S} of
        {{push, X}, _} -> exec(I + 1, P, [X | S], M, N - 1);
        {{load, V}, _} -> exec(I + 1, P, [map_get(V, M) | S], M, N - 1);
        {{store, V}, [X | T]} -> exec(I + 1, P, T, M#{V => X}, N - 1);
        {{jump, D}, _} -> exec(I + 1 + D, P, S, M, N - 1);
        {{jump_zero, D}, [0 | T]} -> exec(I + 1 + D, P, T, M, N - 1);
        {{jump_zero, _}, [_ | T]} -> exec(I + 1, P, T, M, N - 1);
        {dup, [X | T]} -> exec(I + 1, P, [X, X | T], M, N - 1);
        {halt, [X | _]} -> {ok, X};
        {O, [B, A | T]} -> exec(I + 1, P, [operate(O, A, B) | T], M, N - 1)
    end;
exec(I, _, S, _, _) -> {left, I, S}.
operate(add, A, B) -> A + B;
operate(sub, A, B) -> A - B;
operate(mul, A, B) -> A * B;
operate(divide, A, B) -> A div B;
operate(lt, A, B) when A < B -> 1;
operate(lt, _, _) -> 0.
both(E) -> {run(compile(E)), try eval(E, #{}) catch _:R -> R end}.
eval(N, _) when is_integer(N) -> N;
eval(X, M) when is_atom(X) -> map_get(X, M);
eval({'let', X, A, B}, M) -> eval(B, M#{X => eval(A, M)});
eval({'if', C, A, B}, M) -> case eval(C, M) of 0 -> eval(B, M); _ -> eval(A, M) end;
eval({O, A, B}, M) -> operate(O, eval(A, M), eval(B, M)).
loop(N, S) -> run([{push, N}, {store, n}, {push, 0}, {store, s}, {load, n}, {jump_zero, 9}, {load, s}, {push, S}, add, {store, s}, {load, n}, {push, 1}, sub, {store, n}, {jump, -11}, {load, s}, halt]).
errors(E) -> case run(tl(compile(E))) of {error, R} when is_tuple(R) -> element(1, R); R -> R end.
