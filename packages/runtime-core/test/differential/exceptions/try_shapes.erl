%% try with each combination of its parts.
-module(try_shapes).
-export([cases/0, plain/1, of_part/1, after_part/1, all_parts/1, no_match/1, value_only/1]).

cases() -> [{F, [X]} || F <- [plain, of_part, after_part, all_parts, no_match, value_only], X <- [0, 1, a, throw, exit, error, badarith, {x}]].

act(throw) -> throw(thrown);
act(exit) -> exit(exited);
act(error) -> error(failed);
act(badarith) -> 1 + act(x);
act(X) -> X.
plain(X) -> try act(X) catch throw:R -> {t, R}; exit:R -> {e, R}; error:R -> {r, R} end.
of_part(X) -> try act(X) of 0 -> zero; N when is_integer(N) -> N + 1; a -> act(throw) catch T -> {caught, T} end.
after_part(X) -> try act(X) after put(after_part, X) end, erase(after_part).
all_parts(X) ->
    R = try act(X) of
            0 -> zero;
            Y when is_atom(Y) -> act(Y)
        catch
            error:E when is_atom(E) -> {error, E};
            exit:E -> {exit, E}
        after
            put(done, X)
        end,
    {R, erase(done)}.
no_match(X) -> try act(X) of 1 -> one catch exit:_ -> exit_ end.
value_only(X) -> {try act(X) catch _:_ -> failed end, X}.
