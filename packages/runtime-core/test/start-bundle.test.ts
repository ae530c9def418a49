import { readFileSync } from 'node:fs';
import { readBeamFile } from '@beamline/beam-file';
import { ModuleCompiler } from '@beamline/jit-compiler';
import { expect, test } from 'vitest';
import { Runtime } from '../src/index.js';
import { type BundleStore, type KeptModules, StartBundle } from '../src/loader/start-bundle.js';
import { modulesOf } from './differential/suite.js';
import { testHost } from './test-host.js';

/** Modules of the beginning, which every start has in common, and others. */
const [A = '', B = '', C = '', D = '', E = '', F = '', G = '', H = ''] = modulesOf('programs');
const COMMON = [A, B, C, D];
const fileOf = (module: string): Uint8Array => readFileSync(new URL(`differential/otp25/${module}.beam`, import.meta.url));

/** Starts, one after the other, that keep what they load in the same place. */
class Starts implements BundleStore {
  readonly #kept = new Map<string, Uint8Array>();
  readonly #compiler = new ModuleCompiler();
  /** Number of bundles written so far. */
  written = 0;

  read(key: Uint8Array): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#kept.get(key.join()));
  }

  write(key: Uint8Array, _variant: string, data: Uint8Array): void {
    this.written++;
    this.#kept.set(key.join(), data);
  }

  /** Cuts all bundles off. */
  damage(): void {
    for (const [key, data] of this.#kept) this.#kept.set(key, data.subarray(0, data.length - 1));
  }

  /** A start that loads modules, the common ones before OTP has been started; those of them that were in its bundle, and how many that had which were not asked for. */
  async start(args: readonly string[], modules: readonly string[], release = 25): Promise<{ found: string[]; unused: number }> {
    const { machine } = await Runtime.create(testHost(), { otpRelease: release });
    const kept: KeptModules = {
      variant: '',
      kept: (file) => Promise.resolve(this.#compiler.compile(readBeamFile(file), { tailCalls: machine.tailCalls })),
    };
    const bundle = new StartBundle(this, kept, { root: '/otp', args, release });
    let placed = 0;
    const target = {
      tailCalls: machine.tailCalls,
      place: (...[compiled]: Parameters<typeof machine.place>) => {
        placed++;
        return machine.place(compiled);
      },
      instantiateBundle: machine.instantiateBundle.bind(machine),
      discard: machine.discard.bind(machine),
    };
    await bundle.open(target, testHost());
    const found: string[] = [];
    for (const module of modules) {
      if (!COMMON.includes(module)) bundle.booted();
      const loaded = bundle.take(fileOf(module));
      if (loaded === undefined) {
        bundle.missed(module, fileOf(module));
      } else {
        await machine.publish(loaded);
        found.push(module);
      }
    }
    bundle.booted();
    await bundle.keep();
    return { found, unused: placed - found.length };
  }
}

test('a start finds what the one before has loaded, and leaves that as it is', async () => {
  const starts = new Starts();
  expect(await starts.start([], COMMON)).toEqual({ found: [], unused: 0 });
  expect(await starts.start([], COMMON)).toEqual({ found: COMMON, unused: 0 });
  expect(await starts.start([], [...COMMON, E])).toEqual({ found: COMMON, unused: 0 });
  expect(starts.written).toBe(1);
});

test('what a program loads besides has a bundle of its own, which others do not pay for', async () => {
  const starts = new Starts();
  const programs = [
    { args: ['-s', 'server', 'main'], more: [E, F] },
    { args: ['-eval', 'client:run(), halt().'], more: [G, H] },
  ];
  for (const [i, { args, more }] of programs.entries())
    expect(await starts.start(args, [...COMMON, ...more])).toEqual({ found: i === 0 ? [] : COMMON, unused: 0 });
  for (const { args, more } of programs)
    expect(await starts.start(args, [...COMMON, ...more])).toEqual({ found: [...COMMON, ...more], unused: 0 });
  // What is in an expression beside the modules that it calls, and words that no module is named in, do not matter.
  expect(await starts.start(['-eval', 'X = client:run(), X.', 'word'], [...COMMON, G, H])).toEqual({ found: [...COMMON, G, H], unused: 0 });
  expect(await starts.start([], COMMON)).toEqual({ found: COMMON, unused: 0 });
  expect(starts.written).toBe(3);
  // It follows what the program loads.
  const [{ args }] = programs as [(typeof programs)[0]];
  expect(await starts.start(args, [...COMMON, F, G])).toEqual({ found: [...COMMON, F], unused: 1 });
  expect(await starts.start(args, [...COMMON, F, G])).toEqual({ found: [...COMMON, F, G], unused: 0 });
});

test('what all starts have in common becomes less with those that do not load it', async () => {
  const starts = new Starts();
  await starts.start(['-s', 'large', 'main'], COMMON);
  expect(await starts.start(['-s', 'small', 'main'], [A, B])).toEqual({ found: [A, B], unused: 2 });
  expect(await starts.start(['-s', 'small', 'main'], [A, B])).toEqual({ found: [A, B], unused: 0 });
  expect(await starts.start(['-s', 'large', 'main'], COMMON)).toEqual({ found: [A, B], unused: 0 });
  expect(await starts.start(['-s', 'large', 'main'], COMMON)).toEqual({ found: COMMON, unused: 0 });
  expect(await starts.start(['-s', 'small', 'main'], [A, B])).toEqual({ found: [A, B], unused: 0 });
});

test('what is in no file any more goes', async () => {
  const starts = new Starts();
  const args = ['-s', 'server', 'main'];
  await starts.start(args, [...COMMON, G, H]);
  // As when another OTP is installed at the same place.
  expect(await starts.start(args, [E, F])).toEqual({ found: [], unused: 6 });
  expect(await starts.start(args, [E, F])).toEqual({ found: [E, F], unused: 4 });
});

test('Elixir has its own', async () => {
  const starts = new Starts();
  await starts.start([], COMMON);
  expect(await starts.start(['-s', 'elixir', 'start_cli'], [E, F])).toEqual({ found: [], unused: 0 });
  // Its start comes after that of OTP, and is common to its programs.
  expect(await starts.start(['-s', 'elixir', 'start_cli'], [E, F])).toEqual({ found: [E, F], unused: 0 });
});

test('a task of Mix has its own, a script, too', async () => {
  const starts = new Starts();
  const elixir = (...words: string[]): string[] => ['-s', 'elixir', 'start_cli', '-extra', ...words];
  const programs = [
    { args: elixir('/elixir/bin/mix', 'compile'), more: [E, F] },
    { args: elixir('/elixir/bin/mix', 'test'), more: [F, G] },
    { args: elixir('hello.exs'), more: [G, H] },
  ];
  await starts.start(elixir('-e', 'true'), COMMON);
  for (const { args, more } of programs) await starts.start(args, [...COMMON, ...more]);
  for (const { args, more } of programs)
    expect(await starts.start(args, [...COMMON, ...more])).toEqual({ found: [...COMMON, ...more], unused: 0 });
  expect(starts.written).toBe(4);
});

test('a bundle that is damaged is as none', async () => {
  const starts = new Starts();
  await starts.start([], COMMON);
  starts.damage();
  expect(await starts.start([], COMMON)).toEqual({ found: [], unused: 0 });
  expect(await starts.start([], COMMON)).toEqual({ found: COMMON, unused: 0 });
});

test('where atoms have the order in which they came to be nothing is kept from the first module of the program on', async () => {
  const starts = new Starts();
  const args = ['-s', C, 'main'];
  await starts.start(args, COMMON, 26);
  expect(await starts.start(args, COMMON, 26)).toEqual({ found: [A, B], unused: 0 });
});
