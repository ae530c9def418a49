%% What processes of two nodes do to each other: messages, links, monitors, exit signals, names, groups, processes that are started there, and what
%% becomes of all that when the connection goes. No node is named in what is printed.
-module(nodes).
-export([main/1, echo/0, loop/0]).

echo() ->
    receive
        {From, Message} -> From ! {self(), Message}, echo();
        stop -> ok
    end.

loop() ->
    receive Reason -> exit(Reason) end.

print(What, Value) ->
    io:format("~p: ~p~n", [What, Value]).

wait(Node, 0) -> exit({no_answer, Node});
wait(Node, Times) ->
    case net_adm:ping(Node) of
        pong -> pong;
        pang -> timer:sleep(100), wait(Node, Times - 1)
    end.

main([Other]) ->
  [_, Host] = string:split(atom_to_list(node()), "@"),
  O = list_to_atom(Other ++ "@" ++ Host),
  Me0 = self(),
  print(ping, wait(O, 100)),
  print(nodes, {nodes() =:= [O], nodes(hidden) =:= [O], nodes(connected) =:= [O]}),
  print(rpc, rpc:call(O, erlang, node, []) =:= O),
  print(rpc2, rpc:call(O, lists, seq, [1,10])),
  print(rpcbad, rpc:call(O, erlang, error, [foo])),
  print(erpc, catch erpc:call(O, erlang, '+', [1,2])),
  print(erpcbad, element(1, element(2, catch erpc:call(O, erlang, error, [x])))),
  P = spawn(O, ?MODULE, echo, []),
  print(node_p, node(P) =:= O),
  print(text, list_to_pid(pid_to_list(P)) =:= P),
  print(external, binary_to_term(term_to_binary(P)) =:= P),
  P ! {self(), hello},
  print(r, receive {P, R} -> R after 10000 -> timeout end),
  Big = lists:duplicate(100000, {a, "text", 1.5, <<1,2,3>>, #{k => v}}),
  P ! {self(), Big},
  print(big, receive {P, Big} -> same after 5000 -> timeout end),
  B = binary:copy(<<"x">>, 1000000),
  P ! {self(), B},
  print(bin, receive {P, B} -> same after 5000 -> timeout end),
  M = monitor(process, P),
  P ! stop,
  print(down, receive {'DOWN', M, process, P, Re} -> Re after 10000 -> timeout end),
  process_flag(trap_exit, true),
  L = spawn_link(O, ?MODULE, loop, []),
  print(links, process_info(self(), links) =:= {links,[L]}),
  L ! {bye, 1},
  print(exit, receive {'EXIT', L, Re2} -> Re2 after 10000 -> timeout end),
  {P3, M3} = spawn_monitor(O, ?MODULE, loop, []),
  exit(P3, boom),
  print(dm, receive {'DOWN', M3, process, P3, Re3} -> Re3 after 10000 -> timeout end),
  print(undef, begin {P4,M4} = spawn_monitor(O, nomod, nofun, []), receive {'DOWN', M4, process, P4, Re4} -> Re4 after 10000 -> timeout end end),
  print(noproc, begin M5=monitor(process,{nosuch,O}), receive {'DOWN', M5, A, Bb, C} -> {A,Bb =:= {nosuch,O},C} after 10000 -> timeout end end),
  print(link_dead, begin link(P), receive {'EXIT',P,Q} -> Q after 10000 -> timeout end end),
  print(link_killed, begin Here = self(), PK = spawn(O, fun() -> register(killed, self()), Here ! here, receive never -> ok end end), receive here -> ok end,
    exit(PK, kill), link(PK), {receive {'EXIT',PK,QK} -> QK after 10000 -> timeout end, rpc:call(O, erlang, whereis, [killed])} end),
  P6 = spawn_link(O, ?MODULE, loop, []), unlink(P6), exit(P6, kill), print(unl, receive {'EXIT',P6,Q6} -> Q6 after 300 -> none end),
  Rq = spawn_request(O, ?MODULE, loop, [], [monitor, link, {reply_tag, rt}]),
  print(req, receive {rt, Rq, ok, P7} -> P7 ! x, receive {'DOWN', Rq, process, P7, Q7} -> {Q7, receive {'EXIT', P7, Q8} -> Q8 after 10000 -> t end} after 10000 -> timeout end after 10000 -> timeout2 end),
  print(badopt, begin Rb = spawn_request(O, ?MODULE, loop, [], [bogus]), receive {spawn_reply, Rb, E1, E2} -> {E1,E2} after 10000 -> t end end),
  print(badopt2, element(1, element(2, catch spawn_opt(O, ?MODULE, loop, [], [bogus])))),
  print(gl, rpc:call(O, io, format, ["hello from ~p~n", [there]])),
  print(reg, begin register(me, self()), rpc:call(O, erlang, send, [{me, node()}, hi]), receive hi -> hi after 10000 -> t end end),
  print(alias, begin Al = alias([reply]), rpc:call(O, erlang, send, [Al, ali]), receive ali -> ali after 10000 -> t end end),
  print(genserver, catch gen_server:call({kernel_sup, O}, which_children, 100) =/= x),
  print(sup, length(supervisor:which_children({kernel_sup, O})) > 3),
  print(sender, begin {me, node()} ! own, receive own -> own after 10000 -> t end end),
  print(monitored, begin PM = spawn(O, ?MODULE, loop, []), RM = monitor(process, PM), X1 = process_info(self(), monitors), demonitor(RM), {X1 =:= {monitors, [{process, PM}]}, process_info(self(), monitors)} end),
  print(monitored_by, rpc:call(O, erlang, apply, [fun() -> RM2 = monitor(process, Me0), timer:sleep(50), demonitor(RM2), ok end, []])),
  print(group_leader, begin PG = spawn(O, ?MODULE, echo, []), group_leader(self(), PG), PG ! {self(), x}, receive {PG, x} -> ok end, rpc:call(O, erlang, process_info, [PG, group_leader]) =:= {group_leader, self()} end),
  print(abandon, begin RA = spawn_request(O, ?MODULE, loop, [], [link]), spawn_request_abandon(RA) end),
  print(send3, {erlang:send({none, O}, x, [noconnect]), erlang:send({none, 'not@there'}, x, [noconnect]), erlang:send_nosuspend({none, O}, x)}),
  print(fragments, begin Bits = <<1:3>>, Many = [{list_to_atom("atom_" ++ integer_to_list(IA)), IA, Bits, make_ref(), fun lists:map/2, 1 bsl 70} || IA <- lists:seq(1, 600)], PF = spawn(O, ?MODULE, echo, []), PF ! {self(), {Many, binary:copy(<<7>>, 700000)}}, receive {PF, {Many, _}} -> same after 5000 -> t end end),
  print(multi_erpc, erpc:multicall([O, node()], erlang, '+', [1, 2])),
  print(timer, begin erlang:send_after(10, self(), tick), receive tick -> ok end end),
  print(global, global:register_name(gname, self())),
  print(global2, rpc:call(O, global, whereis_name, [gname]) =:= self()),
  print(pg, begin {ok,_} = pg:start_link(), rpc:call(O, pg, start, [pg]), ok = pg:join(g, self()), timer:sleep(200), rpc:call(O, pg, get_members, [g]) =:= [self()] end),
  print(multi, rpc:multicall([node(), O], erlang, is_alive, [])),
  print(pid, element(1, rpc:call(O, erlang, is_process_alive, [self()]))),
  Me = self(),
  print(remote_link, begin P9 = spawn(O, fun() -> link(Me), receive after infinity -> ok end end), timer:sleep(100), exit(P9, zap), receive {'EXIT', P9, Q9} -> Q9 after 10000 -> t end end),
  print(remote_mon, begin W = spawn(fun() -> receive s -> ok end end), spawn(O, fun() -> MM = monitor(process, W), Me ! ready, receive {'DOWN', MM, process, W, RR} -> Me ! {got, RR} end end), receive ready -> timer:sleep(50), W ! s end, receive {got, X} -> X after 10000 -> t end end),
  print(remote_spawn, begin Nn = node(), rpc:call(O, erlang, apply, [fun() -> PP = spawn_link(Nn, nodes, loop, []), PP ! {f, node() =:= O}, process_flag(trap_exit, true), receive {'EXIT', PP, Y} -> Y after 10000 -> t end end, []]) end),
  monitor_node(O, true),
  M10 = monitor(process, {kernel_sup, O}),
  net_kernel:monitor_nodes(true, [nodedown_reason, {node_type, all}]),
  net_kernel:monitor_nodes(true, #{node_type => all}),
  print(disc, erlang:disconnect_node(O)),
  print(nd, receive {nodedown, O} -> nd after 10000 -> t end),
  print(d10, receive {'DOWN', M10, process, T10, R10} -> {T10 =:= {kernel_sup, O}, R10} after 10000 -> t end),
  print(events, lists:sort([receive {nodedown, O, Info} -> Info after 10000 -> t end || _ <- [1, 2]])),
  print(reping, net_adm:ping(O)),
  P11 = spawn_link(O, ?MODULE, loop, []), MP = monitor(process, P11),
  rpc:cast(O, erlang, halt, []),
  print(x11, receive {'EXIT', P11, R11} -> R11 after 10000 -> t end),
  print(m11, receive {'DOWN', MP, process, P11, R12} -> R12 after 10000 -> t end),
  print(afterdown, rpc:call(O, erlang, node, [])),
  print(spawndown, begin {P13,M13} = spawn_monitor(O, a, b, []), receive {'DOWN', M13, process, P13, R13} -> R13 after 10000 -> t end end),
  print(reqdown, begin R14 = spawn_request(O, a, b, []), receive {spawn_reply, R14, A14, B14} -> {A14,B14} after 10000 -> t end end),
  init:stop().

