%% Binary trees: plain, balanced by height, red and black.
-module(search_trees).
-export([cases/0, insert/1, delete/2, lookup/2, balance/1, avl/1, red_black/1, range/3, fold/1]).

cases() -> Ls = [[], [1], [2, 1, 3], [1, 2, 3, 4, 5, 6, 7], [5, 2, 8, 1, 9, 3, 5, 2], lists:seq(20, 1, -1)], [{F, [L]} || F <- [insert, balance, avl, red_black, fold], L <- Ls] ++ [{delete, [X, L]} || X <- [1, 2, 5, 99], L <- lists:sublist(Ls, 5)] ++ [{lookup, [X, L]} || X <- [1, 4], L <- Ls] ++ [{range, [A, B, L]} || {A, B} <- [{2, 5}, {0, 0}], L <- Ls].

insert(L) -> add_all(L, nil).
add_all([H | T], Tree) -> add_all(T, add(H, Tree));
add_all([], Tree) -> Tree.
add(X, nil) -> {nil, X, nil};
add(X, {L, Y, R}) when X < Y -> {add(X, L), Y, R};
add(X, {L, Y, R}) when X > Y -> {L, Y, add(X, R)};
add(_, T) -> T.
delete(X, L) -> remove(X, insert(L)).
remove(_, nil) -> nil;
remove(X, {L, Y, R}) when X < Y -> {remove(X, L), Y, R};
remove(X, {L, Y, R}) when X > Y -> {L, Y, remove(X, R)};
remove(_, {nil, _, R}) -> R;
remove(_, {L, _, nil}) -> L;
remove(_, {L, _, R}) -> {M, S} = least(R), {L, M, S}.
least({nil, X, R}) -> {X, R};
least({L, X, R}) -> {M, S} = least(L), {M, {S, X, R}}.
lookup(X, L) -> find(X, insert(L), 0).
find(_, nil, N) -> {none, N};
find(X, {_, X, _}, N) -> {found, N};
find(X, {L, Y, _}, N) when X < Y -> find(X, L, N + 1);
find(X, {_, _, R}, N) -> find(X, R, N + 1).
to_list(nil, A) -> A;
to_list({L, X, R}, A) -> to_list(L, [X | to_list(R, A)]).
balance(L) -> S = to_list(insert(L), []), {T, []} = build(length(S), S), {T, height(T)}.
build(0, L) -> {nil, L};
build(N, L) -> {A, [X | R]} = build((N - 1) div 2, L), {B, S} = build(N - 1 - (N - 1) div 2, R), {{A, X, B}, S}.
height(nil) -> 0;
height({L, _, R}) -> 1 + max(height(L), height(R)).
avl(L) -> T = avl(L, nil), {T, h(T)}.
avl([H | T], Tree) -> avl(T, avl_add(H, Tree));
avl([], Tree) -> Tree.
h(nil) -> 0;
h({_, _, _, H}) -> H.
node4(L, X, R) -> {L, X, R, 1 + max(h(L), h(R))}.
avl_add(X, nil) -> {nil, X, nil, 1};
avl_add(X, {L, Y, R, _}) when X < Y -> fix(avl_add(X, L), Y, R);
avl_add(X, {L, Y, R, _}) when X > Y -> fix(L, Y, avl_add(X, R));
avl_add(_, T) -> T.
fix({LL, LX, LR, LH} = L, X, R) ->
    case LH - h(R) of
        2 -> case h(LL) >= h(LR) of true -> node4(LL, LX, node4(LR, X, R)); false -> {A, Y, B, _} = LR, node4(node4(LL, LX, A), Y, node4(B, X, R)) end;
        -2 -> right(L, X, R);
        _ -> node4(L, X, R)
    end;
fix(nil, X, R) when R =/= nil, element(4, R) =:= 2 -> right(nil, X, R);
fix(L, X, R) -> node4(L, X, R).
right(L, X, {RL, RX, RR, _}) -> case h(RR) >= h(RL) of true -> node4(node4(L, X, RL), RX, RR); false -> {A, Y, B, _} = RL, node4(node4(L, X, A), Y, node4(B, RX, RR)) end.
red_black(L) -> T = rb(L, e), {T, black(T)}.
rb([H | T], Tree) -> {_, A, X, B} = rb_add(H, Tree), rb(T, {b, A, X, B});
rb([], Tree) -> Tree.
rb_add(X, e) -> {r, e, X, e};
rb_add(X, {C, A, Y, B}) when X < Y -> bal(C, rb_add(X, A), Y, B);
rb_add(X, {C, A, Y, B}) when X > Y -> bal(C, A, Y, rb_add(X, B));
rb_add(_, T) -> T.
bal(b, {r, {r, A, X, B}, Y, C}, Z, D) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
bal(b, {r, A, X, {r, B, Y, C}}, Z, D) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
bal(b, A, X, {r, {r, B, Y, C}, Z, D}) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
bal(b, A, X, {r, B, Y, {r, C, Z, D}}) -> {r, {b, A, X, B}, Y, {b, C, Z, D}};
bal(C, A, X, B) -> {C, A, X, B}.
black(e) -> 0;
black({C, L, _, _}) -> black(L) + case C of b -> 1; r -> 0 end.
range(A, B, L) -> [X || X <- to_list(insert(L), []), A =< X, X =< B].
fold(L) -> T = insert(L), {depth_sum(T, 0), length(to_list(T, []))}.
depth_sum(nil, _) -> 0;
depth_sum({L, _, R}, D) -> D + depth_sum(L, D + 1) + depth_sum(R, D + 1).
