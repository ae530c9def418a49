-module(door).
-behaviour(gen_statem).
-export([start_link/1, press/2, state/1, init/1, callback_mode/0, locked/3, open/3]).

start_link(Code) -> gen_statem:start_link({local, ?MODULE}, ?MODULE, Code, []).
press(Door, Digit) -> gen_statem:cast(Door, {press, Digit}).
state(Door) -> gen_statem:call(Door, state).

init(Code) -> {ok, locked, {Code, Code}}.
callback_mode() -> [state_functions, state_enter].
locked(enter, _, {Code, _}) -> {keep_state, {Code, Code}};
locked(cast, {press, Digit}, {Code, [Digit]}) -> {next_state, open, {Code, Code}};
locked(cast, {press, Digit}, {Code, [Digit | Rest]}) -> {keep_state, {Code, Rest}};
locked(cast, _, {Code, _}) -> {keep_state, {Code, Code}};
locked({call, From}, state, _) -> {keep_state_and_data, [{reply, From, locked}]}.
open(enter, _, _) -> {keep_state_and_data, [{state_timeout, 10, lock}]};
open(state_timeout, lock, Data) -> {next_state, locked, Data};
open(cast, _, _) -> keep_state_and_data;
open({call, From}, state, _) -> {keep_state_and_data, [{reply, From, open}]}.
