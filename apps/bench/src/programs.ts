import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../programs/', import.meta.url);

/** A program to measure: a module with a `main/0`. */
export interface Program {
  readonly name: string;
  /** What it is about: the folder of its source. */
  readonly group: string;
  readonly bytes: Uint8Array;
  /** What `main/0` answers in OTP, as Erlang writes it. */
  readonly expected: string;
}

/** Path of the folder with the compiled programs. */
export const programsFolder: string = fileURLToPath(new URL('compiled', folder));

/** Path of the folder with what OTP needs to measure them. */
export const referenceFolder: string = fileURLToPath(new URL('reference', folder));

/** All programs, by group and name. */
export function readPrograms(): Program[] {
  const groups = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Record<string, string>>;
  return Object.entries(groups).flatMap(([group, results]) =>
    Object.entries(results).map(([name, expected]) => ({
      name,
      group,
      bytes: readFileSync(new URL(`compiled/${name}.beam`, folder)),
      expected,
    })),
  );
}
