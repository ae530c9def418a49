// Plain terms of JavaScript values.
import type { Term } from '@beamline/beam-file';
import { CharacterList } from './character-list.js';

/** The empty list. */
export const NIL: Term = { kind: 'nil' };

/** An integer. */
export function integer(value: number | bigint): Term {
  return { kind: 'integer', value: typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value };
}

/** An atom. */
export function atom(name: string): Term {
  return { kind: 'atom', name };
}

/** The atom true or false. */
export function boolean(value: boolean): Term {
  return atom(value ? 'true' : 'false');
}

/** A float. */
export function float(value: number): Term {
  return { kind: 'float', value };
}

/** A tuple. */
export function tuple(...elements: Term[]): Term {
  return { kind: 'tuple', elements };
}

/** A proper list. */
export function list(elements: readonly Term[]): Term {
  return elements.length === 0 ? NIL : { kind: 'list', elements, tail: NIL };
}

/** A binary. */
export function binary(bytes: Uint8Array): Term {
  return { kind: 'bitstring', bytes, bitSize: 8 * bytes.length };
}

const encoder = new TextEncoder();

/** A list of the characters of a text. */
export function characters(text: string): Term {
  return text === '' ? NIL : new CharacterList(text);
}

/** A binary of a text in UTF-8. */
export function textBinary(text: string): Term {
  return binary(encoder.encode(text));
}
