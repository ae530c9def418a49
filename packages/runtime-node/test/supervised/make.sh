#!/bin/sh
# Compiles the application with the erlc of OTP 25 on the PATH and writes what the real Erlang prints when it runs.
set -e
cd "$(dirname "$0")"
erlc +deterministic counter_app.erl counter_server.erl door.erl file_program.erl
erl -noshell -eval 'io:setopts([{encoding, unicode}]), counter_app:main(), halt()' > output.txt
folder=$(mktemp -d)
erl -noshell -eval "file_program:main(\"$folder\"), halt()" > file_output.txt
rmdir "$folder"
