import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CompiledProgram } from './measuring/measure-beamline.js';

/** The folder of this app, from its sources and from what is built of them. */
const app = new URL('../', import.meta.url);
const folder = new URL('programs/', app);

/** A program to measure: a module with a `main/0`. */
export interface Program extends CompiledProgram {
  /** What it is about: the folder of its sources. */
  readonly group: string;
}

/** Path of the folder with the compiled programs. */
export const programsFolder: string = fileURLToPath(new URL('compiled', folder));

/** Path of the folder with what OTP needs to measure them. */
export const referenceFolder: string = fileURLToPath(new URL('reference', folder));

/** Path of the folder with the modules that AtomVM needs to measure them. */
export const atomVmFolder: string = fileURLToPath(new URL('atomvm', folder));

/** Path of a script that this app builds. */
export function builtScript(name: string): string {
  return fileURLToPath(new URL(`dist/${name}`, app));
}

/** Path of a folder of this app: one that is committed, or one that is not. */
export function appFolder(name: string): string {
  return fileURLToPath(new URL(name, app));
}

/** Where a program in JavaScript is. */
export function javaScriptUrl({ group, name }: Pick<Program, 'group' | 'name'>): URL {
  return new URL(`${group}/${name}.js`, folder);
}

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
