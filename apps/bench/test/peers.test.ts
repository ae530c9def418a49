import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browsers } from '@beamline/browsers';
import { afterAll, describe, expect, test } from 'vitest';
import { clockStep } from '../src/engines/engine.js';
import type { ProgramResult } from '../src/measuring/program-result.js';
import { readOutcome } from '../src/peers/atomvm-peer.js';
import { browserPeer } from '../src/peers/browser-peers.js';
import { CommandError, linesOf } from '../src/peers/command-lines.js';
import { nodeOf, nodePeer, thisNode } from '../src/peers/node-peers.js';
import { otpPeer, readResult } from '../src/peers/otp-peer.js';
import { startPageServer } from '../src/peers/page-server.js';
import { readPrograms } from '../src/programs.js';

const programs = readPrograms().filter(({ name }) => name === 'fib' || name === 'ring');
const once = { warmUps: 0, minimumRuns: 1, maximumRuns: 1, budget: 0 };
const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A command of this Node that runs a script. */
function script(text: string): { file: string; args: string[] } {
  return { file: process.execPath, args: ['-e', text] };
}

async function lines(command: Parameters<typeof linesOf>[0]): Promise<string[]> {
  const found: string[] = [];
  for await (const line of linesOf(command)) found.push(line);
  return found;
}

describe('commands', () => {
  test('give their lines', async () => {
    expect(await lines(script('console.log("a\\nb")'))).toEqual(['a', 'b']);
  });

  test('that fail say why', async () => {
    const failing = lines(script('console.log("a"); console.error("no luck"); process.exitCode = 3'));
    await expect(failing).rejects.toThrow(CommandError);
    await expect(failing).rejects.toThrow('ended with 3: no luck');
    await expect(lines({ file: '/nowhere/erl', args: [] })).rejects.toThrow('/nowhere/erl is not installed');
  });
});

describe('OTP', () => {
  const line = { name: 'fib', nanoseconds: [5_000_000, 7_000_000], result: '832040', otp: '29' };

  test('times are read', () => {
    const result = readResult(line, programs);
    expect(result).toMatchObject({ name: 'fib', correct: true, timing: { best: 5, median: 6, worst: 7, runs: 2 } });
    expect(result.remark).toBeUndefined();
    expect(readResult({ ...line, compiled: true }, programs).remark).toBe(
      'compiled by OTP 29, which does not load the .beam file of OTP 25',
    );
  });

  test('what is wrong is noticed', () => {
    expect(readResult({ ...line, result: '1' }, programs)).toEqual({ name: 'fib', result: '1', correct: false });
    const { nanoseconds: _, ...failed } = line;
    expect(readResult({ ...failed, result: 'undef' }, programs)).toEqual({ name: 'fib', result: 'undef', correct: false });
  });

  test('it is told that it is not there', async () => {
    const outcome = await otpPeer('/nowhere/erl').run(programs, once, () => undefined);
    expect(outcome).toEqual({ title: 'OTP (/nowhere/erl)', reason: '/nowhere/erl is not installed' });
  });

  test.runIf(process.platform !== 'win32')('what has been measured before it ends is kept', async () => {
    const erl = join(folder, 'erl');
    const printed = JSON.stringify({ ...line, emulator: 'jit', erts: '17.1' });
    writeFileSync(erl, `#!/bin/sh\necho 'a report'\necho '${printed}'\necho 'out of memory' >&2\nexit 1\n`);
    chmodSync(erl, 0o755);
    const told: ProgramResult[] = [];
    const outcome = await otpPeer(erl).run(programs, once, (result) => told.push(result));
    expect(outcome).toMatchObject({
      id: 'otp-29',
      title: 'BeamAsm, OTP 29',
      version: 'OTP 29, erts 17.1, jit',
      programs: [{ name: 'fib' }],
    });
    expect(outcome).toMatchObject({ ended: `${erl} ended with 1: out of memory` });
    expect(told).toHaveLength(1);
  });
});

