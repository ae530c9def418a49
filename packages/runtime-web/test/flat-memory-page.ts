import { atom, createRuntime, type Runtime } from '../src/index.js';

/** What is done again and again in the page. */
export interface FlatMemory {
  /** Makes references to objects of the page, and drops them. */
  references(count: number): Promise<void>;
  /** Replaces the program by another version of it, with a process that goes on in it; the count of that. */
  upgrades(count: number): Promise<number>;
  /** Starts and stops machines. */
  machines(count: number): Promise<void>;
}

declare global {
  var flatMemory: FlatMemory;
}

const bytes = new Uint8Array(await (await fetch('/fixtures/flat_memory.beam')).arrayBuffer());

/** The program with another atom in the place of `first`. */
const other = bytes.slice();
other.set(new TextEncoder().encode('other'), new TextDecoder('latin1').decode(bytes).indexOf('first'));

const make = (n: number): object =>
  new (class Made {
    readonly parts = new Array<number>(100).fill(n);
  })();

async function started(): Promise<Runtime> {
  const runtime = await createRuntime({ cache: false, javascript: { globals: { make } } });
  await runtime.load(bytes);
  await runtime.call('flat_memory', 'start');
  return runtime;
}

const runtime = await started();
let steps = 0;

globalThis.flatMemory = {
  references: async (count) => {
    await runtime.call('flat_memory', 'references', [count]);
  },
  upgrades: async (count) => {
    for (let i = 0; i < count; i++) {
      await runtime.load(steps++ % 2 === 0 ? other : bytes);
      await runtime.call('flat_memory', 'step');
      await runtime.call('code', 'purge', [atom('flat_memory')]);
    }
    return steps;
  },
  machines: async (count) => {
    for (let i = 0; i < count; i++) (await started()).stop();
  },
};
