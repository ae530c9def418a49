%% What the other programs trace.
-module(traced).
-compile([export_all, nowarn_export_all]).

count(0) -> done;
count(N) -> count(N - 1).

plus(X) -> double(X) + 1.

double(X) -> X * 2.

inverse(X) -> 1 / X.

caught(X) -> catch inverse(X).

tried(X) ->
    try inverse(X)
    catch error:Reason -> {caught, Reason}
    end.

each([]) -> [];
each([H | T]) -> [plus(H) | each(T)].

mutual(0) -> even;
mutual(N) -> lautum(N - 1).

lautum(0) -> odd;
lautum(N) -> mutual(N - 1).
