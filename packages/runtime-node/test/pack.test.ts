import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { type PackErrorCode, type PackResult, treeMapItems, treeMapPage } from '@beamline/pack';
import { afterAll, describe, expect, test } from 'vitest';
import { createRuntime, findInstalledElixir, findInstalledOtp, formatTerm, packProgram, type Term } from '../src/index.js';

const fixtures = fileURLToPath(new URL('../../pack/test/fixtures', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-pack-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const fixture = (...parts: readonly string[]): string => path.join(fixtures, ...parts);
const hasOtp = findInstalledOtp() !== undefined;
/** What the programs in Elixir write is what they wrote under this version. */
const hasElixir = (findInstalledOtp()?.release ?? 0) >= 27 && findInstalledElixir()?.version.join('.') === '1.20';

/** What a program did that began with a function of no arguments. */
interface Run {
  readonly output: string;
  /** The modules that were loaded for it. */
  readonly loaded: readonly string[];
}

async function run(codePaths: readonly string[], module: string, name: string, otpRoot?: string): Promise<Run> {
  let output = '';
  const runtime = await createRuntime({
    codePaths,
    ...(otpRoot === undefined ? {} : { otpRoot }),
    write: (text) => {
      output += text;
    },
  });
  try {
    await runtime.call(module, name);
    await runtime.flush();
    const loaded = await runtime.callTerm('code', 'all_loaded', []);
    return { output, loaded: elements(loaded).flatMap((pair) => atomsIn(pair)) };
  } finally {
    runtime.stop();
  }
}

function elements(term: Term): readonly Term[] {
  return term.kind === 'list' || term.kind === 'tuple' ? term.elements : [];
}

function atomsIn(pair: Term): string[] {
  const [name] = elements(pair);
  return name?.kind === 'atom' ? [name.name] : [];
}

/** Runs a pack with nothing else in the code path. */
async function runPack(pack: PackResult): Promise<Run> {
  const archive = path.join(mkdtempSync(path.join(scratch, 'run-')), 'app.avm');
  writeFileSync(archive, pack.archive);
  return await run([archive], pack.start?.module ?? '', pack.start?.name ?? '');
}

function expectPacked(names: readonly string[], pack: PackResult): void {
  const packed = new Set(pack.modules.map(({ name }) => name));
  expect(names.filter((name) => !packed.has(name))).toEqual([]);
}

const modes = ['none', 'modules', 'functions'] as const;

describe.runIf(hasOtp)('a pack has all that a run loads, and does what the program does unpacked:', () => {
  const lib = path.join(findInstalledOtp()?.root ?? '', 'lib');

  test.each((['hello', 'stroll'] as const).flatMap((name) => modes.map((mode) => [name, mode] as const)))(
    '%s, tree-shaking %s',
    { timeout: 120_000 },
    async (name, treeShaking) => {
      const pack = await packProgram({ entries: [fixture('programs', `${name}.beam`)], treeShaking });
      expect(pack.start).toEqual({ module: name, name: 'start' });
      const unpacked = await run([fixture('programs'), lib], name, 'start');
      const alone = await runPack(pack);
      expect(alone.output).toBe(unpacked.output);
      expect(alone.output).toBe(readFileSync(fixture(`${name}.txt`), 'utf8'));
      expectPacked(unpacked.loaded, pack);
    },
  );

  test.each(modes)('a supervised application, tree-shaking %s', { timeout: 120_000 }, async (treeShaking) => {
    const pack = await packProgram({ entries: [fixture('tally')], treeShaking });
    const alone = await runPack(pack);
    expect(alone.output).toBe(readFileSync(fixture('tally.txt'), 'utf8'));
    // The same code with all of OTP behind it loads nothing that is not in the pack.
    const archive = path.join(scratch, `tally-${treeShaking}.avm`);
    writeFileSync(archive, pack.archive);
    const whole = await run([archive, lib], 'beamline_start', 'start');
    expect(whole.output).toBe(alone.output);
    expectPacked(whole.loaded, pack);
  });

  test('it tells which release of OTP it is of', { timeout: 60_000 }, async () => {
    const pack = await packProgram({ entries: [fixture('programs', 'hello.beam')] });
    const archive = path.join(scratch, 'release.avm');
    writeFileSync(archive, pack.archive);
    const runtime = await createRuntime({ codePaths: [archive] });
    const release = await runtime.callTerm('erlang', 'system_info', [{ kind: 'atom', name: 'otp_release' }]);
    expect(formatTerm(release)).toBe(`"${findInstalledOtp()?.release}"`);
    runtime.stop();
  });

  test('without lines it is smaller and does the same', { timeout: 60_000 }, async () => {
    const options = { entries: [fixture('programs', 'hello.beam')] };
    const whole = await packProgram({ ...options, treeShaking: 'functions' });
    const kept = await packProgram(options);
    for (const [treeShaking, before] of [
      ['functions', whole],
      ['modules', kept],
    ] as const) {
      const stripped = await packProgram({ ...options, treeShaking, stripLines: true });
      expect(stripped.archive.length).toBeLessThan(before.archive.length);
      expect((await runPack(stripped)).output).toBe(readFileSync(fixture('hello.txt'), 'utf8'));
    }
  });

  test('it has neither debug information nor what is not called', { timeout: 60_000 }, async () => {
    const pack = await packProgram({ entries: [fixture('programs', 'hello.beam')], treeShaking: 'functions' });
    const lists = pack.modules.find(({ name }) => name === 'lists');
    expect(lists?.functions).toBeLessThan((lists?.originalFunctions ?? 0) / 3);
    expect(Buffer.from(pack.archive).includes('Dbgi')).toBe(false);
    expect(brotliCompressSync(pack.archive).length).toBeLessThan(70_000);
  });

  test('why tells the calls that lead to a module', async () => {
    const pack = await packProgram({ entries: [fixture('programs', 'hello.beam')] });
    expect(pack.why('io_lib_pretty').slice(0, 4)).toEqual([
      'hello:start/0: an entry',
      'calls io:format/2',
      'calls io:request/3',
      'calls io:io_request/2',
    ]);
    expect(pack.why('io_lib_pretty').at(-1)).toMatch(/^calls io_lib_pretty:/);
    expect(() => pack.why('mnesia')).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });

  test('a tree map shows each module', async () => {
    const pack = await packProgram({ entries: [fixture('programs', 'hello.beam')] });
    const page = treeMapPage(
      '<hello>',
      treeMapItems(pack, (bytes) => bytes.length),
    );
    for (const { name } of pack.modules) expect(page).toContain(`<title>${name}: `);
    expect(page).toContain('<title>&lt;hello&gt;');
    expect(page).not.toMatch(/https?:|<script|<link|src=/);
  });

  test('what is called by a name made at run time is kept when that is asked for', { timeout: 60_000 }, async () => {
    const options = { entries: [fixture('programs', 'hello.beam')], treeShaking: 'functions' } as const;
    expect((await packProgram(options)).modules.some(({ name }) => name === 'calendar')).toBe(false);
    const kept = await packProgram({ ...options, keep: ['calendar:day_of_the_week/3', 'queue', 'string:pad'] });
    const archive = path.join(scratch, 'kept.avm');
    writeFileSync(archive, kept.archive);
    const runtime = await createRuntime({ codePaths: [archive] });
    expect(await runtime.call('calendar', 'day_of_the_week', [2024, 2, 29])).toBe(4);
    await expect(runtime.call('calendar', 'local_time', [])).rejects.toMatchObject({ name: 'ErlangError' });
    expect(
      await runtime.call('queue', 'len', [await runtime.callTerm('queue', 'new', []).then(() => runtime.call('queue', 'new', []))]),
    ).toBe(0);
    runtime.stop();
  });

  test('a project of rebar3 is packed as its application', { timeout: 60_000 }, async () => {
    const project = mkdtempSync(path.join(scratch, 'rebar-'));
    writeFileSync(path.join(project, 'rebar.config'), '{deps, []}.\n');
    mkdirSync(path.join(project, 'src'));
    writeFileSync(path.join(project, 'src', 'tally.app.src'), '{application, tally, []}.\n');
    cpSync(fixture('tally', 'ebin'), path.join(project, '_build', 'default', 'lib', 'tally', 'ebin'), { recursive: true });
    const pack = await packProgram({ entries: [project] });
    expect((await runPack(pack)).output).toBe(readFileSync(fixture('tally.txt'), 'utf8'));
  });

  test('a project of Gleam is packed from its main module', async () => {
    const project = mkdtempSync(path.join(scratch, 'gleam-'));
    writeFileSync(path.join(project, 'gleam.toml'), 'name = "hello"\n');
    cpSync(fixture('programs'), path.join(project, 'build', 'dev', 'erlang', 'hello', 'ebin'), { recursive: true });
    const pack = await packProgram({ entries: [project] });
    expect(pack.start).toEqual({ module: 'hello', name: 'start' });
  });
});

describe.runIf(hasElixir)('Elixir:', () => {
  test.each(['HelloPuts', 'HelloInspect'])('%s is 250 kB or less with all that it needs', { timeout: 120_000 }, async (name) => {
    const pack = await packProgram({ entries: [fixture('elixir', `Elixir.${name}.beam`)], treeShaking: 'functions' });
    expect((await runPack(pack)).output).toBe(name === 'HelloPuts' ? 'hello\n' : '{:ok, [1, 2.5], %{a: "b"}}\n');
    expect(brotliCompressSync(pack.archive).length).toBeLessThanOrEqual(250_000);
  });

  test('much of its library works in a pack of functions', { timeout: 240_000 }, async () => {
    const pack = await packProgram({ entries: [fixture('tour')], treeShaking: 'functions' });
    expect((await runPack(pack)).output.split('\n')).toEqual(readFileSync(fixture('tour.txt'), 'utf8').split('\n'));
  });

  test.each(modes)('a mix project with a server and protocols, tree-shaking %s', { timeout: 240_000 }, async (treeShaking) => {
    const pack = await packProgram({ entries: [fixture('greeter')], treeShaking });
    expect((await runPack(pack)).output).toBe(readFileSync(fixture('greeter.txt'), 'utf8'));
    if (treeShaking !== 'functions') return;
    const names = pack.modules.map(({ name }) => name);
    expect(names).toContain('Elixir.Greeter.Greetable.Greeter.Person');
    // Nothing makes such a value: its implementations of other protocols are not needed.
    expect(names).not.toContain('Elixir.Inspect.URI');
  });
});

describe('what cannot be packed says what to do:', () => {
  const rejects = async (entry: string, code: PackErrorCode, advice: RegExp): Promise<void> => {
    await expect(packProgram({ entries: [entry], installed: false })).rejects.toMatchObject({
      name: 'PackError',
      code,
      message: expect.stringMatching(advice) as string,
    });
  };

  test('files and names that are not there', async () => {
    await rejects(path.join(scratch, 'none.beam'), 'no-entry', /no file .*compile it/);
    await rejects('nothing_of_that_name', 'no-entry', /no module nothing_of_that_name.*code path/);
    await rejects(fixture('tally.txt'), 'no-entry', /is no program/);
    await rejects(scratch, 'no-entry', /mix\.exs, rebar\.config/);
  });

  test('files that are damaged', async () => {
    const file = path.join(scratch, 'bad.beam');
    writeFileSync(file, 'no beam');
    await rejects(file, 'damaged', /is not the file of a module/);
    const whole = readFileSync(fixture('programs', 'hello.beam'));
    const hello = path.join(mkdtempSync(path.join(scratch, 'damaged-')), 'hello.beam');
    writeFileSync(hello, whole.fill(0xff, whole.indexOf('Code') + 28, whole.indexOf('Code') + 60));
    await rejects(hello, 'damaged', /hello cannot be read.*compile it again/);
  });

  test('projects that are not built', async () => {
    for (const [file, command] of [
      ['mix.exs', 'mix compile'],
      ['rebar.config', 'rebar3 compile'],
      ['gleam.toml', 'gleam build'],
    ] as const) {
      const project = mkdtempSync(path.join(scratch, 'project-'));
      writeFileSync(path.join(project, file), 'name = "x"\n');
      await rejects(project, 'not-built', new RegExp(command));
    }
  });

  test('applications', async () => {
    const ebin = mkdtempSync(path.join(scratch, 'ebin-'));
    cpSync(fixture('programs', 'hello.beam'), path.join(ebin, 'hello.beam'));
    writeFileSync(path.join(ebin, 'shop.app'), '{application, shop, [{applications, [nowhere]}]}.');
    await rejects(ebin, 'no-entry', /no application nowhere, which shop needs/);
    writeFileSync(path.join(ebin, 'shop.app'), '{application, other, []}.');
    await rejects(ebin, 'bad-application', /build shop again/);
    writeFileSync(path.join(ebin, 'shop.app'), '{application, shop');
    await rejects(ebin, 'bad-application', /is not a term/);
  });

  test('options', async () => {
    await expect(packProgram({ entries: [] })).rejects.toMatchObject({ code: 'bad-option' });
    const options = { entries: [fixture('programs', 'hello.beam')], installed: false };
    await expect(packProgram({ ...options, keep: ['hello:nothing/7'] })).rejects.toMatchObject({ code: 'bad-option' });
  });
});
