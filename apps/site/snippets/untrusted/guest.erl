-module(guest).
-export([answer/0, forever/0, hoard/0, breed/0, names/1, read/1]).

answer() -> 42.

forever() -> forever().

hoard() -> hoard([]).
hoard(List) -> hoard([List, List | List]).

breed() ->
    spawn(fun() -> receive after infinity -> ok end end),
    breed().

names(N) ->
    _ = list_to_atom(integer_to_list(N)),
    names(N + 1).

%% `prim_file` is what `file` calls.
read(Name) -> prim_file:read_file(Name).

