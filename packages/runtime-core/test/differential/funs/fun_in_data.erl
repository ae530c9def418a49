%% Funs in tuples, lists, maps and records.
-module(fun_in_data).
-export([cases/0, dispatch/3, table/2, visitor/1, events/1, strategy/2, record/2]).

-record(object, {state, method}).

cases() -> [{dispatch, [O, A, B]} || O <- [add, subtract, power, nope], A <- [1, 10], B <- [3, a]] ++ [{table, [K, X]} || K <- [a, b, c], X <- [1, [2]]] ++ [{visitor, [T]} || T <- [1, {add, 1, 2}, {multiply, {add, 1, 2}, {negate, 5}}, {x}]] ++ [{events, [L]} || L <- [[], [{add, 1}, {add, 2}], [{on, 3}, {add, 1}, reset, {add, 7}]]] ++ [{strategy, [S, L]} || S <- [min, max, sum], L <- [[1], [3, 1, 2]]] ++ [{record, [N, X]} || N <- [0, 1, 4], X <- [1, 2.5]].

dispatch(O, A, B) -> M = #{add => fun(X, Y) -> X + Y end, subtract => fun(X, Y) -> X - Y end, power => fun P(_, 0) -> 1; P(X, Y) -> X * P(X, Y - 1) end}, case M of #{O := F} when is_integer(B) -> F(A, B); #{O := F} -> {is_function(F, 2), B}; _ -> none end.
table(K, X) -> T = {fun(Y) -> {a, Y} end, fun erlang:is_list/1, [fun(Y) -> Y end]}, case K of a -> (element(1, T))(X); b -> (element(2, T))(X); c -> (hd(element(3, T)))(X) end.
visitor(T) -> [visit(T, V) || V <- [{fun(N) -> N end, fun(A, B) -> A + B end, fun(A, B) -> A * B end, fun(A) -> -A end}, {fun(_) -> 1 end, fun erlang:'+'/2, fun erlang:'+'/2, fun(A) -> A end}]].
visit(N, {F, _, _, _}) when is_integer(N) -> F(N);
visit({add, A, B}, {_, F, _, _} = V) -> F(visit(A, V), visit(B, V));
visit({multiply, A, B}, {_, _, F, _} = V) -> F(visit(A, V), visit(B, V));
visit({negate, A}, {_, _, _, F} = V) -> F(visit(A, V)).
events(L) -> events(L, 0, fun(N, S) -> S + N end).
events([{add, N} | T], S, H) -> events(T, H(N, S), H);
events([{on, K} | T], S, H) -> events(T, S, fun(N, X) -> H(N * K, X) end);
events([reset | T], S, _) -> events(T, S, fun(N, _) -> N end);
events([], S, _) -> S.
strategy(S, L) -> F = case S of min -> fun erlang:min/2; max -> fun(A, B) when A > B -> A; (_, B) -> B end; sum -> fun(A, B) -> A + B end end, reduce(F, L).
reduce(F, [A, B | T]) -> reduce(F, [F(A, B) | T]);
reduce(_, [A]) -> A.
record(N, X) -> O = #object{state = X, method = fun(#object{state = S} = P) -> P#object{state = S * 2} end}, (call(N, O))#object.state.
call(0, O) -> O;
call(N, #object{method = M} = O) -> call(N - 1, M(O)).
