import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { packedProgram } from '../src/packed-program.js';
import { importedProgram, moduleId, programOf } from '../src/program-import.js';
import { builtProgram, isSourceOf } from '../src/project-build.js';
import { fixtures } from './project.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-build-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Puts a program on the PATH, alone, that does what a script says. */
function command(name: string, script: string): void {
  const folder = mkdtempSync(path.join(scratch, 'bin-'));
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(scratch, 'project-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

describe('an import is of a program', () => {
  test('by its name or by its query', () => {
    expect(importedProgram('./hello.beam', '/web/src/main.js', '/web')).toBe('/web/src/hello.beam');
    expect(importedProgram('../app?beam', '/web/src/main.js', '/web')).toBe('/web/app');
    expect(importedProgram('./app.avm', undefined, '/web')).toBe('/web/app.avm');
    expect(importedProgram('my_app?beam', '/web/src/main.js', '/web')).toBe('my_app');
    expect(importedProgram('/programs/app?beam', '/web/src/main.js', '/web')).toBe('/web/programs/app');
    expect(importedProgram(`${scratch}?beam`, '/web/src/main.js', '/web')).toBe(scratch);
  });

  test('and nothing else is', () => {
    for (const source of ['./hello.js', './beam', 'react', 'thing.beam', './app?url'])
      expect(importedProgram(source, '/a.js', '/')).toBeUndefined();
    expect(programOf('/a.js')).toBeUndefined();
    expect(programOf(moduleId('/a/app'))).toBe('/a/app');
  });
});

describe('a project is built', () => {
  test('by mix, in its folder and environment, and what it leaves is packed', async () => {
    const folder = project({ 'mix.exs': 'def project, do: [app: :tally]', 'lib/a.ex': '', 'deps/b/lib/b.ex': '' });
    command('mix', `[ "$*" = compile ] && mkdir -p _build/$MIX_ENV/lib/tally && cp -r ${fixtures}/tally/ebin _build/$MIX_ENV/lib/tally/`);
    const built = await builtProgram(folder, scratch, true);
    expect(built.entries).toEqual([folder]);
    expect(built.sources.toSorted()).toEqual([path.join(folder, 'lib/a.ex'), path.join(folder, 'mix.exs')]);
    expect(existsSync(path.join(folder, '_build/prod/lib/tally/ebin/tally.app'))).toBe(true);
  });

  test.each([
    ['rebar.config', 'rebar3', 'compile'],
    ['gleam.toml', 'gleam', 'build --target erlang'],
  ])('of %s by %s', async (file, name, args) => {
    const folder = project({ [file]: '' });
    command(name, `echo "$*" > built`);
    await builtProgram(folder, scratch, true);
    expect(readFileSync(path.join(folder, 'built'), 'utf8')).toBe(`${args}\n`);
    rmSync(path.join(folder, 'built'));
    await builtProgram(folder, scratch, false);
    expect(existsSync(path.join(folder, 'built'))).toBe(false);
  });

  test('from sources, which new files may be', () => {
    for (const file of ['lib/a.ex', 'src/b/c.erl', 'mix.exs', 'rebar.config', 'include/d.hrl'])
      expect(isSourceOf('/p', `/p/${file}`)).toBe(true);
    for (const file of ['lib/a.txt', '_build/dev/lib/x/y.erl', 'deps/z/lib/z.ex', '../other/a.ex', 'src/a.erl~'])
      expect(isSourceOf('/p', path.join('/p', file))).toBe(false);
  });

  test('and what the compiler says is told', async () => {
    const folder = project({ 'mix.exs': 'app: :x' });
    command('mix', 'echo "lib/x.ex:1: syntax error" >&2; exit 1');
    await expect(builtProgram(folder, scratch, true)).rejects.toMatchObject({
      name: 'ProjectError',
      command: 'mix',
      message: `mix cannot build ${folder}:\nlib/x.ex:1: syntax error`,
    });
  });

  test('elsewhere if its tool is not there', async () => {
    const folder = project({ 'mix.exs': 'app: :x' });
    vi.stubEnv('PATH', scratch);
    await expect(packedProgram(folder, { installed: false }, scratch)).rejects.toMatchObject({ name: 'PackError', code: 'not-built' });
  });
});

describe('Erlang sources are compiled', () => {
  /** Copies a compiled module for each source, and counts how often it is called. */
  const compiler = `while [ "$1" != -o ]; do shift; done; shift; out=$1; shift
for source; do cp ${fixtures}/programs/hello.beam $out/$(basename $source .erl).beam; done; echo x >> $out/calls`;

  test('with those beside them, when they have changed', async () => {
    const folder = project({ 'hello.erl': '', 'other.erl': '' });
    command('erlc', compiler);
    const build = () => builtProgram(path.join(folder, 'hello.erl'), path.join(scratch, 'cache'), true);
    const built = await build();
    const ebin = path.dirname(built.entries[0] ?? '');
    expect(built.entries).toEqual([path.join(ebin, 'hello.beam')]);
    expect(built.sources.map((source) => path.basename(source))).toEqual(['hello.erl', 'other.erl']);
    const past = new Date(Date.now() - 60_000);
    for (const source of built.sources) utimesSync(source, past, past);
    await build();
    expect(readFileSync(path.join(ebin, 'calls'), 'utf8')).toBe('x\n');
    const future = new Date(Date.now() + 60_000);
    utimesSync(path.join(folder, 'other.erl'), future, future);
    await build();
    expect(readFileSync(path.join(ebin, 'calls'), 'utf8')).toBe('x\nx\n');
    const { start } = await packedProgram(path.join(folder, 'hello.erl'), { installed: false }, path.join(scratch, 'cache'));
    expect(start).toEqual({ module: 'hello', name: 'start' });
  });

  test('in the folder src, too', async () => {
    const folder = project({ 'src/hello.erl': '' });
    command('erlc', compiler);
    const { entries } = await builtProgram(folder, path.join(scratch, 'other-cache'), true);
    expect(entries.map((entry) => path.basename(entry))).toEqual(['hello.beam']);
  });

  test('and if there is no compiler, that is told', async () => {
    const folder = project({ 'hello.erl': '' });
    vi.stubEnv('PATH', scratch);
    await expect(builtProgram(path.join(folder, 'hello.erl'), path.join(scratch, 'no-cache'), true)).rejects.toMatchObject({
      name: 'ProjectError',
      command: 'erlc',
    });
  });
});

test('An archive is taken as it is.', async () => {
  const folder = project({});
  cpSync(path.join(fixtures, 'programs', 'hello.beam'), path.join(folder, 'hello.beam'));
  const packed = await packedProgram(path.join(folder, 'hello.beam'), { installed: false }, scratch);
  writeFileSync(path.join(folder, 'hello.avm'), packed.archive);
  const again = await packedProgram(path.join(folder, 'hello.avm'), {}, scratch);
  expect({ ...again, sources: [], entries: [] }).toEqual({ ...packed, sources: [], entries: [] });
});
