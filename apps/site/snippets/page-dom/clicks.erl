-module(clicks).
-export([start/0]).

start() ->
    Document = js:global(document),
    Button = js:call(Document, 'querySelector', [button]),
    Click = js:listen(Button, click),
    count(Button, Click, 0).

count(Button, Click, N) ->
    js:set(Button, 'textContent', <<"Clicked ", (integer_to_binary(N))/binary>>),
    receive
        {js_event, Click, _Event} -> count(Button, Click, N + 1)
    end.
