import type { MachineOptions, Runtime } from '@beamline/runtime-core';

/** What an adapter gives a test. */
export interface AdapterContext {
  /** The adapter's `createRuntime`; the lines that Erlang code writes go to `writeLine`. */
  createRuntime(options?: MachineOptions & { readonly writeLine?: (text: string) => void }): Promise<Runtime>;
  /** Where `Runtime.load` finds a file of the folder `fixtures`. */
  location(file: string): string;
  /** The bytes of a file of the folder `fixtures`. */
  fixture(file: string): Promise<Uint8Array>;
  /** Longest time that a timer may be late while a process runs, in milliseconds; undefined where timings are not to be relied on. */
  readonly longestGap?: number;
}

/** One thing that every adapter has to do. */
export interface AdapterTest {
  readonly name: string;
  /** Fails with an error that says what is wrong. */
  run(context: AdapterContext): Promise<void>;
}
