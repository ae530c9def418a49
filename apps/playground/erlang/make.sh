#!/bin/sh
# Compiles the module and writes it to src/generated/playground-module.ts. It needs an erlc of OTP 25; +deterministic leaves the path of the source out.
set -eu
cd "$(dirname "$0")"
mkdir -p compiled
erlc +deterministic -o compiled playground.erl
node write-module.mjs
