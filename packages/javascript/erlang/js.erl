%% JavaScript from Erlang. The functions that are `nif_error` here are natives of @beamline/javascript, which is plugged in by the option
%% `javascript` of a runtime. Its README has the table of how values are converted.
-module(js).
-export([global/1, get/2, get/3, set/3, delete/2, has/2, keys/1, call/3, call/4, apply/2, apply/3, new/2]).
-export([typeof/1, instance_of/2, is_reference/1, reference/1, value/1, iterate/1, stack/1]).
-export([await/1, await/2, await/3, function/1, function/2, reply/2, sender/1, sender/2]).
-export([listen/2, listen/3, unlisten/1, more/2, dropped/1, request_animation_frame/0, cancel_animation_frame/1]).
-export_type([ref/0, key/0, value/0]).

-nifs([global/1, get/3, set/3, delete/2, has/2, keys/1, call/4, apply/3, new/2, typeof/1, instance_of/2, is_reference/1, reference/1,
       value/1, iterate/1, stack/1, await_nif/4, function_nif/2, sender/2, listen_nif/4, unlisten_nif/1, more/2, dropped/1,
       request_animation_frame/0, cancel_animation_frame/1]).
-on_load(init/0).

%% Something in JavaScript that is no plain value.
-type ref() :: reference().
%% Name of a property, or the way to it: a list of names.
-type key() :: binary() | atom() | integer() | [binary() | atom() | integer()].
%% What has a counterpart in JavaScript.
-type value() :: ref() | number() | binary() | atom() | [value()] | #{binary() | atom() | integer() => value()} | {bytes, binary()}
               | fun() | pid().
%% How a result comes: plain data as a value, or each object as a reference.
-type result() :: value | reference.

init() -> erlang:load_nif("js", 0).

%% What the page has granted under a name. An object is a reference, whatever it has in it.
-spec global(binary() | atom()) -> value().
global(_Name) -> erlang:nif_error(not_loaded).

%% A property.
-spec get(value(), key()) -> value().
get(Target, Key) -> get(Target, Key, value).

-spec get(value(), key(), result()) -> value().
get(_Target, _Key, _Result) -> erlang:nif_error(not_loaded).

-spec set(ref(), key(), value()) -> ok.
set(_Target, _Key, _Value) -> erlang:nif_error(not_loaded).

-spec delete(ref(), key()) -> boolean().
delete(_Target, _Key) -> erlang:nif_error(not_loaded).

%% True for a property of the object or of its prototypes.
-spec has(ref(), key()) -> boolean().
has(_Target, _Key) -> erlang:nif_error(not_loaded).

%% The names of an object's own properties that can be enumerated.
-spec keys(ref()) -> [binary()].
keys(_Target) -> erlang:nif_error(not_loaded).

%% Calls a method.
-spec call(value(), key(), [value()]) -> value().
call(Target, Method, Arguments) -> call(Target, Method, Arguments, value).

-spec call(value(), key(), [value()], result()) -> value().
call(_Target, _Method, _Arguments, _Result) -> erlang:nif_error(not_loaded).

%% Calls a function.
-spec apply(ref(), [value()]) -> value().
apply(Function, Arguments) -> js:apply(Function, Arguments, value).

-spec apply(ref(), [value()], result()) -> value().
apply(_Function, _Arguments, _Result) -> erlang:nif_error(not_loaded).

%% A new object of a class, as a reference.
-spec new(ref(), [value()]) -> ref().
new(_Class, _Arguments) -> erlang:nif_error(not_loaded).

%% What the operator typeof says, null for null.
-spec typeof(value()) -> undefined | null | boolean | number | bigint | string | symbol | function | object.
typeof(_Value) -> erlang:nif_error(not_loaded).

-spec instance_of(value(), ref()) -> boolean().
instance_of(_Value, _Class) -> erlang:nif_error(not_loaded).

%% True for a reference to something in JavaScript.
-spec is_reference(term()) -> boolean().
is_reference(_Term) -> erlang:nif_error(not_loaded).

%% A value as JavaScript has it, by a reference: an object or array that can be changed.
-spec reference(value()) -> ref() | value().
reference(_Value) -> erlang:nif_error(not_loaded).

%% What is behind a reference as plain data, as far as it is: objects with their own properties, a Map or FormData as a map, a Set as a list.
-spec value(value()) -> value().
value(_Value) -> erlang:nif_error(not_loaded).

%% What a loop over something iterable sees, as a list.
-spec iterate(value()) -> [value()].
iterate(_Value) -> erlang:nif_error(not_loaded).

