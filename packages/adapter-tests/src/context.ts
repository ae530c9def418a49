import type { ErlangRuntime, MachineOptions } from '@beamline/runtime-core';

/** Options that every adapter takes. */
export interface AdapterOptions extends MachineOptions {
  readonly writeLine?: (text: string) => void;
  readonly javascript?: { readonly globals?: Readonly<Record<string, unknown>> };
}

/** What an adapter gives a test. */
export interface AdapterContext {
  /** Time that a test may take, in milliseconds; 30 s without it. */
  readonly timeLimit?: number;
  /** The adapter's `createRuntime`; the lines that Erlang code writes go to `writeLine`. */
  createRuntime(options?: AdapterOptions): Promise<ErlangRuntime>;
  /** Where `ErlangRuntime.load` finds a file of the folder `fixtures`. */
  location(file: string): string;
  /** The bytes of a file of the folder `fixtures`. */
  fixture(file: string): Promise<Uint8Array>;
  /** How many things of JavaScript the machine has; without it that is not looked at. */
  resourceCount?(runtime: ErlangRuntime): number;
  /** True where the machine is in a Worker, which `stop` ends. */
  readonly endsWhenStopped?: boolean;
  /** Longest time that a timer may be late while a process runs, in milliseconds; undefined where timings are not to be relied on. */
  readonly longestGap?: number;
}

/** One thing that every adapter has to do. */
export interface AdapterTest {
  readonly name: string;
  /** Rejects with AdapterTestError, or with what the adapter has thrown, if it does not do that. */
  run(context: AdapterContext): Promise<void>;
}
