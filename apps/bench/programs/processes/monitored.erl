%% 100,000 processes begin and end, each monitored and waited for.
-module(monitored).
-export([main/0, nothing/0]).

main() -> each(100000).

each(0) -> done;
each(N) ->
    {_, Ref} = spawn_monitor(?MODULE, nothing, []),
    receive {'DOWN', Ref, process, _, normal} -> each(N - 1) end.

nothing() -> ok.
