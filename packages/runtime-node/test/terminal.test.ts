import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { findInstalledOtp } from '../src/index.js';

const beamline = fileURLToPath(new URL('../dist/beamline.js', import.meta.url));
const otp = findInstalledOtp();
const scratch = mkdtempSync(join(tmpdir(), 'beamline-terminal-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const MENU = '(d)istribution';

/** Milliseconds that a session may take. */
const LIMIT = 20_000;

/** Milliseconds between what is waited for and what is typed. */
const PAUSE = 200;

/** Text to wait for, and what is typed then. */
type Step = readonly [text: string, keys: string];

interface Outcome {
  readonly output: string;
  readonly status: number | null;
}

/** Runs a command on a terminal of its own, of 40 columns. */
function onTerminal(command: string, steps: readonly Step[]): Promise<Outcome> {
  const child = spawn('script', ['-qec', `stty cols 40 rows 24; exec ${command}`, '/dev/null'], {
    cwd: mkdtempSync(join(scratch, 'session-')),
    env: { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', ERL_CRASH_DUMP: 'terminal.dump' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = [...steps];
  let output = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    output += data;
    for (;;) {
      const [text, keys] = waiting[0] ?? [];
      const found = text === undefined ? -1 : output.indexOf(text, seen);
      if (text === undefined || keys === undefined || found < 0) return;
      seen = found + text.length;
      waiting.shift();
      // Nobody types at once: the terminal may still be about to change its mode.
      setTimeout(() => child.stdin.write(keys), PAUSE);
    }
  });
  // What is waited for and does not come shows in the output.
  const limit = setTimeout(() => child.kill(), LIMIT);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(limit);
      // Without the first line, in which each names itself; Node leaves the terminal's own translation of line ends on.
      resolve({ output: output.replaceAll(/\r+\n/g, '\n').replace(/^.*Erlang\/OTP .*\n/, ''), status });
    });
  });
}

/** The same on the terminal of OTP and on ours. */
async function both(args: string, steps: readonly Step[]): Promise<[Outcome, Outcome]> {
  return [
    await onTerminal(`${join(otp?.root ?? '', 'bin', 'erl')} ${args}`, steps),
    await onTerminal(`${process.execPath} ${beamline} erl ${args}`, steps),
  ];
}

describe.runIf(otp !== undefined && process.platform === 'linux')('a terminal, beside the installed OTP', () => {
  test('lines are edited, completed and recalled', { timeout: 120_000 }, async () => {
    const [theirs, ours] = await both('', [
      ['1> ', 'lists:rev\t'],
      ['reverse(', '"abc") ++ "äö漢字".'],
      ['字".', '\x1b[D\x1b[D\x08\x08xy'],
      ['y".', '\r'],
      ['2> ', '\x1b[A'],
      ['xy".', '\x01[\x05\x08\x04, 1234567890, 1234567890].\x17\x17\x19 5].'],
      ['5].', '\r'],
      ['3> ', '1.\r'],
      ['\n1', '\x07'],
      ['--> ', 'j\r'],
      ['--> ', 'c\r'],
      ['c', '\r'],
      ['4> ', 'halt(7).\r'],
    ]);
    expect(ours).toEqual(theirs);
    expect(theirs.status).toBe(7);
  });

  test('Ctrl-C opens the menu, which ends the program or lets it go on', { timeout: 120_000 }, async () => {
    const [theirs, ours] = await both('', [
      ['1> ', '1 +'],
      ['1 +', '\x03'],
      [MENU, 'x\r'],
      ['Invalid option', ''],
      [MENU, 'c\r'],
      ['c', ' 2.\r'],
      ['2> ', '\x03'],
      [MENU, 'v\r'],
      ['version', '\r'],
      ['2> ', '\x03'],
      [MENU, 'd\r'],
      ['no_distribution', '\r'],
      ['2> ', '\x03'],
      [MENU, 'a\r'],
    ]);
    expect(ours).toEqual(theirs);
    expect(theirs.status).toBe(0);
  });

  test('a second Ctrl-C ends the program', { timeout: 60_000 }, async () => {
    const { output, status } = await onTerminal(`${process.execPath} ${beamline} erl`, [
      ['1> ', '\x03'],
      [MENU, '\x03'],
    ]);
    expect(output).toContain('(k)ill');
    expect(status).toBe(0);
  });

  test('without a shell it is a signal that opens the menu', { timeout: 60_000 }, async () => {
    const { output, status } = await onTerminal(`${process.execPath} ${beamline} erl -noshell -eval 'io:format("ready~n")'`, [
      ['ready', '\x03'],
      [MENU, 'A\r'],
    ]);
    expect(output).toContain('Crash dump requested by user\n');
    expect(status).toBe(1);
    expect(output).toContain('terminal.dump...done');
  });

  test('the menu tells of processes, modules, memory and tables, and ends processes', { timeout: 60_000 }, async () => {
    const { output } = await onTerminal(`${process.execPath} ${beamline} erl`, [
      ['1> ', 'ets:new(my_table, [named_table]), register(mine, spawn(fun() -> receive after infinity -> ok end end)).\r'],
      ['2> ', '\x03'],
      [MENU, 'p\r'],
      ['Name: mine\r', '\r'],
      ['2> ', '\x03'],
      [MENU, 'l\r'],
      ['gen_server', '\r'],
      ['2> ', '\x03'],
      [MENU, 'i\r'],
      ['=memory', '\r'],
      ['2> ', '\x03'],
      [MENU, 'D\r'],
      ['Table: my_table\r', '\r'],
      ['2> ', '\x03'],
      [MENU, 'k\r'],
      ['(r)eturn', 'n\r'],
      ['Name: mine', ''],
      ['(r)eturn', 'k\r'],
      ['(r)eturn', 'r\r'],
      ['r', '\r'],
      ['2> ', 'whereis(mine).\r'],
      ['undefined', 'halt().\r'],
    ]);
    expect(output).toMatch(/undefined\n3> halt/);
    expect(output).toMatch(/Spawned as: erlang:apply\/2/);
  });

  test.each([
    ['+Bd', 130],
    ['+Bi', 3],
  ])('%s', { timeout: 60_000 }, async (flag, expected) => {
    const { status } = await onTerminal(`${process.execPath} ${beamline} erl ${flag}`, [
      ['1> ', '1 + \x03'],
      ['1 + ', 'halt(3).\r'],
    ]);
    expect(status).toBe(expected);
  });
});
