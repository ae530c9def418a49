%% Processes to trace, and tracers.
-module(helper).
-compile([export_all, nowarn_export_all]).

%% A process that does what it is told.
worker() ->
    receive
        F when is_function(F) -> F();
        _ -> ok
    end,
    worker().

start() -> spawn(fun worker/0).

%% Has a worker call a fun, and waits until it has.
call(Pid, F) ->
    Self = self(),
    Pid ! fun() -> Self ! {result, (catch F())} end,
    receive {result, R} -> R end.

%% A tracer, which keeps what it gets.
tracer() -> spawn(fun() -> tracer([]) end).

tracer(Kept) ->
    receive
        {get, From} -> From ! {kept, lists:reverse(Kept)}, tracer([]);
        Message -> tracer([Message | Kept])
    end.

%% What a tracer has got since the last time.
got(Tracer) ->
    timer:sleep(100),
    Tracer ! {get, self()},
    receive {kept, Messages} -> Messages end.

show(Messages, Names) -> [io:format("  ~p~n", [named(M, Names)]) || M <- Messages], ok.

%% A term with names in place of pids, and words in place of what is different each time.
named(Pid, Names) when is_pid(Pid) ->
    case lists:keyfind(Pid, 1, Names) of
        {_, Name} -> Name;
        false -> pid
    end;
named(T, Names) when is_tuple(T), element(1, T) =:= trace_ts ->
    setelement(tuple_size(T), named(setelement(1, T, stamped), Names), stamp(element(tuple_size(T), T)));
named(T, Names) when is_tuple(T) -> list_to_tuple(named(tuple_to_list(T), Names));
named([H | T], Names) -> [named(H, Names) | named(T, Names)];
named(X, _) when is_reference(X) -> reference;
named(X, _) when is_function(X) -> function;
named(X, _) -> X.

stamp({A, B, C}) when is_integer(A), is_integer(B), is_integer(C) -> time;
stamp({A, B}) when is_integer(A), is_integer(B) -> strict;
stamp(A) when is_integer(A) -> monotonic;
stamp(X) -> X.
