%% 1,000,000 processes begin and end, at most 1,000 at the same time.
-module(spawns).
-export([main/0, nothing/0]).

main() -> spawns(1000000).

spawns(0) -> done;
spawns(N) ->
    spawn(?MODULE, nothing, []),
    case N rem 1000 of
        0 -> last();
        _ -> ok
    end,
    spawns(N - 1).

%% Waits for one that comes behind the others.
last() ->
    {_, Ref} = spawn_monitor(?MODULE, nothing, []),
    receive {'DOWN', Ref, process, _, _} -> ok end.

nothing() -> ok.
