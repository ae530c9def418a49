// Compiles the modules of the snippets: node make.mjs [elixir]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const folder = fileURLToPath(new URL('.', import.meta.url));
const withElixir = process.argv[2] === 'elixir';
const manifest = path.join(folder, 'compiled.json');
const digest = (file) =>
  createHash('sha256')
    .update(readFileSync(path.join(folder, file)))
    .digest('hex');
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ERL_COMPILER_OPTIONS: 'deterministic' } });

const sources = readdirSync(folder, { recursive: true }).map((file) => file.split(path.sep).join('/'));

/** Where the module of a source goes, if it is not beside it. */
const targets = { 'erlang/shop/src': 'erlang/shop/ebin', 'gleam/generated': 'gleam/build/dev/erlang/hello/ebin' };

for (const source of sources.filter((file) => file.endsWith('.erl')).sort()) {
  const target = path.join(folder, targets[path.posix.dirname(source)] ?? path.posix.dirname(source));
  mkdirSync(target, { recursive: true });
  run('erlc', ['-o', target, source], folder);
}
if (withElixir) {
  const elixir = path.join(folder, 'elixir');
  run('elixirc', ['hello.ex', 'words.ex'], elixir);
  const beamline = fileURLToPath(new URL('../../../packages/runtime-node/dist/beamline.js', import.meta.url));
  run(process.execPath, [beamline, 'pack', '-o', 'words.avm', '--tree-shake', 'functions', 'Elixir.Words.beam'], elixir);
  writeFileSync(path.join(elixir, 'words.avm.br'), brotliCompressSync(readFileSync(path.join(elixir, 'words.avm'))));
  rmSync(path.join(elixir, 'words.avm'));
}

const before = withElixir ? {} : JSON.parse(readFileSync(manifest, 'utf8'));
const compiled = sources.filter((file) => /\.(erl|gleam)$/.test(file) || (withElixir && file.endsWith('.ex')));
const digests = { ...before, ...Object.fromEntries(compiled.map((file) => [file, digest(file)])) };
writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(Object.entries(digests).sort()), undefined, 2)}\n`);
