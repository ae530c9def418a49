-module(trace).
-export([start/0]).

%% Writes each call of trace_me:double/1, and what it returns.
start() ->
    erlang:trace_pattern({math_like, double, 1}, [{'_', [], [{return_trace}]}], [global]),
    Tracer = self(),
    Pid = spawn(fun() -> receive go -> math_like:double(21) end end),
    erlang:trace(Pid, true, [call, {tracer, Tracer}]),
    Pid ! go,
    seen(2).

seen(0) -> [];
seen(N) -> receive {trace, _Pid, What, Where, Result} -> [{What, Where, Result} | seen(N - 1)];
                   {trace, _Pid, What, Where} -> [{What, Where} | seen(N - 1)] end.
