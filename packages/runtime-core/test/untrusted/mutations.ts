import { type BeamFile, readBeamFile } from '@beamline/beam-file';

/** A generator of 32-bit numbers (mulberry32), so that a seed always makes the same mutation. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Bytes of the `Code` chunk in front of the instructions. */
const CODE_HEADER = 20;

/** A file of `beam` in which something is wrong: in instructions, operands, types or anywhere. */
export function mutate(beam: BeamFile, next: () => number): Uint8Array {
  const chunks = new Map(beam.chunks);
  const changes = 1 + (next() % 3);
  for (let c = 0; c < changes; c++) {
    const how = next() % 10;
    const code = chunks.get('Code') ?? new Uint8Array(0);
    if (how === 0) chunks.set('Type', changedBytes(chunks.get('Type') ?? new Uint8Array(0), 8, next));
    else if (how === 1) chunks.set('Code', changedBytes(code, CODE_HEADER, next));
    else chunks.set('Code', changedInstructions(beam, code, how, next));
  }
  return container(chunks);
}

function changedBytes(bytes: Uint8Array, from: number, next: () => number): Uint8Array {
  const changed = bytes.slice();
  if (bytes.length <= from) return changed;
  const at = from + (next() % (bytes.length - from));
  changed[at] = next() % 2 === 0 ? next() : (changed[at] ?? 0) ^ (1 << (next() % 8));
  return changed;
}

/** Moves, repeats, leaves out or replaces a whole instruction, or changes the number of an operand but not its kind. */
function changedInstructions(beam: BeamFile, code: Uint8Array, how: number, next: () => number): Uint8Array {
  const { offsets, length } = beam.code;
  // An earlier change may have moved what lies after it: then the result is some other mutation.
  const at = next() % length;
  const part = (i: number): Uint8Array =>
    code.subarray(CODE_HEADER + (offsets[i] ?? 0), CODE_HEADER + (offsets[i + 1] ?? code.length - CODE_HEADER));
  const before = code.subarray(0, CODE_HEADER + (offsets[at] ?? 0));
  const behind = code.subarray(CODE_HEADER + (offsets[at + 1] ?? code.length - CODE_HEADER));
  const near = part(Math.max(0, Math.min(length - 1, at + (next() % 21) - 10)));
  switch (how) {
    case 2:
      return joined(before, behind);
    case 3:
      return joined(before, part(at), part(at), behind);
    case 4:
      return joined(before, near, behind);
    case 5:
      return joined(before, near, part(at), behind);
    default: {
      const one = part(at).slice();
      if (one.length < 2) return code;
      const operand = 1 + (next() % (one.length - 1));
      // The lowest three bits are the kind; the fourth says whether the number goes on.
      one[operand] = ((one[operand] ?? 0) & 0x0f) | ((next() % 12) << 4);
      return joined(before, one, behind);
    }
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A `.beam` file with chunks. */
function container(chunks: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const [name, data] of chunks) {
    parts.push(encoder.encode(name), bigEndian(data.length), data, new Uint8Array(-data.length & 3));
  }
  const body = joined(encoder.encode('BEAM'), ...parts);
  return joined(encoder.encode('FOR1'), bigEndian(body.length), body);
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The file of bytes that are known to be one. */
export function fileOf(bytes: Uint8Array): BeamFile {
  return readBeamFile(bytes);
}
