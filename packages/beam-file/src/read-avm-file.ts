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
  requireArchive(bytes);
  return readSections(bytes).map(({ entry }) => entry);
}

/** Writes an `.avm` archive of files, in their order. */
export function writeAvmFile(entries: readonly AvmEntry[]): Uint8Array<ArrayBuffer> {
  const sections = [...entries.map((entry) => section(entry)), section(END)];
  const whole = new Uint8Array(sections.reduce((sum, { length }) => sum + length, HEADER_BYTES));
  for (let i = 0; i < SIGNATURE.length; i++) whole[i] = SIGNATURE.charCodeAt(i);
  let at = HEADER_BYTES;
  for (const bytes of sections) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/** What an archive ends with: the size of its section is 0 (AtomVM's `packbeam`). */
const END: AvmEntry = { name: 'end', isModule: false, isStart: false, bytes: new Uint8Array(0) };

function section(entry: AvmEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.name);
  const start = SECTION_HEADER_BYTES + ((name.length + 1 + 3) & ~3);
  const bytes = new Uint8Array(start + ((entry.bytes.length + 3) & ~3));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, entry === END ? 0 : bytes.length);
  view.setUint32(4, (entry.isStart ? START_FLAG : 0) | (entry.isModule ? CODE_FLAG : 0));
  bytes.set(name, SECTION_HEADER_BYTES);
  bytes.set(entry.bytes, start);
  return bytes;
}

/** An archive with other contents: `change` gives those of each file, which keep their names, flags and order. Throws BeamFileError. */
export function withAvmContents(bytes: Uint8Array, change: (entry: AvmEntry) => Uint8Array): Uint8Array<ArrayBuffer> {
  requireArchive(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, HEADER_BYTES)];
  let end = HEADER_BYTES;
  for (const { entry, at, start } of readSections(bytes)) {
    const content = change(entry);
    const section = new Uint8Array(start - at + ((content.length + 3) & ~3));
    section.set(bytes.subarray(at, start));
    section.set(content, start - at);
    new DataView(section.buffer).setUint32(0, section.length);
    parts.push(section);
    end = at + new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  }
  // The last section, which is empty, and what may follow it.
  parts.push(bytes.subarray(end));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function requireArchive(bytes: Uint8Array): void {
  if (!isAvmFile(bytes))
    throw new BeamFileError('not-a-beam-file', 'the file is not an .avm archive: it does not begin with its signature', undefined, 0);
}

/** A file of an archive, where its section begins, and where its contents do. */
interface Section {
  readonly entry: AvmEntry;
  readonly at: number;
  readonly start: number;
}

function readSections(bytes: Uint8Array): Section[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Section[] = [];
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
    const entry = {
      name,
      isModule: (flags & CODE_FLAG) !== 0,
      isStart: (flags & START_FLAG) !== 0,
      bytes: bytes.slice(start, at + size),
    };
    entries.push({ entry, at, start });
    at += size;
  }
}
