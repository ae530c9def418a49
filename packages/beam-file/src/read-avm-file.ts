import { BeamFileError } from './beam-file-error.js';

/** A file in an `.avm` archive. */
export interface AvmEntry {
  /** Its name, for a module with `.beam` at the end. */
  readonly name: string;
  /** True for a module. */
  readonly isModule: boolean;
  /** True for a module whose `start/0` a program begins with. */
  readonly isStart: boolean;
  readonly bytes: Uint8Array;
}

/** What each archive begins with (AtomVM's `src/libAtomVM/avmpack.c`), and then two zero bytes. */
const SIGNATURE = '#!/usr/bin/env AtomVM\n';
const HEADER_BYTES = 24;
/** Size, flags, a reserved word: each in 32 bits, the most significant byte first. */
const SECTION_HEADER_BYTES = 12;
const START_FLAG = 1;
const CODE_FLAG = 2;

/** True for bytes that begin as an `.avm` archive does. */
export function isAvmFile(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && [...SIGNATURE].every((character, i) => bytes[i] === character.charCodeAt(0));
}

/**
 * Reads an `.avm` archive, AtomVM's format for programs: its files in their order. Throws BeamFileError for what is none or is
 * cut short.
 */
export function readAvmFile(bytes: Uint8Array): AvmEntry[] {
  if (!isAvmFile(bytes))
    throw new BeamFileError('not-a-beam-file', 'the file is not an .avm archive: it does not begin with its signature', undefined, 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: AvmEntry[] = [];
  for (let at = HEADER_BYTES; ; ) {
    if (at + SECTION_HEADER_BYTES > bytes.length)
      throw new BeamFileError('truncated', 'the archive ends without its last section', undefined, at);
    const size = view.getUint32(at);
    const flags = view.getUint32(at + 4);
    if (size === 0) return entries;
    if (size < SECTION_HEADER_BYTES || at + size > bytes.length)
      throw new BeamFileError('truncated', `a section has ${size} bytes, of which ${bytes.length - at} are there`, undefined, at);
    const end = bytes.indexOf(0, at + SECTION_HEADER_BYTES);
    if (end < 0 || end >= at + size) throw new BeamFileError('truncated', 'the name of a section does not end', undefined, at);
    const name = new TextDecoder().decode(bytes.subarray(at + SECTION_HEADER_BYTES, end));
    // Names are padded to whole words.
    const start = at + SECTION_HEADER_BYTES + ((end + 1 - at - SECTION_HEADER_BYTES + 3) & ~3);
    entries.push({
      name,
      isModule: (flags & CODE_FLAG) !== 0,
      isStart: (flags & START_FLAG) !== 0,
      bytes: bytes.slice(start, at + size),
    });
    at += size;
  }
}