describe('Node', () => {
  test.each(['beamline', 'javascript'] as const)('%s is measured in a process of its own', async (system) => {
    const told: ProgramResult[] = [];
    const outcome = await nodePeer(thisNode, system).run(programs, once, (result) => told.push(result));
    const [major] = process.versions.node.split('.');
    expect(outcome).toMatchObject({
      id: `${system}-node-${major}`,
      version: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
      programs: [
        { name: 'fib', correct: true, timing: { runs: 1 } },
        { name: 'ring', correct: true, result: 'done' },
      ],
    });
    expect(told.map(({ name }) => name)).toEqual(['fib', 'ring']);
  });

  test('is named by a version, or by a path', async () => {
    expect(nodeOf('26')).toMatchObject({ title: 'Node 26', command: { file: 'npx', args: ['--yes', '--loglevel=error', 'node@26'] } });
    expect(nodeOf('v24.1.0').title).toBe('Node 24');
    expect(nodeOf('/opt/node/bin/node').command).toEqual({ file: '/opt/node/bin/node', args: [] });
    const outcome = await nodePeer(nodeOf('/nowhere/node'), 'beamline').run(programs, once, () => undefined);
    expect(outcome).toEqual({ title: 'Beamline, Node of /nowhere/node', reason: '/nowhere/node is not installed' });
  });
});

describe.each(browsers)('$name', ({ name, installed, executable }) => {
  test('runs both', async () => {
    if (!installed && process.env.CI === 'true') throw new Error(`${name} is missing: ${executable}`);
    for (const system of ['beamline', 'javascript'] as const) {
      const outcome = await browserPeer(name.toLowerCase(), system).run(programs, once, () => undefined);
      if (!installed) expect(outcome).toMatchObject({ reason: `${executable} is not installed` });
      else
        expect(outcome).toMatchObject({
          id: `${system}-${name.toLowerCase()}`,
          programs: [
            { name: 'fib', correct: true, timing: { runs: 1 } },
            { name: 'ring', correct: true },
          ],
        });
    }
  });
});

describe('AtomVM', () => {
  const fib = { name: 'fib', expected: '832040' };

  test('what it prints is read', () => {
    const lines = ['{time,3505710}', '{time,2761190}', '{result,832040}', 'Return value: ok'];
    expect(readOutcome({ lines }, fib)).toMatchObject({ correct: true, timing: { best: 2761.19, runs: 2 } });
    const quoted = { name: 'csv', expected: '<<"The \\"Hague\\"">>' };
    expect(readOutcome({ lines: ['{time,1}', '{result,<<"The "Hague"">>}'] }, quoted).correct).toBe(true);
    expect(readOutcome({ lines: ['{time,1}', '{result,<<"The Hague">>}'] }, quoted).correct).toBe(false);
  });

  test('what fails is told', () => {
    expect(readOutcome({ lines: ['{time,1}', '{result,1}'] }, fib)).toEqual({ name: 'fib', result: '1', correct: false });
    expect(readOutcome({ lines: ['{failed,out_of_memory}'] }, fib)).toEqual({ name: 'fib', result: 'out_of_memory', correct: false });
    expect(readOutcome({ lines: ['{time,1}'], problem: 'not done within 60 s' }, fib).result).toBe('not done within 60 s');
    expect(readOutcome({ lines: [] }, fib).result).toBe('it printed no result');
  });
});

test('pages of the server are isolated, and get nothing but what is for them', async () => {
  const server = await startPageServer('page-engine.js');
  try {
    const page = await fetch(`${server.origin}/`);
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(await page.text()).toContain('/page-engine.js');
    expect((await fetch(`${server.origin}/compiled/fib.beam`)).status).toBe(200);
    expect((await fetch(`${server.origin}/javascript/function-calls/fib.js`)).headers.get('content-type')).toBe('text/javascript');
    for (const path of [
      '/nothing.js',
      '/javascript/../package.json',
      '/javascript/..%2f..%2fpackage.json',
      '/compiled/%2e%2e/expected.json',
    ])
      expect((await fetch(`${server.origin}${path}`)).status, path).toBe(404);
  } finally {
    await server.close();
  }
});

test('the step of a clock is found', () => {
  let reads = 0;
  expect(clockStep(() => Math.floor(reads++ / 7) * 0.25)).toBe(0.25);
});
