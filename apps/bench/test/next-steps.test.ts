import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeNextSteps } from '../src/next-steps.js';
import { appFolder } from '../src/programs.js';

const root = appFolder('../..');
const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A machine with Node, npm and a shell, but without Erlang. */
const withoutErlang = {
  ...process.env,
  PATH: process.platform === 'win32' ? process.env.PATH : pathOf(['node', 'npm', 'npx', 'sh', 'git', 'env']),
};

function pathOf(programs: readonly string[]): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const program of programs) {
    const found = spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim();
    if (found !== '') symlinkSync(found, join(bin, program));
  }
  // What is beside Node is npm's own.
  return [bin, dirname(process.execPath)].filter((each) => !each.endsWith('/usr/bin')).join(':');
}

/** Starts a line in a shell, in a group of its own that can be ended as a whole. */
function start(command: string): ChildProcess {
  return spawn(command, {
    cwd: root,
    env: withoutErlang,
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)]);
  else process.kill(-pid);
}

/** The lines as they are printed. */
const printed = describeNextSteps().split('\n').slice(1);

describe('what to try next', () => {
  test('is three lines, on a machine without Erlang', () => {
    expect(printed).toHaveLength(3);
    expect(spawnSync('erl', { env: withoutErlang }).error ?? process.platform === 'win32').toBeTruthy();
  });

  test.each([
    [0, '{15,92,[5,7,2,6,3,1,4,8]}'],
    [1, 'i32.add'],
  ])('line %i works', async (index, output) => {
    const child = start(printed[index] ?? '');
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += String(data)));
    const [status] = (await once(child, 'close')) as [number];
    expect(status, text).toBe(0);
    expect(text).toContain(output);
  });

  // It takes minutes: that it measures is enough. Building before it may take as long.
  test('the full bench starts', { timeout: 300_000 }, async () => {
    const child = start(printed[2] ?? '');
    try {
      let text = '';
      await new Promise<void>((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr])
          stream?.on('data', (data) => {
            text += String(data);
            if (text.includes('Beamline, Node ')) resolve();
          });
        child.on('close', () => reject(new Error(`it ended: ${text}`)));
      });
      expect(text).toContain('OTP (erl) …');
    } finally {
      end(child);
    }
  });
});
