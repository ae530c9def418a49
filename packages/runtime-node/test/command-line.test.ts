import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { disassemble, readAvmFile, readBeamFile } from '@beamline/beam-file';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = path('../dist/beamline.js');
const fixture = path('../../adapter-tests/fixtures/adapter_fixture.beam');
const bench = path('../../../apps/bench/programs/compiled/');

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

function start(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function beamline(...args: string[]): Promise<Outcome> {
  const child = start(...args);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, output, errors };
}

describe('beamline pack', () => {
  const hello = path('../../pack/test/fixtures/programs/hello.beam');

  test('says what is wrong, and what to do', async () => {
    const outcome = await beamline('pack', '--no-installed-otp', 'nowhere');
    expect(outcome).toMatchObject({ status: 1, output: '' });
    expect(outcome.errors).toMatch(/^beamline: there is no module nowhere: /);
    expect(await beamline('pack')).toMatchObject({ status: 2 });
    expect(await beamline('pack', '-t', 'everything', hello)).toMatchObject({ status: 2 });
  });

  test('prints sizes and what leads to modules, and writes the archive and the page', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beamline-'));
    try {
      const archive = join(folder, 'app.avm');
      const page = join(folder, 'sizes.html');
      const packed = await beamline('pack', '--no-installed-otp', '-o', archive, '--tree-map', page, hello);
      expect(packed).toMatchObject({ status: 0, errors: '' });
      expect(packed.output).toMatch(
        /^ +bytes +brotli\n +\d+ +\d+ {2}hello \(3 of 3 functions, \d+ bytes before\)\n +\d+ +\d+ {2}all 1 modules\n/,
      );
      expect(packed.output).toContain('not in the code path: io, called by hello:start/0\n');
      expect((await beamline('info', archive)).output).toMatch(/hello\.beam: \d+ bytes, start\n$/);
      expect(await readFile(page, 'utf8')).toContain('<title>hello: ');
      expect(await beamline('pack', '--no-installed-otp', '--why', 'hello', hello)).toEqual({
        status: 0,
        output: 'hello:start/0: an entry\n',
        errors: '',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('beamline compile', () => {
  test('writes files that run without being compiled, and that the real file is part of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beamline-'));
    try {
      const target = join(folder, 'out', 'adapter_fixture.beam');
      const outcome = await beamline('compile', '-o', join(folder, 'out'), fixture, join(bench, 'fib.beam'));
      const bytes = await readFile(target);
      expect(outcome).toMatchObject({ status: 0, errors: '' });
      expect(outcome.output.split('\n')[0]).toBe(`${target}: ${bytes.length} bytes`);
      expect(await beamline('run', '--trust-compiled', '-l', join(folder, 'out', 'fib.beam'), target, 'add', '1', '2')).toEqual({
        status: 0,
        output: '3\n',
        errors: '',
      });
      const before = readBeamFile(await readFile(fixture));
      const after = readBeamFile(bytes);
      expect([...after.chunks.keys()]).toEqual([...before.chunks.keys(), 'Wasm']);
      expect(disassemble(after)).toBe(disassemble(before));
      bytes[bytes.length - 1] = 0;
      bytes.fill(1, bytes.indexOf('tableSize'), bytes.indexOf('tableSize') + 4);
      await writeFile(target, bytes);
      expect(await beamline('run', target, 'add', '1', '2')).toEqual({ status: 0, output: '3\n', errors: '' });
      const damaged = await beamline('run', '--trust-compiled', target, 'add', '1', '2');
      expect(damaged).toEqual({
        status: 1,
        output: '',
        errors: 'beamline: the compiled module in the chunk Wasm of adapter_fixture cannot be read\n',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('writes files for AtomVM, which info and disassemble show', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beamline-'));
    try {
      const target = join(folder, 'adapter_fixture.beam');
      const outcome = await beamline('compile', '--target', 'atomvm', '-o', folder, fixture);
      const bytes = await readFile(target);
      expect(outcome).toEqual({ status: 0, output: `${target}: ${bytes.length} bytes\n`, errors: '' });
      const info = await beamline('info', target);
      expect(info).toMatchObject({ status: 0, errors: '' });
      const { labelCount } = readBeamFile(await readFile(fixture)).code;
      expect(info.output.split('\n').slice(0, 3)).toEqual([
        `${target}: module adapter_fixture`,
        `  ${bytes.length} bytes, without BEAM code`,
        expect.stringMatching(
          new RegExp(
            `^ {2}compiled for AtomVM: wasm32 \\(variant 1\\), format 1, ${labelCount} labels, \\d+ entries, \\d+ lines, \\d+ bytes of WebAssembly$`,
          ),
        ),
      ]);
      expect(info.output).toContain('add/2');
      const listing = await beamline('disassemble', '--wasm', target);
      expect(listing).toMatchObject({ status: 0, errors: '' });
      expect(listing.output).toMatch(/^f0: ;; label 0\n {2}local\.get 0\nend\n\nf1: ;; label 1\n/);
      expect(listing.output).not.toContain('return_call');
      await beamline('compile', '--target', 'atomvm', '--tail-calls', '-o', folder, fixture);
      expect((await beamline('disassemble', '--wasm', target)).output).toContain('return_call');
      expect(await beamline('disassemble', target)).toEqual({
        status: 1,
        output: '',
        errors: `beamline: ${target} has no BEAM code, only AtomVM's: use --wasm\n`,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("shows what AtomVM's own compiler wrote", async () => {
    const file = path('../../jit-backend/test/fixtures/atomvm/turns.beam');
    expect((await beamline('info', file)).output).toContain('compiled for AtomVM: wasm32 (variant 1), format 1');
    expect((await beamline('disassemble', '-w', file)).output).toContain(';; goes on behind label');
  });

  test('a target that there is not', async () => {
    expect(await beamline('compile', '--target', 'jvm', fixture)).toMatchObject({ status: 2, output: '' });
  });

  test('a file that is none', async () => {
    const outcome = await beamline('compile', program);
    expect(outcome).toMatchObject({ status: 1, output: '' });
    expect(outcome.errors).toMatch(/^beamline: /);
  });
});

describe('beamline run', () => {
  test('prints the result of a bench program of each group', async () => {
    const groups = JSON.parse(await readFile(join(bench, '../expected.json'), 'utf8')) as Record<string, Record<string, string>>;
    for (const [name, result] of Object.values(groups).flatMap((group) => Object.entries(group).slice(0, 1))) {
      expect(await beamline('run', join(bench, `${name}.beam`), 'main'), name).toEqual({ status: 0, output: `${result}\n`, errors: '' });
    }
  }, 120_000);

  test.each([
    [['pair', '-1', '--help'], undefined],
    [['pair', '-1', '[a,"b",2.5|c]'], '{-1,[a,"b",2.5|c]}\n'],
    [['identity', '<<"gr\u00fcn"/utf8>>'], '<<"gr\u00fcn"/utf8>>\n'],
    [['add', '16#ffffffffffffffff', '1'], '18446744073709551616\n'],
    [['identity', 'fun adapter_fixture:add/2'], 'fun adapter_fixture:add/2\n'],
  ])('takes terms as arguments: %j', async ([name = '', ...args], output) => {
    const outcome = await beamline('run', fixture, name, ...args);
    // What looks like an option is taken as a term too, here one that is wrong.
    if (output === undefined) expect(outcome).toMatchObject({ status: 2, output: '' });
    else expect(outcome).toEqual({ status: 0, output, errors: '' });
  });

  test('writes what the program writes before the result', async () => {
    expect(await beamline('run', fixture, 'show', '{a,[1]}')).toEqual({ status: 0, output: '{a,[1]}\ntrue\n', errors: '' });
  });

  test('loads other modules first', async () => {
    const outcome = await beamline('run', '--load', join(bench, 'fib.beam'), '-l', join(bench, 'tak.beam'), fixture, 'add', '1', '2');
    expect(outcome).toEqual({ status: 0, output: '3\n', errors: '' });
  });

  test('writes an exception with its stack', async () => {
    const { status, output, errors } = await beamline('run', fixture, 'divide', '7', '0');
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors.split('\n')).toEqual([
      'error: badarith',
      "    in erlang:'div'(7, 0)",
      expect.stringMatching(/^ {4}in adapter_fixture:quotient\/2 \(adapter_fixture\.erl, line \d+\)$/),
      expect.stringMatching(/^ {4}in adapter_fixture:divide\/2 \(adapter_fixture\.erl, line \d+\)$/),
      '',
    ]);
  });

  test('fails with undef for a function that there is not', async () => {
    const { status, errors } = await beamline('run', fixture, 'nothing', '1');
    expect(status).toBe(1);
    expect(errors).toMatch(/^error: undef\n {4}in adapter_fixture:nothing\(1\)\n/);
  });

  test.each([
    ['throws', 'throw: {a,1}\n'],
    ['exits', 'exit: {a,1}\n'],
  ])('tells the class of an exception: %s', async (name, start) => {
    const { status, errors } = await beamline('run', fixture, name, '{a,1}');
    expect(status).toBe(1);
    expect(errors.startsWith(start)).toBe(true);
  });
});

describe('files that cannot be used', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beamline-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['run', 'disassemble'])('%s says which file is missing', async (command) => {
    const missing = join(folder, 'missing.beam');
    const args = command === 'run' ? [missing, 'main'] : [missing];
    expect(await beamline(command, ...args)).toEqual({
      status: 1,
      output: '',
      errors: `beamline: cannot read ${missing}: no such file or directory\n`,
    });
  });

  test.each(['run', 'disassemble'])('%s says what is wrong with a file', async (command) => {
    const bytes = await readFile(fixture);
    const cut = join(folder, 'cut.beam');
    await writeFile(cut, bytes.subarray(0, bytes.length - 100));
    const { status, output, errors } = await beamline(command, cut, ...(command === 'run' ? ['main'] : []));
    expect({ status, output }).toEqual({ status: 1, output: '' });
    expect(errors).toMatch(/^beamline: .*\boffset \d+\)\n$/);
  });
});

describe('beamline otp-archive', () => {
  test('writes an archive, and says what is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beamline-otp-archive-'));
    try {
      for (const [name, file] of [
        ['erts-1', 'erts.app'],
        ['kernel-2', 'code.beam'],
      ] as const) {
        await mkdir(join(folder, 'lib', name, 'ebin'), { recursive: true });
        await writeFile(join(folder, 'lib', name, 'ebin', file), 'text');
      }
      const target = join(folder, 'otp.avm');
      const outcome = await beamline('otp-archive', '-o', target, '-r', folder, '-a', 'kernel');
      const bytes = await readFile(target);
      expect(outcome).toEqual({ status: 0, output: `${target}: ${bytes.length} bytes\n`, errors: '' });
      expect(readAvmFile(bytes).map(({ name }) => name)).toEqual(['lib/erts-1/ebin/erts.app', 'lib/kernel-2/ebin/code.beam']);
      expect(await beamline('otp-archive', '-o', target, '-r', folder)).toEqual({
        status: 1,
        output: '',
        errors: `beamline: cannot find the application stdlib in ${join(folder, 'lib')}\n`,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('beamline disassemble', () => {
  test('prints what beam-file writes', async () => {
    const expected = disassemble(readBeamFile(await readFile(fixture)));
    const { status, output, errors } = await beamline('disassemble', fixture);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toBe(expected);
    expect(output.endsWith('\n')).toBe(true);
  });

  test('ends quietly when nobody reads on', async () => {
    const child = start('disassemble', join(bench, 'tokenizer.beam'));
    child.stdout.destroy();
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => child.on('exit', (...how) => resolve(how)));
    expect(await text(child.stderr)).toBe('');
    expect(await ended).toEqual([0, null]);
  });
});

describe('the command line', () => {
  test('prints its version', async () => {
    const { version } = JSON.parse(await readFile(path('../package.json'), 'utf8')) as { version: string };
    expect(await beamline('--version')).toEqual({ status: 0, output: `${version}\n`, errors: '' });
  });

  test.each([
    [['--help'], /Usage: beamline .*run .*disassemble /s],
    [['help', 'run'], /Usage: beamline run .*Erlang terms.*exit status is 1/s],
    [['disassemble', '-h'], /Usage: beamline disassemble /],
  ])('helps: %j', async (args, pattern) => {
    const { status, output, errors } = await beamline(...args);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toMatch(pattern);
  });

  test.each([
    [[], /Usage: beamline/],
    [['run'], /missing required argument 'program'/],
    [['run', '--max-memory', 'much', 'x.beam'], /It must be a positive number/],
    [['run', 'x.beam', 'add', '[1,'], /value '\[1,' is invalid.*Not an Erlang term: expected a term, found the end at character 4/],
    [['run', '--no-such-option', 'x.beam', 'main'], /unknown option '--no-such-option'/],
    [['disassemble', 'a', 'b'], /too many arguments/],
    [['no-such-command'], /unknown command 'no-such-command'/],
  ])('exits with 2 for wrong usage: %j', async (args, pattern) => {
    const { status, output, errors } = await beamline(...args);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toMatch(pattern);
  });
});

describe('beamline run', () => {
  const waiting = path('files/waiting.beam');
  const library = otpLibrary();

  test.each<[string, NodeJS.Signals]>([
    ['forever', 'SIGINT'],
    ['message', 'SIGTERM'],
  ])('of a program that waits (%s) goes on until %s', { timeout: 30_000 }, async (name, signal) => {
    const child = start('run', waiting, name);
    const ended = new Promise<[number | null, string | null]>((resolve) => child.on('close', (code, by) => resolve([code, by])));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000))]);
    expect(early).toBeUndefined();
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
  });

  test('of one that waits and is answered ends by itself', async () => {
    expect(await beamline('run', waiting, 'answer')).toEqual({ status: 0, output: 'hello\n', errors: '' });
  });

  test.each<[string, number, string]>([
    ['crash_and_return', 0, 'before_return'],
    ['crash_and_halt', 3, 'before_halt'],
    ['crash_and_fail', 1, 'before_failure'],
  ])('writes all reports before it ends: %s', { timeout: 60_000 }, async (name, status, reason) => {
    const plain = await beamline('run', '-q', waiting, name);
    expect(plain.status).toBe(status);
    expect(plain.errors).toContain(`Error in process <0.3.0> with exit value:\n{${reason},`);
    if (library === '') return;
    const logged = await beamline('run', '-q', '--otp', '-p', library, waiting, name);
    expect(logged.status).toBe(status);
    expect(logged.output).toContain(`{${reason},`);
    expect(logged.output).toContain('=ERROR REPORT====');
  });

  test.runIf(library !== '')('writes them for all processes, and lets nothing else run', { timeout: 60_000 }, async () => {
    const many = await beamline('run', '--otp', '-p', library, waiting, 'many_and_halt');
    expect(many.status).toBe(0);
    expect(many.output.match(/Error in process/g)).toHaveLength(50);
    const noisy = await beamline('run', '--otp', '-p', library, waiting, 'noisy_halt');
    expect(noisy.status).toBe(4);
    expect(noisy.output).toContain('=ERROR REPORT');
    expect(noisy.output).toContain('before_halt');
    // Writing the report takes longer than some turns of the other process.
    const [before, after = ''] = noisy.errors.split('halting');
    expect(before).toContain('noise 0');
    expect(after.split('noise').length).toBeLessThan(5);
  });

  test.each([
    [['-p', '/no/such/folder'], /^beamline: cannot find \/no\/such\/folder: no such file or directory\n$/],
    [['-r', '/no/such/folder'], /^beamline: cannot grant \/no\/such\/folder: no such file or directory\n$/],
    [['-w', waiting], /^beamline: cannot grant .*: it is not a folder\n$/],
  ])('refuses what is not there: %s', async (args, message) => {
    const outcome = await beamline('run', ...args, waiting, 'answer');
    expect(outcome).toMatchObject({ status: 1, output: '' });
    expect(outcome.errors).toMatch(message);
  });
});

/** The `lib` folder of the OTP that is installed; empty if there is none. */
function otpLibrary(): string {
  try {
    return execFileSync('erl', ['-noshell', '-eval', 'io:format("~s", [code:lib_dir()]), halt()'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
