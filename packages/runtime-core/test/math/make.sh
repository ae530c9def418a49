#!/bin/sh
# Compiles the module with the erlc and erl of OTP 25 on the PATH and writes what that one's functions give, with a glibc that is told not to
# use fused multiplications, as processors without them, and WebAssembly, do not: with them some results have another last digit.
set -e
cd "$(dirname "$0")"
erlc +deterministic math_results.erl
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 erl -noshell -s math_results main -extra results.txt
