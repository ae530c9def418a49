import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../programs/', import.meta.url);

/** Programs that are about processes; the others are sequential. */
const PROCESS_PROGRAMS: ReadonlySet<string> = new Set(['calls', 'crowd', 'mailbox', 'monitored', 'ring', 'round_trips', 'spawns']);

/** True for a program that is about processes. */
export function isAboutProcesses(name: string): boolean {
  return PROCESS_PROGRAMS.has(name);
}

/** A program to measure: a module with a `main/0`. */
export interface Program {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What `main/0` answers in OTP, as Erlang writes it. */
  readonly expected: string;
}

/** Path of the folder with the programs. */
export const programsFolder: string = fileURLToPath(folder);

/** All programs, by name. */
export function readPrograms(): Program[] {
  const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, string>;
  return Object.entries(expected).map(([name, result]) => ({
    name,
    bytes: readFileSync(new URL(`${name}.beam`, folder)),
    expected: result,
  }));
}
