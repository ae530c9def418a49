%% Exceptions of all classes: thrown from depth, caught, raised anew, with `after`; errors of BIFs.
-module(exceptions).
-export([main/0]).

main() -> loop(20000, {0, 0, 0, 0}).

loop(0, Counts) -> Counts;
loop(N, {Throws, Errors, Exits, Values}) ->
    Result = try
                 value(N)
             catch
                 throw:{found, X} -> {throw, X};
                 error:badarith -> {error, 1};
                 error:{badmatch, X} -> {error, X};
                 exit:Reason -> {exit, Reason}
             end,
    loop(N - 1, case Result of
                    {throw, X1} -> {Throws + X1, Errors, Exits, Values};
                    {error, X1} -> {Throws, Errors + X1, Exits, Values};
                    {exit, X1} -> {Throws, Errors, Exits + X1, Values};
                    X1 -> {Throws, Errors, Exits, Values + X1}
                end).

value(N) ->
    try
        step(N rem 7, N)
    after
        put(last, N)
    end.

step(0, N) -> deep(30, N);
step(1, N) -> N div (N rem 1);
step(2, N) -> {ok, _} = identity(N);
step(3, N) -> exit(N);
step(4, N) -> case catch atom_to_list(N) of {'EXIT', {badarg, _}} -> 1; _ -> 2 end;
step(5, N) ->
    try deep(10, N)
    catch Class:Reason:Stack -> erlang:raise(Class, Reason, Stack)
    end;
step(6, N) -> N.

identity(N) -> N.

deep(0, N) -> throw({found, N rem 3});
deep(D, N) -> 1 + deep(D - 1, N).
