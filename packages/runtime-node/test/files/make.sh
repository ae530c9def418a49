#!/bin/sh
# Compiles the module with the erlc of OTP 25 on the PATH.
set -e
cd "$(dirname "$0")"
erlc +deterministic open_files.erl
