%% What a page keeps between visits: `localStorage`, which the page has to grant, or another object of the class Storage.
-module(js_storage).
-export([get/1, get/2, put/2, put/3, delete/1, delete/2, keys/0, keys/1, clear/0, clear/1, get_term/1, put_term/2]).

-spec get(binary()) -> binary() | null.
get(Key) -> get(local(), Key).

-spec get(js:ref(), binary()) -> binary() | null.
get(Storage, Key) -> js:call(Storage, <<"getItem">>, [Key]).

%% The error js_error, with the name QuotaExceededError, when it is full.
-spec put(binary(), binary()) -> ok.
put(Key, Value) -> put(local(), Key, Value).

-spec put(js:ref(), binary(), binary()) -> ok.
put(Storage, Key, Value) ->
    undefined = js:call(Storage, <<"setItem">>, [Key, Value]),
    ok.

-spec delete(binary()) -> ok.
delete(Key) -> delete(local(), Key).

-spec delete(js:ref(), binary()) -> ok.
delete(Storage, Key) ->
    undefined = js:call(Storage, <<"removeItem">>, [Key]),
    ok.

-spec keys() -> [binary()].
keys() -> keys(local()).

-spec keys(js:ref()) -> [binary()].
keys(Storage) -> [js:call(Storage, <<"key">>, [I]) || I <- numbers(js:get(Storage, <<"length">>), [])].

numbers(0, All) -> All;
numbers(N, All) -> numbers(N - 1, [N - 1 | All]).

-spec clear() -> ok.
clear() -> clear(local()).

-spec clear(js:ref()) -> ok.
clear(Storage) ->
    undefined = js:call(Storage, <<"clear">>, []),
    ok.

%% A term that put_term/2 has kept, as {ok, Term}. Whoever can write to the storage decides what it is: no new atoms are made.
-spec get_term(binary()) -> {ok, term()} | error.
get_term(Key) ->
    case get(local(), Key) of
        null -> error;
        Text -> {ok, binary_to_term(list_to_binary(bytes(Text)), [safe])}
    end.

-spec put_term(binary(), term()) -> ok.
put_term(Key, Term) -> put(local(), Key, << <<(digit(High)), (digit(Low))>> || <<High:4, Low:4>> <= term_to_binary(Term) >>).

digit(N) when N < 10 -> $0 + N;
digit(N) -> $a + N - 10.

bytes(<<Byte:2/binary, Rest/binary>>) -> [binary_to_integer(Byte, 16) | bytes(Rest)];
bytes(<<>>) -> [].

local() -> js:global(<<"localStorage">>).
