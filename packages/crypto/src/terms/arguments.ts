import type { Term } from '@beamline/beam-file';

/** Name of an atom; undefined for any other term. */
export function atomName(term: Term | undefined): string | undefined {
  return term?.kind === 'atom' ? term.name : undefined;
}

/** Bytes of a binary; undefined for any other term. */
export function binaryBytes(term: Term | undefined): Uint8Array | undefined {
  return term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : undefined;
}

/** Elements of a proper list; undefined for any other term. */
export function elements(term: Term | undefined): readonly Term[] | undefined {
  if (term?.kind === 'nil') return [];
  return term?.kind === 'list' && term.tail.kind === 'nil' ? term.elements : undefined;
}

/** Elements of a tuple; undefined for any other term. */
export function tupleElements(term: Term | undefined): readonly Term[] | undefined {
  return term?.kind === 'tuple' ? term.elements : undefined;
}

/** A whole number of at most 32 bits; undefined for any other term. */
export function smallInteger(term: Term | undefined): number | undefined {
  return term?.kind === 'integer' && typeof term.value === 'number' && Math.abs(term.value) < 2 ** 32 ? term.value : undefined;
}

/** Bytes of an iolist; undefined for any other term. */
export function ioBytes(term: Term | undefined): Uint8Array | undefined {
  const whole = binaryBytes(term);
  if (whole !== undefined || term === undefined) return whole;
  if (term.kind !== 'list' && term.kind !== 'nil') return undefined;
  const parts: Uint8Array[] = [];
  let single: number[] = [];
  const flush = (): void => {
    if (single.length > 0) parts.push(new Uint8Array(single));
    single = [];
  };
  const pending: Term[] = [term];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'list') {
      // The tail of a list may be a binary, but no byte.
      if (next.tail.kind === 'integer') return undefined;
      pending.push(next.tail);
      for (let i = next.elements.length - 1; i >= 0; i--) pending.push(next.elements[i] ?? next.tail);
    } else if (next.kind === 'integer') {
      if (typeof next.value !== 'number' || next.value < 0 || next.value > 255) return undefined;
      single.push(next.value);
    } else if (next.kind !== 'nil') {
      const bytes = binaryBytes(next);
      if (bytes === undefined) return undefined;
      flush();
      parts.push(bytes);
    }
  }
  flush();
  return joined(parts);
}

/** Bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** True if bytes are the same; takes as long for any of a length. */
export function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}
