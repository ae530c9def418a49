%% Functions of OTP's module maps that AtomVM has in a library in Erlang, which its build for the web comes without.
-module(maps).
-export([find/2, from_list/1, get/2, keys/1, put/3, size/1, values/1]).

find(Key, Map) ->
    case Map of
        #{Key := Value} -> {ok, Value};
        #{} -> error
    end.

from_list(List) -> from_list(List, #{}).

from_list([], Map) -> Map;
from_list([{Key, Value} | Rest], Map) -> from_list(Rest, Map#{Key => Value}).

get(Key, Map) -> map_get(Key, Map).

keys(Map) -> [Key || {Key, _} <- entries(Map)].

put(Key, Value, Map) -> Map#{Key => Value}.

size(Map) -> map_size(Map).

values(Map) -> [Value || {_, Value} <- entries(Map)].

%% maps:next/1 is native. An iterator begins with the place of the first entry.
entries(Map) -> entries(maps:next([0 | Map]), []).

entries(none, Entries) -> lists:reverse(Entries);
entries({Key, Value, Next}, Entries) -> entries(maps:next(Next), [{Key, Value} | Entries]).
