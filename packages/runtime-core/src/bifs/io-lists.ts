import type { Term } from '@beamline/beam-file';
import { badarg, bytesOf, integerBetween } from './arguments.js';

/** Bytes of a binary, or of a list of bytes, binaries and such lists. */
export function ioListBytes(term: Term | undefined): Uint8Array {
  if (term?.kind === 'bitstring') return bytesOf(term);
  if (term?.kind !== 'list' && term?.kind !== 'nil') return badarg();
  const parts: Uint8Array[] = [];
  const open: Term[] = [term];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'list') {
      // The tail of a list may be a binary, but no byte.
      if (next.tail.kind === 'integer') return badarg();
      open.push(next.tail);
      for (let i = next.elements.length - 1; i >= 0; i--) open.push(next.elements[i] as Term);
    } else if (next.kind === 'integer') parts.push(Uint8Array.of(integerBetween(next, 0, 255)));
    else if (next.kind !== 'nil') parts.push(bytesOf(next));
  }
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
