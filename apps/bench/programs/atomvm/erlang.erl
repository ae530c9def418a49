%% Functions of OTP's module erlang that AtomVM has in a library in Erlang, which its build for the web comes without.
-module(erlang).
-compile([no_auto_import]).
-export([spawn/1, spawn/3, spawn_monitor/3]).

spawn(Fun) -> erlang:spawn_opt(Fun, []).

spawn(Module, Function, Arguments) -> erlang:spawn_opt(Module, Function, Arguments, []).

spawn_monitor(Module, Function, Arguments) -> erlang:spawn_opt(Module, Function, Arguments, [monitor]).
