-module(shell_module).
-export([f/1]).
-record(r,{a=1,b}).
f(X) -> {ok,X,#r{b=X}}.
