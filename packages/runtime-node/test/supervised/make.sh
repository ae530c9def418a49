#!/bin/sh
# Compiles the application with the erlc of OTP 25 on the PATH and writes what the real Erlang prints when it runs.
set -e
cd "$(dirname "$0")"
erlc +deterministic counter_app.erl counter_server.erl door.erl file_program.erl file_errors.erl file_operations.erl zlib_program.erl
erl -noshell -eval 'io:setopts([{encoding, unicode}]), counter_app:main(), halt()' > output.txt
erl -noshell -eval 'zlib_program:main([]), halt()' > zlib_output.txt
folder=$(mktemp -d)
erl -noshell -eval "file_program:main(\"$folder\"), halt()" > file_output.txt
rmdir "$folder"
folder=$(mktemp -d)
erl -noshell -eval "file_operations:main(\"$folder\"), halt()" > file_operations.txt
rm -r "$folder"
# The same files as in otp.test.ts.
folder=$(mktemp -d)
(
  cd "$folder"
  ln -s nowhere dangling
  ln -s loop2 loop1
  ln -s loop1 loop2
  mkfifo pipe
  printf x > "$(printf '\377\376')"
)
erl -noshell -eval "file_errors:main(\"$folder\"), halt()" > file_errors.txt
rm -r "$folder"
