#!/bin/sh
# Compiles the modules and writes them to src/generated/modules.ts. The Erlang ones need an erlc of OTP 25, JS an elixirc of Elixir 1.20; what is
# not installed stays as it is. +deterministic leaves the paths of the sources out.
set -eu
cd "$(dirname "$0")"
mkdir -p compiled
erlc +deterministic -o compiled js.erl js_fetch.erl js_websocket.erl js_storage.erl
if command -v elixirc >/dev/null; then ERL_COMPILER_OPTIONS='[deterministic]' elixirc --no-docs --no-debug-info -o compiled js.ex; fi
node ../../../scripts/write-compiled-modules.mjs
