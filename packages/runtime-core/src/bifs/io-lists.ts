import type { Term } from '@beamline/beam-file';
import { eachLeaf } from '../terms/leaves.js';
import { badarg, bytesOf, integerBetween } from './arguments.js';

/** Bytes of a binary, or of a list of bytes, binaries and such lists. */
export function ioListBytes(term: Term | undefined): Uint8Array {
  if (term?.kind === 'bitstring') return bytesOf(term);
  const parts: Uint8Array[] = [];
  let single: number[] = [];
  const flush = (): void => {
    if (single.length > 0) parts.push(new Uint8Array(single));
    single = [];
  };
  eachLeaf(term ?? badarg(), (leaf, isTail) => {
    // The tail of a list may be a binary, but no byte.
    if (leaf.kind === 'integer' && !isTail) {
      single.push(integerBetween(leaf, 0, 255));
    } else {
      flush();
      parts.push(bytesOf(leaf));
    }
  });
  flush();
  return joinedBytes(parts);
}

/** Bytes one after the other. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
