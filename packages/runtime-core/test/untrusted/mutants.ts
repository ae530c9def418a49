import { type BeamFile, BeamFileError, type Term } from '@beamline/beam-file';
import {
  atom,
  CompileError,
  EngineTrapError,
  ErlangError,
  HaltedError,
  LinkError,
  LoadError,
  Runtime,
  StoppedError,
  SystemLimitError,
  TermConversionError,
  toTerm,
  tuple,
} from '../../src/index.js';
import { testHost } from '../test-host.js';
import { fileOf, mutate, random } from './mutations.js';

/** Milliseconds that a call may take. */
const CALL_TIME = 60;
/** Milliseconds of CPU time that a call may go on once it was stopped: one operation on large integers takes that long, and so does the host to read a large result. */
const STOP_TIME = 3000;
/** Mutants that one machine loads. */
const MUTANTS_PER_MACHINE = 100;
/** Functions of a mutant that are called. */
const CALLS = 6;

/** What became of a mutant. */
export type Fate = 'unread' | 'refused' | 'unlinked' | 'ran';

const atomOf = (name: string): Term => ({ kind: 'atom', name });
const integerOf = (value: bigint): Term => ({ kind: 'integer', value });
/** Arguments of all kinds. */
const ARGUMENTS: readonly Term[] = [
  integerOf(0n),
  integerOf(3n),
  integerOf(-7n),
  integerOf(1n << 40n),
  integerOf(-(1n << 90n)),
  { kind: 'float', value: 1.5 },
  atomOf('true'),
  atomOf('undefined'),
  { kind: 'tuple', elements: [] },
  { kind: 'tuple', elements: [atomOf('ok'), integerOf(1n)] },
  { kind: 'tuple', elements: [atomOf('a'), integerOf(1n), atomOf('b'), integerOf(2n)] },
  { kind: 'map', pairs: [] },
  { kind: 'map', pairs: [[atomOf('a'), integerOf(1n)]] },
  toTerm([]),
  toTerm([1, 2, 3]),
  toTerm([tuple(atom('a'), 1), tuple(atom('b'), [2])]),
  toTerm('a text of some length, more than a few bytes'),
  toTerm(Uint8Array.of(1, 2, 3, 250, 251, 252, 253, 254, 255)),
];

/** Tries mutants of files one after the other: loads each, calls what it exports and looks whether the machine is as it was. */
export class Mutants {
  readonly #files: readonly BeamFile[];
  readonly #known: Uint8Array;
  #runtime: Runtime | undefined;
  #loaded = 0;
  /** The engine's errors that mutants have run into. */
  readonly traps: { readonly seed: number; readonly error: EngineTrapError }[] = [];

  /** @param known - the file of a module with `keep/1`, which is called after each mutant */
  constructor(files: readonly Uint8Array[], known: Uint8Array) {
    this.#files = files.map(fileOf);
    this.#known = known;
  }

  /** Tries one mutant. Rejects if it has done harm. */
  async try(seed: number): Promise<Fate> {
    const next = random(seed);
    const file = this.#files[next() % this.#files.length];
    if (file === undefined) throw new RangeError('there are no files');
    const bytes = mutate(file, next);
    const runtime = await this.#machine();
    let mutant: BeamFile;
    try {
      mutant = fileOf(bytes);
      await runtime.load(bytes);
    } catch (error) {
      if (error instanceof BeamFileError) return 'unread';
      if (error instanceof CompileError) return 'refused';
      if (error instanceof LinkError || error instanceof LoadError || error instanceof SystemLimitError) return 'unlinked';
      throw error;
    }
    await this.#call(runtime, mutant, seed, next);
    const kept = await runtime.call('stress', 'keep', [2000]);
    if (kept !== 2000) throw new Error(`the machine is wrong after mutant ${seed}: ${String(kept)}`);
    return 'ran';
  }

  /** Goes on with a new machine. */
  reset(): void {
    this.#runtime = undefined;
  }

  async #machine(): Promise<Runtime> {
    if (this.#runtime === undefined || this.#loaded++ >= MUTANTS_PER_MACHINE) {
      this.#loaded = 0;
      this.#runtime?.stop();
      this.#runtime = await Runtime.create({ ...testHost(), writeError: () => {} }, { memoryLimit: 96 * 1024 * 1024, processLimit: 2000 });
      await this.#runtime.load(this.#known);
    }
    return this.#runtime;
  }

  async #call(runtime: Runtime, mutant: BeamFile, seed: number, next: () => number): Promise<void> {
    const exported = mutant.exports.filter(({ function: name }) => mutant.atoms[name] !== 'module_info');
    for (let i = 0; i < Math.min(CALLS, exported.length); i++) {
      const { function: name, arity } = exported[next() % exported.length] ?? { function: 0, arity: 0 };
      const args = Array.from({ length: arity }, () => ARGUMENTS[next() % ARGUMENTS.length] ?? atomOf('nothing'));
      const stop = new AbortController();
      const timer = setTimeout(() => {
        stop.abort();
      }, CALL_TIME);
      const start = cpuTime();
      try {
        await runtime.callTerm(mutant.module, mutant.atoms[name] ?? '', args, { signal: stop.signal });
      } catch (error) {
        if (error instanceof EngineTrapError) this.traps.push({ seed, error });
        else if (!isTyped(error)) throw error;
      } finally {
        clearTimeout(timer);
      }
      const time = cpuTime() - start;
      if (time > CALL_TIME + STOP_TIME) throw new Error(`mutant ${seed} went on for ${Math.round(time)} ms`);
    }
  }
}

/** Milliseconds of CPU time so far: other programs on the machine do not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function isTyped(error: unknown): boolean {
  return [ErlangError, StoppedError, SystemLimitError, TermConversionError, HaltedError].some((type) => error instanceof type);
}
