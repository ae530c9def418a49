import { readFileSync } from 'node:fs';
import type { Host, MachineOptions } from '../src/index.js';
import { Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

/** Bytes of a `.beam` file of `fixtures`, for example `one/version`. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}.beam`, import.meta.url)));
}

/** A runtime with modules of `fixtures`. */
export async function runtimeWith(names: readonly string[], options: MachineOptions = {}, host: Host = testHost()): Promise<Runtime> {
  const runtime = await Runtime.create(host, options);
  for (const name of names) await runtime.load(fixture(name));
  return runtime;
}

/** Bytes of memory that a runtime's machine has. */
export function memoryBytes(runtime: Runtime): number {
  return runtime.machine.memory.bytes.length;
}
