import { type ChunkReader, CompactTag } from './chunk-reader.js';
import { decodeLatin1, decodeUtf8 } from './utf8.js';

/** Longest atom, in characters (`MAX_ATOM_CHARACTERS`, `erts/emulator/beam/atom.h`). */
const MAX_ATOM_CHARACTERS = 255;

/**
 * Reads `AtU8` (UTF-8) or the older `Atom` (Latin-1). Index 0 of the result is '' and unused, as
 * atom indexes in BEAM start at 1. Since OTP 28 the count may be negative; then lengths are
 * compact terms, so that an atom may have more than 255 bytes (`build_file/…` in
 * `compiler/src/beam_asm.erl`, `parse_atom_chunk` in `erts/emulator/beam/beam_file.c`).
 */
export function readAtoms(reader: ChunkReader, utf8: boolean): string[] {
  const stated = reader.int32('atom count');
  const longLengths = stated < 0;
  const count = Math.abs(stated);
  if (count > reader.remaining) {
    throw reader.error('bad-count', `${count} atoms do not fit in ${reader.remaining} bytes`, 0);
  }
  if (count === 0) throw reader.error('bad-count', 'there are no atoms, not even the name of the module', 0);
  const atoms: string[] = [''];
  for (let index = 1; index <= count; index++) {
    const at = reader.position;
    let size: number;
    if (longLengths) {
      size = reader.compactUnsigned('length of an atom');
      if (reader.tag !== CompactTag.untagged) throw reader.error('bad-atom', `length of atom ${index} has tag ${reader.tag}`, at);
    } else {
      size = reader.byte('length of an atom');
    }
    const start = reader.skip(size, `atom ${index}`);
    const text = utf8 ? decodeUtf8(reader.bytes, start, start + size) : decodeLatin1(reader.bytes, start, start + size);
    if (text === undefined) throw reader.error('bad-utf8', `atom ${index} is not UTF-8`, start);
    if (text.length > MAX_ATOM_CHARACTERS && [...text].length > MAX_ATOM_CHARACTERS) {
      throw reader.error('bad-atom', `atom ${index} has more than ${MAX_ATOM_CHARACTERS} characters`, start);
    }
    atoms.push(text);
  }
  return atoms;
}
