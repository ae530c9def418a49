import { ChunkReader } from './chunk-reader.js';
import { InflateError, inflateZlib } from './inflate.js';

/**
 * Reads `LitT`: the size after inflating, then zlib data; size 0 (since OTP 28) says that the rest
 * is not compressed. Inside: a count, then for each literal its size and its external term
 * (`build_literals` in `compiler/src/beam_asm.erl`, `parse_literals` in `beam_file.c`). Gives the
 * external term's bytes of each, with the leading 131; they are not decoded here.
 */
export function readLiterals(reader: ChunkReader): Uint8Array[] {
  const size = reader.uint32('size of the literals');
  let table: ChunkReader = reader;
  if (size !== 0) {
    try {
      table = new ChunkReader(reader.name, inflateZlib(reader.take(reader.remaining, 'literals'), size), reader.base, false);
    } catch (error) {
      if (error instanceof InflateError) throw reader.error('bad-compression', error.message, 4);
      throw error;
    }
  }
  return readLiteralTable(table);
}

/** Reads `LitU`, which the files in `.avm` archives have instead: the same without the size in front, never compressed. */
export function readLiteralTable(table: ChunkReader): Uint8Array[] {
  const count = table.count(4, 'number of literals');
  const literals: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = table.uint32('size of a literal');
    literals.push(table.take(bytes, `literal ${i}`));
  }
  return literals;
}

/** The data of a `LitU` chunk. */
export function writeLiteralTable(literals: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(literals.reduce((sum, { length }) => sum + 4 + length, 4));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, literals.length);
  let at = 4;
  for (const literal of literals) {
    view.setUint32(at, literal.length);
    bytes.set(literal, at + 4);
    at += 4 + literal.length;
  }
  return bytes;
}
