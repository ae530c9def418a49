// Compiles program/hello.ex to beam/Elixir.Hello.beam.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

mkdirSync('beam', { recursive: true });
// In Windows elixirc is a batch file, which needs a shell.
const { status, error } = spawnSync('elixirc', ['-o', 'beam', 'program/hello.ex'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (error) console.error('The Elixir compiler, elixirc, is not on the PATH. Install Elixir: https://elixir-lang.org/install.html');
process.exitCode = status ?? 1;
