#!/bin/sh
# Compiles the module with the erlc of OTP 25 on the PATH and writes it as a TypeScript constant.
set -e
cd "$(dirname "$0")"
erlc +deterministic +no_debug_info beamline_init.erl
node -e "
const text = require('node:fs').readFileSync('beamline_init.beam').toString('base64');
require('node:fs').writeFileSync('../src/loader/beamline-init.ts',
  '/** The module of erlang/beamline_init.erl, in base64: erlang/make.sh writes it. */\nexport const BEAMLINE_INIT: string =\n  \'' + text + '\';\n');
"
rm beamline_init.beam
