// Compiles the Gleam project to beam/hello.beam.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';

mkdirSync('beam', { recursive: true });
const { status, error } = spawnSync('gleam', ['build', '--target', 'erlang'], { stdio: 'inherit' });
if (error)
  console.error('Gleam is not on the PATH. Install it, and Erlang/OTP, which it needs: https://gleam.run/getting-started/installing');
if (status === 0) copyFileSync('build/dev/erlang/hello/ebin/hello.beam', 'beam/hello.beam');
process.exitCode = status ?? 1;
