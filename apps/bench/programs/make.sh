#!/bin/sh
# Compiles the programs and writes expected.json; needs erlc and erl of OTP 25. +deterministic leaves
# the path of the source out of the files.
set -eu
cd "$(dirname "$0")"
(cd reference && erlc +deterministic bench_time.erl)
(cd atomvm && erlc +deterministic atomvm_time.erl erlang.erl maps.erl)
groups=
for folder in */; do
  group=${folder%/}
  case $group in atomvm | compiled | reference) continue ;; esac
  erlc +deterministic -o compiled "$group"/*.erl
  groups="$groups $group $(cd "$group" && ls *.erl | sed 's/\.erl$//') end"
done
erl -noshell -pa compiled -pa reference -s bench_time expected $groups -s init stop > expected.json
