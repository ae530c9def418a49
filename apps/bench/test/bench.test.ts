import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type BenchPlan, bench } from '../src/bench.js';
import { thisNode } from '../src/peers/node-peers.js';
import type { Peer } from '../src/peers/peer.js';
import { builtScript, readPrograms } from '../src/programs.js';
import { peer } from './some-report.js';

const programs = readPrograms().filter(({ name }) => name === 'fib' || name === 'lcg');
const rule = { warmUps: 0, minimumRuns: 1, maximumRuns: 1, budget: 0 };
const silent = { begin: () => undefined, at: () => undefined, end: () => undefined };

/** A peer that has run already. */
function ran(run: ReturnType<typeof peer>): Peer {
  return { title: run.title, run: () => Promise.resolve(run) };
}

function plan(peers: readonly Peer[], costs?: BenchPlan['costs']): BenchPlan {
  return { programs, peers, rule, short: false, costs };
}

describe('bench', () => {
  test('runs peers one after the other, and tells of those that are not there', async () => {
    const log: string[] = [];
    const slow = (run: ReturnType<typeof peer>): Peer => ({
      title: run.title,
      run: async (_programs, _rule, tell) => {
        log.push(`${run.id} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const program of run.programs) tell(program);
        log.push(`${run.id} ends`);
        return run;
      },
    });
    const absent = { title: 'OTP (erl)', run: () => Promise.resolve({ title: 'OTP (erl)', reason: 'erl is not installed' }) };
    const progress: string[] = [];
    const report = await bench(
      plan([slow(peer('otp', '25', { fib: [4] })), absent, slow(peer('beamline', 'node-20', { fib: [6], lcg: [1] }))]),
      { begin: (title) => progress.push(title), at: (text) => progress.push(text), end: () => progress.push('end') },
    );
    expect(log).toEqual(['otp-25 begins', 'otp-25 ends', 'beamline-node-20 begins', 'beamline-node-20 ends']);
    expect(report.peers.map(({ id }) => id)).toEqual(['beamline-node-20', 'otp-25']);
    expect(report.absent).toEqual([{ title: 'OTP (erl)', reason: 'erl is not installed' }]);
    expect(report.comparisons).toMatchObject([{ of: 'beamline-node-20', by: 'otp-25', mean: 1.5, groups: { 'function-calls': 1.5 } }]);
    expect(report).not.toHaveProperty('memory');
    expect(progress.slice(0, 3)).toEqual(['otp on 25', '1 of 2, fib', 'end']);
  });

  test('two installations of one version have names of their own', async () => {
    const run = peer('otp', '25', { fib: [4] });
    const { peers } = await bench(plan([ran(run), ran(run), ran(run)]), silent);
    expect(peers.map(({ id, title }) => [id, title])).toEqual([
      ['otp-25', 'otp on 25'],
      ['otp-25-at-2', 'otp on 25 (2)'],
      ['otp-25-at-3', 'otp on 25 (3)'],
    ]);
  });

  test('measures what processes take besides time', async () => {
    const { memory, compileSpeed, processMemory } = await bench(plan([], { engine: thisNode, erl: '/nowhere/erl' }), silent);
    expect(Object.keys(memory ?? {})).toEqual(programs.map(({ name }) => name));
    expect(memory?.fib?.kilobytes).toBeGreaterThan(0);
    expect(memory?.fib?.reference).toBeUndefined();
    expect(compileSpeed?.wasmPerCode).toBeGreaterThan(1);
    // That is measured with the program crowd.
    expect(processMemory).toBeUndefined();
  });

  test('goes on without them where the engine is not there', async () => {
    const engine = { title: 'Node of nowhere', command: { file: '/nowhere/node', args: [] } };
    expect(await bench(plan([], { engine, erl: 'erl' }), silent)).toMatchObject({ memory: {}, peers: [] });
  });
});

describe('the command', () => {
  test.each([
    [['--program', 'nope'], 'bench: there is no program nope; '],
    [['--html', builtScript('index.js/page')], 'bench: the folder '],
  ])('%j is refused before anything is measured', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [builtScript('index.js'), ...args], { encoding: 'utf8' });
    expect(stderr.startsWith(message), stderr).toBe(true);
    expect(stderr).not.toContain('…\n');
    expect(status).toBe(2);
  });
});
