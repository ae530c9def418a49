#!/bin/sh
# Compiles the carrier with the erlc of OTP 25 on the PATH and writes it to src/generated/modules.ts. +deterministic leaves the paths of the source out.
set -eu
cd "$(dirname "$0")"
mkdir -p compiled
erlc +deterministic -o compiled beamline_dist.erl
node ../../../scripts/write-compiled-modules.mjs
