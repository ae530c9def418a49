import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { runCommandLine, UsageError } from '../src/command-line.js';

const target = mkdtempSync(path.join(tmpdir(), 'create-beamline-'));

afterAll(() => {
  rmSync(target, { recursive: true, force: true });
});

/** Runs the command; answers each question with the next of the answers. */
async function runs(args: readonly string[], answers?: readonly string[]): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  const waiting = [...(answers ?? [])];
  let written = '';
  output.on('data', (data: Buffer) => {
    written += data.toString();
    if (written.endsWith(']: ') && waiting.length > 0) input.write(`${waiting.shift()}\n`);
  });
  await runCommandLine(args, { input, output, isInteractive: answers !== undefined });
  return written;
}

test('asks nothing when all is said', async () => {
  const folder = path.join(target, 'said');
  const written = await runs([folder, '--platform', 'vite', '--language', 'elixir'], []);
  expect(written).toContain('npm run dev');
  expect(existsSync(path.join(folder, 'beam', 'Elixir.Hello.beam'))).toBe(true);
});

test('asks for what is not said, again if the answer is none of the words', async () => {
  const folder = path.join(target, 'asked');
  const written = await runs(['--platform', 'node'], [folder, 'e', 'fortran', 'gl']);
  expect(written.match(/In which language/g)).toHaveLength(3);
  expect(written).not.toContain('Where does it run');
  expect(written).toContain('npm run compile');
  expect(existsSync(path.join(folder, 'gleam.toml'))).toBe(true);
});

test('takes the first of each with --yes, and where nobody answers', async () => {
  for (const args of [['--yes'], []]) {
    const folder = path.join(target, `first-${args.length}`);
    await runs([folder, ...args]);
    expect(readFileSync(path.join(folder, 'main.js'), 'utf8')).toContain("runtime.load('beam/hello.beam')");
  }
});

test('tells how it is used', async () => {
  expect(await runs(['--help'])).toContain('npm create beamline');
});

test.each([[['--platform', 'deno']], [['--language', 'lua']], [['--colour']], [['a', 'b']]])('refuses %j', async (args) => {
  await expect(runs(args)).rejects.toThrow(UsageError);
});
