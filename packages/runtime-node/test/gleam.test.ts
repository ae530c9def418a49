import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { gleamArguments } from '../src/command-line/gleam.js';
import { findInstalledOtp } from '../src/index.js';

const scratch = mkdtempSync(join(tmpdir(), 'beamline-gleam-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** A project as `gleam build` leaves it, with a package that it depends on. */
function project(name: string, runner: string | undefined, build = 'dev/erlang'): string {
  const folder = mkdtempSync(join(scratch, name));
  writeFileSync(join(folder, 'gleam.toml'), `name = "${name}"\nversion = "1.0.0"\n`);
  for (const entry of [name, 'gleam_stdlib']) mkdirSync(join(folder, 'build', build, entry, 'ebin'), { recursive: true });
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'build', build, 'gleam_version'), '1');
  if (runner !== undefined) writeFileSync(join(folder, 'build', build, name, 'ebin', `${runner}.beam`), '');
  return folder;
}

function pathOf(folder: string, name: string, build = 'dev/erlang'): string[] {
  return ['gleam_stdlib', name].toSorted().flatMap((entry) => ['-pa', join(folder, 'build', build, entry, 'ebin')]);
}

describe('gleam', () => {
  test('run calls the main of the package by its runner, wherever in the project that is asked', () => {
    const folder = project('shop', 'shop@@main');
    const expected = [...pathOf(folder, 'shop'), '-eval', "'shop@@main':run('shop')", '-noshell', '-extra'];
    expect(gleamArguments(['run'], folder)).toEqual(expected);
    expect(gleamArguments(['run', '--', '-m', 'x'], join(folder, 'src', 'deep'))).toEqual([...expected, '-m', 'x']);
  });

  test('run -m calls that of a module, test that of the tests', () => {
    const folder = project('shop', 'gleam@@main');
    expect(gleamArguments(['run', '-m', 'shop/cart/items'], folder)).toContain("'gleam@@main':run('shop@cart@items')");
    expect(gleamArguments(['test', '--no-print-progress'], folder)).toContain("'gleam@@main':run('shop_test')");
  });

  test('a build without a runner is run all the same; shell has the code path only', () => {
    const folder = project('shop', undefined, 'erlang-shipment');
    expect(gleamArguments(['run'], folder)).toContain("'shop':main(), init:stop()");
    expect(gleamArguments(['shell'], folder)).toEqual(pathOf(folder, 'shop', 'erlang-shipment'));
  });

  test('what cannot be run is told with what to do', () => {
    const folder = project('shop', 'shop@@main');
    expect(() => gleamArguments(['run'], scratch)).toThrow(/there is no gleam\.toml in .* or above it: go to a Gleam project/);
    expect(() => gleamArguments(['build'], folder)).toThrow('no command build');
    expect(() => gleamArguments(['run', '--fast'], folder)).toThrow('unknown argument --fast');
    expect(() => gleamArguments(['run', '-m'], folder)).toThrow('-m needs a module');
    rmSync(join(folder, 'build'), { recursive: true });
    expect(() => gleamArguments(['run'], folder)).toThrow('is not built for Erlang: run gleam build first');
    writeFileSync(join(folder, 'gleam.toml'), 'version = "1.0.0"\n');
    expect(() => gleamArguments(['run'], folder)).toThrow('has no name');
  });

  test.skipIf(findInstalledOtp() === undefined)(
    'a program runs',
    () => {
      const folder = project('shop', undefined);
      // What the compiler makes of `pub fn main() { … }`, in Erlang.
      const source = join(folder, 'src', 'shop.erl');
      writeFileSync(source, '-module(shop).\n-export([main/0]).\nmain() -> io:format("~p~n", [init:get_plain_arguments()]).\n');
      const beamline = fileURLToPath(new URL('../dist/beamline.js', import.meta.url));
      const run = (args: readonly string[]): string =>
        spawnSync(process.execPath, [beamline, ...args], { cwd: folder, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' }).stdout;
      run(['erlc', '-o', join(folder, 'build', 'dev', 'erlang', 'shop', 'ebin'), source]);
      expect(run(['gleam', 'run', '--', 'a', 'b'])).toBe('["a","b"]\n');
    },
    60_000,
  );
});
