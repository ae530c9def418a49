#!/bin/sh
# Compiles the modules with the erlc and erl on the PATH and writes what they give: OTP 25 into this folder's
# otp25, or another release into the folder named as argument. The results are those of OTP 25. Only its compiler
# still writes the old instructions that binaries_stepwise.erl is about, and in random functions that fail in several
# places compilers differ in what they evaluate first.
# What only OTP 29 compiles, in records, and what it does otherwise, in the folders whose names end in 29, is made with its results by the argument otp29-only.
set -e
cd "$(dirname "$0")"
folder=${1:-otp25}
sources=$(ls */*.erl | grep -v '^records/\|^[a-z]*29/')
[ "$folder" = otp25 ] || sources=$(echo "$sources" | grep -v '_stepwise.erl$\|/random_')
[ "$folder" != otp29-only ] || sources=$(ls records/*.erl *29/*.erl)
mkdir -p "$folder"
erlc +deterministic -o "$folder" $sources
if [ "$folder" != otp29 ]; then
  erlc -o "$folder" oracle.erl
  (cd "$folder" && erl -noshell -s oracle main -extra $(basename -s .erl $sources) && rm oracle.beam)
fi
