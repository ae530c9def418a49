import type { Term } from '@beamline/beam-file';
import { utf8ErrorAt } from '@beamline/regex';
import { badarg, bytesOf, integerBetween } from './arguments.js';
import { joinedBytes } from './io-lists.js';

const encoder = new TextEncoder();
/** Characters that are encoded together. */
const PART = 4096;

/** Characters in a list, binaries of UTF-8 and such lists, as UTF-8. */
export function charDataBytes(term: Term | undefined): Uint8Array {
  if (term?.kind === 'bitstring') return utf8Of(term);
  if (term?.kind !== 'list' && term?.kind !== 'nil') return badarg();
  const parts: Uint8Array[] = [];
  let text: number[] = [];
  const flush = (): void => {
    if (text.length > 0) parts.push(encoder.encode(String.fromCodePoint(...text)));
    text = [];
  };
  const open: Term[] = [term];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'list') {
      if (next.tail.kind === 'integer') return badarg();
      open.push(next.tail);
      for (let i = next.elements.length - 1; i >= 0; i--) open.push(next.elements[i] as Term);
    } else if (next.kind === 'integer') {
      const char = integerBetween(next, 0, 0x10ffff);
      if (char >= 0xd800 && char <= 0xdfff) return badarg();
      text.push(char);
      if (text.length === PART) flush();
    } else if (next.kind !== 'nil') {
      flush();
      parts.push(utf8Of(next));
    }
  }
  flush();
  return joinedBytes(parts);
}

function utf8Of(term: Term): Uint8Array {
  const bytes = bytesOf(term);
  return utf8ErrorAt(bytes) >= 0 ? badarg() : bytes;
}
