import { readBeamFileWithoutCode } from '@beamline/beam-file';
import type { Program } from './program.js';

/** A function to begin with. */
export interface Entry {
  readonly module: string;
  readonly name: string;
}

/** The function of a program that has one of some names and a number of arguments. Throws an Error if it has none. */
export function entryOf({ modules }: Program, names: readonly string[], arity: number): Entry {
  const files = modules.map(({ bytes }) => readBeamFileWithoutCode(bytes));
  for (const name of names) {
    for (const { module, exports, atoms } of files)
      if (exports.some((each) => each.arity === arity && atoms[each.function] === name)) return { module, name };
  }
  throw new Error(`no module of the program exports ${names.map((name) => `${name}/${arity}`).join(' or ')}`);
}
