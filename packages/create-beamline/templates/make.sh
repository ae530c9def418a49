#!/bin/sh
# Compiles the modules that are in the templates. Needs erlc and elixirc on the PATH; `make.sh elixir` or `make.sh erlang` needs one.
set -e
cd "$(dirname "$0")"
export ERL_COMPILER_OPTIONS=deterministic
[ "$1" = elixir ] || erlc -o erlang/beam erlang/program/hello.erl
[ "$1" = erlang ] || elixirc -o elixir/beam elixir/program/hello.ex
