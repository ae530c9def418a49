#!/bin/sh
# Compiles the modules with the erlc of OTP 25 on the PATH.
set -e
cd "$(dirname "$0")"
erlc +deterministic open_files.erl waiting.erl
