import type { Term } from '@beamline/beam-file';
import { utf8ErrorAt } from '@beamline/regex';
import { eachLeaf } from '../terms/leaves.js';
import { badarg, bytesOf, integerBetween } from './arguments.js';
import { joinedBytes } from './io-lists.js';

const encoder = new TextEncoder();
/** Characters that are encoded together. */
const PART = 4096;

/** Characters in a list, binaries of UTF-8 and such lists, as UTF-8. */
export function charDataBytes(term: Term | undefined): Uint8Array {
  const parts: Uint8Array[] = [];
  let text: number[] = [];
  const flush = (): void => {
    if (text.length > 0) parts.push(encoder.encode(String.fromCodePoint(...text)));
    text = [];
  };
  eachLeaf(term ?? badarg(), (leaf, isTail) => {
    if (leaf.kind === 'integer' && !isTail) {
      const char = integerBetween(leaf, 0, 0x10ffff);
      if (char >= 0xd800 && char <= 0xdfff) badarg();
      text.push(char);
      if (text.length === PART) flush();
    } else {
      flush();
      parts.push(utf8Of(leaf));
    }
  });
  flush();
  return joinedBytes(parts);
}

function utf8Of(term: Term): Uint8Array {
  const bytes = bytesOf(term);
  return utf8ErrorAt(bytes) >= 0 ? badarg() : bytes;
}
