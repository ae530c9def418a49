#!/bin/sh
# Compares random functions with the real Erlang, whose erlc and erl (OTP 25) are on the PATH: ./run.sh FIRST LAST takes
# the seeds from FIRST to LAST, 50 functions each. A module with a difference is kept: its source goes to ../differential/random,
# whose make.sh makes it a test.
set -e
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
erlc -o "$folder" random_functions.erl
(cd "$folder" && erl -noshell -s random_functions main -extra . "$1" "$2" && rm random_functions.beam)
cp ../differential/oracle.erl "$folder"
mkdir "$folder/otp25"
for source in "$folder"/random_*.erl; do erlc +deterministic -W0 -o "$folder/otp25" "$source"; done
erlc -o "$folder/otp25" "$folder/oracle.erl"
(cd "$folder/otp25" && erl -noshell -s oracle main -extra $(ls random_*.beam | sed 's/\.beam$//') && rm oracle.beam)
if ! DIFFERENTIAL="$folder" npx vitest run --root ../.. test/differential/random.test.ts >"$folder/output" 2>&1; then
  cat "$folder/output"
  for module in $(grep -ao 'random_[0-9]* as the real Erlang' "$folder/output" | sed 's/ .*//' | sort -u); do
    if grep -aq "FAIL.*$module as" "$folder/output"; then cp "$folder/$module.erl" ../differential/random && echo "kept: $module"; fi
  done
  exit 1
fi
grep -a 'Tests' "$folder/output"
