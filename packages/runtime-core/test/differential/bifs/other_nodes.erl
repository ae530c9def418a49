%% Pids, ports and references of other nodes: as data, in order, hashed, and as what nothing can be sent to.
-module(other_nodes).
-export([cases/0, whole/1, sorted/1, hashes/1, types/1, keys/0, link_to/1, monitored/1, exits/1, sends/1, sends_far/1, alive/1, info/1, unlinks/1, demonitors/1, copied/1, mixed/0]).

cases() ->
    [{F, [X]} || F <- [whole, hashes, types], X <- all()]
        ++ [{sorted, [K]} || K <- [pid, port, ref]]
        ++ [{F, [{pid, N, 1, 0, 1}]} || F <- [link_to, monitored, exits, sends, alive, info, unlinks], N <- [a@h, z@h]]
        ++ [{demonitors, [{ref, a@h, [1], 1}]}, {sends_far, [{ref, a@h, [1, 2, 3], 1}]}, {keys, []}, {mixed, []}]
        ++ [{copied, [X]} || X <- all()].

all() ->
    [{pid, N, I, S, C} || N <- [a@h, 'grün@h'], {I, S, C} <- [{0, 0, 1}, {1, 0, 1}, {32767, 8191, 4294967295}, {123456789, 987654321, 7}]]
        ++ [{port, a@h, I, C} || {I, C} <- [{0, 1}, {1, 1}, {1 bsl 40, 2}]]
        ++ [{ref, a@h, Is, C} || {Is, C} <- [{[1], 1}, {[1, 2, 3], 1}, {[1, 2, 3, 4, 5], 9}, {[4294967295, 4294967295, 4294967295], 4294967295}]].

n(B) -> binary_to_term(B).
name(N) -> A = atom_to_binary(N, utf8), <<119, (byte_size(A)), A/binary>>.
make({pid, N, I, S, C}) -> n(<<131, 88, (name(N))/binary, I:32, S:32, C:32>>);
make({port, N, I, C}) -> n(<<131, 120, (name(N))/binary, I:64, C:32>>);
make({ref, N, Is, C}) -> n(<<131, 90, (length(Is)):16, (name(N))/binary, C:32, (<< <<I:32>> || I <- Is >>)/binary>>).

whole(X) -> T = make(X), {binary_to_list(term_to_binary(T, [{minor_version, 2}])) =:= binary_to_list(term_to_binary(make(X), [{minor_version, 2}])), T =:= make(X), T == make(X), node(T)}.
hashes(X) -> T = make(X), {erlang:phash2(T), erlang:phash2({T, [T]})}.
types(X) -> T = make(X), {is_pid(T), is_port(T), is_reference(T), is_atom(T), is_tuple(T)}.

sorted(K) ->
    Keys = [{N, I, S, C} || N <- [z@h, a@h], I <- [2, 1], S <- [1, 0], C <- [2, 1]],
    [X || {_, X} <- sort([{make(case K of pid -> {pid, N, I, S, C}; port -> {port, N, I + 10 * S, C}; ref -> {ref, N, [I, S], C} end), X} || {N, I, S, C} = X <- Keys], [])].
sort([], Acc) -> Acc;
sort([H | T], Acc) -> sort(T, insert(H, Acc)).
insert(X, [H | T]) when X > H -> [H | insert(X, T)];
insert(X, L) -> [X | L].

keys() ->
    M = #{make({pid, a@h, 1, 0, 1}) => one, make({pid, z@h, 1, 0, 1}) => two, make({port, a@h, 1, 1}) => three, make({ref, a@h, [1, 2, 3], 1}) => four},
    {map_size(M), maps:get(make({pid, z@h, 1, 0, 1}), M), maps:get(make({ref, a@h, [1, 2, 3], 1}), M), maps:is_key(make({pid, z@h, 1, 0, 2}), M)}.
mixed() -> [X || {_, X} <- sort([{make({pid, a@h, 1, 0, 1}), a}, {make({port, z@h, 1, 1}), b}, {make({ref, a@h, [1], 1}), c}, {fun() -> ok end, d}, {{}, e}, {x, f}, {1, g}], [])].

link_to(X) -> process_flag(trap_exit, true), P = make(X), R = link(P), receive {'EXIT', P, Reason} -> {R, Reason} after 100 -> {R, nothing} end.
monitored(X) -> P = make(X), R = erlang:monitor(process, P), receive {'DOWN', R, process, P, Reason} -> Reason after 100 -> nothing end.
exits(X) -> exit(make(X), reason).
sends(X) -> {make(X) ! message, erlang:send(make(X), message)}.
sends_far(X) -> make(X) ! message.
alive(X) -> try is_process_alive(make(X)) catch error:R -> R end.
info(X) -> try process_info(make(X)) catch error:R -> R end.
unlinks(X) -> unlink(make(X)).
demonitors(X) -> try erlang:demonitor(make(X)) catch error:R -> R end.
copied(X) -> T = make(X), Me = self(), spawn(fun() -> Me ! {T, [T]} end), receive {Y, [Z]} -> {Y =:= T, Z =:= T, Y =:= make(X)} end.
