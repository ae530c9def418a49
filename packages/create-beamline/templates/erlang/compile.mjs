// Compiles program/hello.erl to beam/hello.beam.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

mkdirSync('beam', { recursive: true });
const { status, error } = spawnSync('erlc', ['-o', 'beam', 'program/hello.erl'], { stdio: 'inherit' });
if (error) console.error('The Erlang compiler, erlc, is not on the PATH. Install Erlang/OTP: https://www.erlang.org/downloads');
process.exitCode = status ?? 1;
