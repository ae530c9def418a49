%% What the inspector asks of a machine. It uses BIFs alone, so that it works where OTP's libraries are not.
-module(beamline_inspector).

-export([summary/0, processes/2, process/1, tables/0, objects/1, kill/1, watch/2]).

%% What is shown of a term: the rest is cut off here, before it is copied out of the machine.
-define(DEPTH, 6).
-define(ELEMENTS, 24).
-define(BYTES, 120).
%% A longer mailbox is not read: its messages would all be copied.
-define(MAILBOX, 2000).
-define(SHOWN_MESSAGES, 30).
-define(SHOWN_OBJECTS, 50).
%% Messages of a process that are told in a tenth of a second, at most.
-define(TOLD, 100).

%% Of the whole machine.
summary() ->
    {Reductions, _} = erlang:statistics(reductions),
    {UpTime, _} = erlang:statistics(wall_clock),
    #{processes => erlang:system_info(process_count),
      ports => erlang:system_info(port_count),
      atoms => erlang:system_info(atom_count),
      tables => length(all_tables()),
      memory => erlang:memory(total),
      reductions => Reductions,
      runnable => erlang:statistics(run_queue),
      up_time => UpTime,
      release => list_to_binary(erlang:system_info(otp_release))}.

%% The processes that come first by an item of process_info/2, or the oldest or newest ones, and how many there are.
processes(Order, Limit) ->
    Others = others(processes(), self()),
    {length(Others), rows(first(Order, Others, Limit))}.

others([Self | Rest], Self) -> Rest;
others([Pid | Rest], Self) -> [Pid | others(Rest, Self)];
others([], _) -> [].

first(oldest, Pids, Limit) ->
    heads(Pids, Limit);
first(newest, Pids, Limit) ->
    heads(reversed(Pids, []), Limit);
first(Item, Pids, Limit) ->
    Table = ets:new(?MODULE, [ordered_set, private]),
    fill(Pids, Item, Limit, 0, Table),
    First = [Pid || {{_, Pid}} <- ets:select(Table, [{'_', [], ['$_']}])],
    ets:delete(Table),
    First.

fill([], _, _, _, _) ->
    ok;
fill([Pid | Rest], Item, Limit, Count, Table) ->
    case process_info(Pid, Item) of
        {_, Value} ->
            ets:insert(Table, {{-Value, Pid}}),
            case Count of
                Limit ->
                    ets:delete(Table, ets:last(Table)),
                    fill(Rest, Item, Limit, Count, Table);
                _ ->
                    fill(Rest, Item, Limit, Count + 1, Table)
            end;
        undefined ->
            fill(Rest, Item, Limit, Count, Table)
    end.

heads([Head | Tail], Limit) when Limit > 0 -> [Head | heads(Tail, Limit - 1)];
heads(_, _) -> [].

rows([Pid | Rest]) ->
    Items = [registered_name, initial_call, current_function, status, reductions, memory, message_queue_len, links],
    case process_info(Pid, Items) of
        undefined ->
            rows(Rest);
        Info ->
            Links = length(value(links, Info)),
            Row = {Pid, name(value(registered_name, Info)), started(Pid, value(initial_call, Info)), value(current_function, Info),
                   value(status, Info), value(reductions, Info), value(memory, Info), value(message_queue_len, Info), Links},
            [Row | rows(Rest)]
    end;
rows([]) ->
    [].

value(Key, [{Key, Value} | _]) -> Value;
value(Key, [_ | Rest]) -> value(Key, Rest).

name([]) -> none;
name(Name) -> Name.

%% What a process has begun with: what OTP's proc_lib was told, rather than proc_lib itself.
started(Pid, {proc_lib, init_p, _} = Call) ->
    case process_info(Pid, dictionary) of
        {_, Dictionary} -> found('$initial_call', Dictionary, Call);
        undefined -> Call
    end;
started(_, Call) ->
    Call.

found(Key, [{Key, Value} | _], _) -> Value;
found(Key, [_ | Rest], Default) -> found(Key, Rest, Default);
found(_, [], Default) -> Default.

%% Of one process; undefined if it has ended.
process(Pid) ->
    Items = [registered_name, initial_call, status, message_queue_len, links, monitors, monitored_by, trap_exit, priority, group_leader,
             memory, reductions, total_heap_size, stack_size, current_stacktrace, dictionary],
    case process_info(Pid, Items) of
        undefined -> undefined;
        Info -> [{Key, cut(Value, ?DEPTH)} || {Key, Value} <- Info] ++ [{messages, messages(Pid, value(message_queue_len, Info))}]
    end.

messages(_, Count) when Count > ?MAILBOX ->
    too_many;
messages(Pid, _) ->
    case process_info(Pid, messages) of
        {_, Messages} -> [cut(Message, ?DEPTH) || Message <- heads(Messages, ?SHOWN_MESSAGES)];
        undefined -> []
    end.

tables() ->
    [{cut(Table, 2), ets:info(Table, name), ets:info(Table, type), ets:info(Table, protection), ets:info(Table, owner),
      ets:info(Table, size), ets:info(Table, memory) * erlang:system_info(wordsize), Table}
     || Table <- all_tables(), ets:info(Table, size) =/= undefined].

