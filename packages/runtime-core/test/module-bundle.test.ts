import { readFileSync } from 'node:fs';
import { readBeamFile } from '@beamline/beam-file';
import { decodeBundle, encodeBundle, ModuleCompiler } from '@beamline/jit-compiler';
import { describe, expect, test } from 'vitest';
import { atom, Runtime } from '../src/index.js';
import { differences, readCases } from './differential/cases.js';
import { modulesOf } from './differential/suite.js';
import { fixture } from './fixture.js';
import { testHost } from './test-host.js';

const programs = modulesOf('programs');
const beamOf = (module: string): Uint8Array => readFileSync(new URL(`differential/otp25/${module}.beam`, import.meta.url));

/** A machine that has modules linked as one, not published. */
async function runtimeWithBundle(files: readonly Uint8Array[], tailCalls: boolean): Promise<Runtime> {
  const compiler = new ModuleCompiler();
  const parts = encodeBundle(files.map((file) => ({ file, compiled: compiler.compile(readBeamFile(file), { tailCalls }) })));
  let part = parts.next();
  while (part.done !== true) part = parts.next();
  const bundle = decodeBundle(part.value, tailCalls);
  if (bundle === undefined) throw new Error('the bundle is not taken');
  const runtime = await Runtime.create(testHost(), { otpRelease: 25, tailCalls });
  const modules = Array.from(bundle.files(), ({ compiled }) => runtime.machine.place(compiled));
  runtime.machine.instantiateBundle(modules, new WebAssembly.Module(bundle.bytes));
  for (const loaded of modules) await runtime.machine.publish(loaded);
  return runtime;
}

describe.each([true, false])('modules that are linked as one, with tail calls of the engine: %s', (tailCalls) => {
  test('do what the real Erlang does', { timeout: 120_000 }, async () => {
    const runtime = await runtimeWithBundle(programs.map(beamOf), tailCalls);
    expect(programs.length).toBeGreaterThan(20);
    for (const module of programs) {
      const cases = readCases(readFileSync(new URL(`differential/otp25/${module}.jsonl`, import.meta.url), 'utf8'));
      expect(await differences(runtime, module, cases), module).toEqual([]);
    }
  });

  test('count as code with their own part of it', async () => {
    const code = async (files: readonly Uint8Array[]): Promise<number> =>
      Number(await (await runtimeWithBundle(files, tailCalls)).call('erlang', 'memory', [atom('code')]));
    const files = programs.map(beamOf);
    const single = await Promise.all(files.map((file) => code([file])));
    expect(await code(files)).toBe(single.reduce((sum, bytes) => sum + bytes, 0));
  });

  test('are replaced and purged one by one', async () => {
    const runtime = await runtimeWithBundle([fixture('one/replaced'), fixture('stress'), fixture('hungry')], tailCalls);
    const before = await runtime.call('hungry', 'fun_of');
    expect(await runtime.call('replaced', 'version')).toBe(atom('one'));
    await runtime.load(fixture('two/replaced'));
    expect(await runtime.call('replaced', 'version')).toBe(atom('two'));
    for (const module of ['stress', 'hungry']) {
      await runtime.load(fixture(module));
      await runtime.call('code', 'purge', [atom(module)]);
    }
    expect(await runtime.call('stress', 'sum', [1000])).toBe(500_500);
    expect(await runtime.call('hungry', 'apply_fun', [before, 20])).toBe(42);
  });
});
