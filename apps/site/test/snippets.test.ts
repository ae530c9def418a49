import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findInstalledElixir, findInstalledOtp } from '@beamline/runtime-node';
import { expect, test } from 'vitest';
import { runCommands, runScript } from './commands.js';
import { copyProject } from './project-copy.js';
import { nodeScripts, shellScripts, snippetFiles, snippets } from './snippets.js';

const hasOtp = findInstalledOtp() !== undefined;
const hasElixir = findInstalledElixir() !== undefined;

/** What needs an Erlang/OTP that is installed: files that start one, or take modules of it. */
const needOtp: readonly string[] = [
  'cluster/threads.js',
  'command-line/erl.sh',
  'erlang/counter.js',
  'erlang/shop.sh',
  'gleam/run.sh',
  'node/otp.js',
  'packing/pack-program.js',
  'packing/pack.sh',
  'packing/why.sh',
  'untrusted/permissions.js',
  'untrusted/run.sh',
];

/** What needs an Elixir that is installed. */
const needElixir: readonly string[] = ['elixir/commands.sh', 'elixir/pack.sh'];

/** Runs a snippet in a copy of its project, and compares what it prints. */
async function check(file: string, run: (name: string, folder: string) => Promise<string>): Promise<void> {
  const project = path.posix.dirname(file);
  const copy = copyProject(project);
  try {
    const printed = await run(path.posix.basename(file), copy.folder);
    const output = path.join(snippets, file.replace(/\.\w+$/, '.out'));
    if (existsSync(output)) expect(printed).toBe(readFileSync(output, 'utf8').replaceAll('\r\n', '\n'));
  } finally {
    copy.remove();
  }
}

/** Leaves a test out, with a word why, where something is not installed. */
function needs(file: string, skip: (why: string) => void): void {
  if (needOtp.includes(file) && !hasOtp) skip('no Erlang/OTP is installed');
  if (needElixir.includes(file) && !hasElixir) skip('no Elixir is installed');
}

test.for(nodeScripts)('%s prints what the site says', { timeout: 120_000 }, async (file, { skip }) => {
  needs(file, skip);
  await check(file, runScript);
});

test.for(shellScripts)('the commands of %s do what the site says', { timeout: 120_000 }, async (file, { skip }) => {
  needs(file, skip);
  const commands = readFileSync(path.join(snippets, file), 'utf8');
  await check(file, (_name, folder) => runCommands(commands, path.posix.dirname(file), folder));
});

test('what is said to need something is there', () => {
  expect(snippetFiles).toEqual(expect.arrayContaining([...needOtp, ...needElixir]));
});

test('every output is of a script', () => {
  const scripts = [...nodeScripts, ...shellScripts].map((file) => file.replace(/\.\w+$/, '.out'));
  const outputs = snippetFiles.filter((file) => file.endsWith('.out'));
  expect(outputs.filter((file) => !scripts.includes(file))).toEqual([]);
  expect(new Set(scripts).size).toBe(scripts.length);
});

test('the compiled modules are of the sources', () => {
  const compiled = JSON.parse(readFileSync(path.join(snippets, 'compiled.json'), 'utf8')) as Record<string, string>;
  const found = Object.fromEntries(
    snippetFiles
      .filter((file) => /\.(erl|ex|gleam)$/.test(file))
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(path.join(snippets, file)))
          .digest('hex'),
      ]),
  );
  expect(found).toEqual(compiled);
});
