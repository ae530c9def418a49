#!/bin/sh
# Compiles the modules with the erlc and erl on the PATH and writes what they give: OTP 25 into this folder's
# otp25, or another release into the folder named as argument. The results are those of OTP 25. Only its compiler
# still writes the old instructions that binaries_stepwise.erl is about, and in random functions that fail in several
# places compilers differ in what they evaluate first.
set -e
cd "$(dirname "$0")"
folder=${1:-otp25}
modules=$(ls *.erl | sed 's/\.erl$//' | grep -v '^oracle$')
[ "$folder" = otp25 ] || modules=$(echo "$modules" | grep -v '_stepwise$\|^random_')
mkdir -p "$folder"
for module in $modules; do erlc +deterministic -o "$folder" "$module.erl"; done
if [ "$folder" = otp25 ]; then
  erlc -o "$folder" oracle.erl
  (cd "$folder" && erl -noshell -s oracle main -extra $modules && rm oracle.beam)
fi
