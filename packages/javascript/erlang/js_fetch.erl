%% Requests by the function `fetch`, which the page has to grant. A request is given up when it takes too long, if AbortController is granted too.
-module(js_fetch).
-export([get/1, get/2, request/2]).
-export_type([options/0, response/0]).

-type options() :: #{method => binary() | atom(), headers => #{binary() | atom() => binary()}, body => iodata(), timeout => timeout(),
                     as => text | json | bytes | response, binary() => js:value()}.
-type response() :: #{status := non_neg_integer(), headers := #{binary() => binary()}, url := binary(), body := js:value()}.

%% The error js_error when there is no response. Any status is a response.
-spec get(binary()) -> response().
get(Url) -> request(Url, #{}).

-spec get(binary(), options()) -> response().
get(Url, Options) -> request(Url, Options).

%% Keys of the options that are binaries go to `fetch` as they are.
-spec request(binary(), options()) -> response().
request(Url, Options) ->
    Timeout = option(timeout, Options, infinity),
    Abort = abort_controller(Timeout),
    try exchange(Url, Options, Abort, deadline(Timeout)) of
        Response -> Response
    catch
        error:timeout:Stack ->
            abort(Abort),
            erlang:raise(error, timeout, Stack)
    end.

exchange(Url, Options, Abort, Deadline) ->
    Sent = js:apply(js:global(<<"fetch">>), [Url, fetch_options(Options, Abort)], reference),
    Response = js:await(Sent, left(Deadline), reference),
    #{status => js:get(Response, <<"status">>),
      headers => maps:from_list([{Name, Value} || [Name, Value] <- js:iterate(js:get(Response, <<"headers">>))]),
      url => js:get(Response, <<"url">>),
      body => body(Response, option(as, Options, text), left(Deadline))}.

body(Response, response, _) -> Response;
body(Response, text, Timeout) -> js:await(js:call(Response, <<"text">>, []), Timeout);
body(Response, json, Timeout) -> js:await(js:call(Response, <<"json">>, []), Timeout);
body(Response, bytes, Timeout) ->
    {bytes, Bytes} = js:await(js:call(Response, <<"arrayBuffer">>, []), Timeout),
    Bytes.

fetch_options(Options, none) -> fetch_options(maps:keys(Options), Options, #{});
fetch_options(Options, Abort) -> fetch_options(maps:keys(Options), Options, #{<<"signal">> => js:get(Abort, <<"signal">>)}).

fetch_options([body | Keys], #{body := Body} = Options, Made) ->
    fetch_options(Keys, Options, Made#{<<"body">> => {bytes, iolist_to_binary(Body)}});
fetch_options([Key | Keys], Options, Made) when is_binary(Key); Key =:= method; Key =:= headers ->
    fetch_options(Keys, Options, Made#{Key => maps:get(Key, Options)});
fetch_options([_ | Keys], Options, Made) -> fetch_options(Keys, Options, Made);
fetch_options([], _, Made) -> Made.

abort_controller(infinity) -> none;
abort_controller(_) ->
    try js:new(js:global(<<"AbortController">>), [])
    catch error:{not_granted, _} -> none
    end.

abort(none) -> ok;
abort(Controller) -> js:call(Controller, <<"abort">>, []).

deadline(infinity) -> infinity;
deadline(Timeout) -> erlang:monotonic_time(millisecond) + Timeout.

left(infinity) -> infinity;
left(Deadline) -> max(0, Deadline - erlang:monotonic_time(millisecond)).

%% As maps:get/3, which is in a library that need not be there.
option(Key, Options, Default) ->
    case Options of
        #{Key := Value} -> Value;
        _ -> Default
    end.
