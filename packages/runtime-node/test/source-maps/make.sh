#!/bin/sh
# Compiles the programs of the tests; it needs an erlc of OTP 25, and an elixirc for the one in Elixir. +deterministic leaves their paths out.
set -eu
cd "$(dirname "$0")"
erlc +deterministic stepped.erl greeter.erl
if command -v elixirc >/dev/null; then ERL_COMPILER_OPTIONS='[deterministic]' elixirc --no-docs --no-debug-info -o . lib/doubler.ex; fi
