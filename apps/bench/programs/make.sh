#!/bin/sh
# Compiles the programs and writes expected.json; needs erlc and erl of OTP 25. +deterministic leaves
# the path of the source out of the files.
set -eu
cd "$(dirname "$0")"
erlc +deterministic *.erl
erlc +deterministic -o reference reference/bench_time.erl
names=$(ls *.erl | sed 's/\.erl$//')
erl -noshell -pa . -pa reference -s bench_time expected $names -s init stop > expected.json