%% The stack of an error, undefined if it has none.
-spec stack(ref()) -> binary() | undefined.
stack(_Error) -> erlang:nif_error(not_loaded).

%% What a promise resolves to: the process waits in a receive. One that rejects is the error {js_error, Reference, Name, Message}.
-spec await(value()) -> value().
await(Promise) -> await(Promise, infinity).

%% The error timeout when it takes longer.
-spec await(value(), timeout()) -> value().
await(Promise, Timeout) -> await(Promise, Timeout, value).

-spec await(value(), timeout(), result()) -> value().
await(Promise, Timeout, Result) ->
    Alias = erlang:alias([reply]),
    ok = await_nif(Promise, Alias, Alias, Result),
    receive
        {Alias, ok, Value} -> Value;
        {Alias, error, Reason} -> erlang:error(Reason, [Promise, Timeout, Result])
    after Timeout ->
        erlang:unalias(Alias),
        receive
            {Alias, ok, Value} -> Value;
            {Alias, error, Reason} -> erlang:error(Reason, [Promise, Timeout, Result])
        after 0 ->
            erlang:error(timeout, [Promise, Timeout, Result])
        end
    end.

await_nif(_Promise, _To, _Tag, _Result) -> erlang:nif_error(not_loaded).

%% A fun as a function in JavaScript that is the same each time. Each call runs in a process of its own and returns a promise.
-spec function(fun()) -> ref().
function(Fun) -> function_nif(Fun, arguments).

%% A function whose calls a process gets as messages {js_call, From, Tag, Arguments}; the promise resolves to what reply/2 answers, and
%% rejects if the process ends.
-spec function(pid() | atom(), term()) -> ref().
function(Process, Tag) -> function_nif(fun(Arguments) -> request(Process, Tag, Arguments) end, list).

function_nif(_Fun, _Arguments) -> erlang:nif_error(not_loaded).

request(Process, Tag, Arguments) ->
    Ref = erlang:monitor(process, Process, [{alias, reply_demonitor}]),
    Process ! {js_call, Ref, Tag, Arguments},
    receive
        {Ref, Result} -> Result;
        {'DOWN', Ref, _, _, Reason} -> exit(Reason)
    end.

%% Answers a call of a function of function/2.
-spec reply(reference(), value()) -> ok.
reply(From, Result) ->
    From ! {From, Result},
    ok.

%% A function that sends {js_message, Tag, Arguments} whenever it is called, and returns nothing.
-spec sender(term()) -> ref().
sender(Tag) -> sender(self(), Tag).

-spec sender(pid() | atom(), term()) -> ref().
sender(_To, _Tag) -> erlang:nif_error(not_loaded).

%% Has events sent to the process as {js_event, Listener, Event}, until unlisten/1 or the end of the process.
-spec listen(ref(), binary() | atom()) -> ref().
listen(Target, Type) -> listen(Target, Type, #{}).

%% Options: properties (what is read of an event, which is then a map), prevent_default, stop_propagation, once, capture, passive, and how
%% many messages come before more/2 asks for more: deliver => all | latest | {credit, N}.
-spec listen(ref(), binary() | atom(), map()) -> ref().
listen(Target, Type, Options) -> listen_nif(Target, Type, Options, self()).

listen_nif(_Target, _Type, _Options, _To) -> erlang:nif_error(not_loaded).

%% No event comes afterwards; those that have come and were not received are removed.
-spec unlisten(ref()) -> ok.
unlisten(Listener) ->
    ok = unlisten_nif(Listener),
    flush(Listener).

unlisten_nif(_Listener) -> erlang:nif_error(not_loaded).

flush(Listener) ->
    receive {js_event, Listener, _} -> flush(Listener)
    after 0 -> ok
    end.

%% So many more events may come.
-spec more(ref(), pos_integer()) -> ok.
more(_Listener, _Count) -> erlang:nif_error(not_loaded).

%% How many events there were too many.
-spec dropped(ref()) -> non_neg_integer().
dropped(_Listener) -> erlang:nif_error(not_loaded).

%% Has {js_frame, Frame, Time} sent before the page is drawn next. Needs the global requestAnimationFrame.
-spec request_animation_frame() -> ref().
request_animation_frame() -> erlang:nif_error(not_loaded).

%% Needs the global cancelAnimationFrame.
-spec cancel_animation_frame(ref()) -> ok.
cancel_animation_frame(_Frame) -> erlang:nif_error(not_loaded).