%% What ets:all/0 does, which is no BIF: each scheduler tells of its tables.
all_tables() ->
    all_tables(ets:internal_request_all(), erlang:system_info(schedulers), []).

all_tables(_, 0, All) ->
    All;
all_tables(Request, Schedulers, All) ->
    receive {Request, Tables} -> all_tables(Request, Schedulers - 1, Tables ++ All) end.

%% Some objects of a table; private if its owner alone may read it.
objects(Table) ->
    try ets:select(Table, [{'$1', [], ['$1']}], ?SHOWN_OBJECTS) of
        {Objects, _} -> [cut(Object, ?DEPTH) || Object <- Objects];
        '$end_of_table' -> []
    catch
        error:badarg -> private
    end.

kill(Pid) ->
    exit(Pid, kill).

%% Tells a mailbox the messages that a process sends and gets, until the mailbox is closed. As a process has one tracer, nobody else traces it then.
watch(Pid, Mailbox) ->
    spawn(fun() ->
                  monitor(process, Mailbox),
                  try trace(Pid, [send, 'receive']) of
                      1 -> tell(Mailbox, []);
                      0 -> Mailbox ! {ended, Pid}
                  catch
                      error:badarg -> Mailbox ! {ended, Pid}
                  end
          end).

%% OTP's erlang:trace/3 is no BIF; without it there is what it calls.
trace(Pid, Flags) ->
    case erlang:function_exported(erlang, trace, 3) of
        true -> erlang:trace(Pid, true, Flags);
        false -> erts_internal:trace(Pid, true, Flags)
    end.

tell(Mailbox, Told) ->
    receive
        {'DOWN', _, process, _, _} ->
            ok;
        {trace, Pid, 'receive', Message} ->
            collect(Mailbox, [{got, Pid, cut(Message, ?DEPTH), none} | Told]);
        {trace, Pid, send, Message, To} ->
            collect(Mailbox, [{sent, Pid, cut(Message, ?DEPTH), To} | Told]);
        {trace, Pid, send_to_non_existing_process, Message, To} ->
            collect(Mailbox, [{sent, Pid, cut(Message, ?DEPTH), To} | Told])
    end.

%% What comes within a tenth of a second is told at once; what is too much is counted.
collect(Mailbox, First) ->
    Timer = erlang:start_timer(100, self(), tell),
    collect(Mailbox, First, 1, 0, Timer).

collect(Mailbox, Told, Count, Left, Timer) ->
    receive
        {timeout, Timer, tell} ->
            Mailbox ! {messages, reversed(Told, []), Left},
            tell(Mailbox, []);
        {'DOWN', _, process, _, _} ->
            ok;
        {trace, _, _, _} when Count >= ?TOLD ->
            collect(Mailbox, Told, Count, Left + 1, Timer);
        {trace, _, _, _, _} when Count >= ?TOLD ->
            collect(Mailbox, Told, Count, Left + 1, Timer);
        {trace, Pid, 'receive', Message} ->
            collect(Mailbox, [{got, Pid, cut(Message, ?DEPTH), none} | Told], Count + 1, Left, Timer);
        {trace, Pid, _, Message, To} ->
            collect(Mailbox, [{sent, Pid, cut(Message, ?DEPTH), To} | Told], Count + 1, Left, Timer)
    end.

reversed([Head | Tail], Reversed) -> reversed(Tail, [Head | Reversed]);
reversed([], Reversed) -> Reversed.

%% A term with '…' for what is too deep or too long in it.
cut(_, 0) ->
    '…';
cut([_ | _] = List, Depth) ->
    elements(List, Depth - 1, ?ELEMENTS);
cut(Tuple, Depth) when is_tuple(Tuple), tuple_size(Tuple) =< ?ELEMENTS ->
    list_to_tuple(elements(tuple_to_list(Tuple), Depth - 1, ?ELEMENTS));
cut(Tuple, _) when is_tuple(Tuple) ->
    {'…', tuple_size(Tuple)};
cut(Map, Depth) when is_map(Map), map_size(Map) =< ?ELEMENTS ->
    maps:from_list([{cut(Key, Depth - 1), cut(map_get(Key, Map), Depth - 1)} || Key <- maps:keys(Map)]);
cut(Map, _) when is_map(Map) ->
    #{'…' => map_size(Map)};
cut(Bits, _) when bit_size(Bits) > ?BYTES * 8 ->
    Bytes = ?BYTES,
    <<Head:Bytes/binary, _/bitstring>> = Bits,
    <<Head/binary, "..."/utf8>>;
cut(Fun, _) when is_function(Fun) ->
    %% What a fun has closed over may be large.
    list_to_binary(erlang:fun_to_list(Fun));
cut(Integer, _) when is_integer(Integer), (Integer > 1 bsl 256 orelse Integer < -(1 bsl 256)) ->
    '…';
cut(Term, _) ->
    Term.

elements([Head | Tail], Depth, Left) when Left > 0 -> [cut(Head, Depth) | elements(Tail, Depth, Left - 1)];
elements([_ | _], _, _) -> ['…'];
elements([], _, _) -> [];
elements(Tail, Depth, _) -> cut(Tail, Depth).
