-module(greeting).
-export([greet/1]).

greet(Name) -> unicode:characters_to_binary(["Hello, ", string:titlecase(unicode:characters_to_list(Name)), "!"]).
