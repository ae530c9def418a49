/**
 * The stream form of a module: what goes into an `.avm` file beside the code, in one piece.
 *
 * Words are 32 bits, little-endian, unsigned:
 *
 * | what | words |
 * | --- | --- |
 * | how many entries, labels and continuations together | 1 |
 * | for each entry where its code begins, in bytes from the module's first one | 1 each |
 * | the size of the module, in bytes | 1 |
 * | the WebAssembly module, then zeros up to a whole word | |
 * | how many lines | 1 |
 * | for each line its number, and where its code begins, in bytes from the module's first one | 2 each |
 * | how many continuations | 1 |
 * | for each continuation its entry, and the label whose code it continues | 2 each |
 *
 * The parts and their order are those of AtomVM's wasm32 target; the widths are ours.
 */

/** Where the code of a line begins. */
export interface ModuleLine {
  /** The line's number, from 1. */
  readonly line: number;
  /** The entry whose code it is in. */
  readonly entry: number;
  /** The first byte, from the beginning of the module. */
  readonly offset: number;
}

/** An entry that is not a label: code after a call, or after a stop of the scheduler. */
export interface Continuation {
  /** The number of the entry. */
  readonly entry: number;
  /** The label whose code it continues. */
  readonly label: number;
}

/** A module with what a loader needs to know of it. */
export interface AtomvmModule {
  /** The WebAssembly module. It exports entry `n` as `fn`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For each entry where its code begins, in bytes from the module's first one; labels come first. */
  readonly entries: readonly number[];
  /** The lines, by offset. */
  readonly lines: readonly ModuleLine[];
  /** The continuations, by entry. */
  readonly continuations: readonly Continuation[];
}

/** A stream that ends inside of a part, or goes on after the last one. */
export class AtomvmStreamError extends RangeError {
  /** The name of the class. */
  override readonly name = 'AtomvmStreamError';

  constructor(
    /** The part that was being read. */
    readonly part: 'entries' | 'module' | 'lines' | 'continuations' | 'end',
    /** Where it should have been, in bytes. */
    readonly offset: number,
  ) {
    super(`${part} at byte ${offset}: the stream has another length`);
  }
}

const padded = (size: number): number => (size + 3) & ~3;

/** The stream form of a module. */
export function encodeAtomvmStream({ bytes, entries, lines, continuations }: AtomvmModule): Uint8Array<ArrayBuffer> {
  const words = 4 + entries.length + 2 * lines.length + 2 * continuations.length;
  const stream = new Uint8Array(4 * words + padded(bytes.length));
  const view = new DataView(stream.buffer);
  let at = 0;
  const word = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  word(entries.length);
  for (const offset of entries) word(offset);
  word(bytes.length);
  stream.set(bytes, at);
  at += padded(bytes.length);
  word(lines.length);
  for (const { line, offset } of lines) {
    word(line);
    word(offset);
  }
  word(continuations.length);
  for (const { entry, label } of continuations) {
    word(entry);
    word(label);
  }
  return stream;
}

/** Reads a stream; throws {@link AtomvmStreamError} if its length is not what its counts say. */
export function decodeAtomvmStream(stream: Uint8Array): AtomvmModule {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let part: AtomvmStreamError['part'] = 'entries';
  let at = 0;
  const need = (size: number): void => {
    if (at + size > stream.length) throw new AtomvmStreamError(part, at);
  };
  const word = (): number => {
    need(4);
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const list = <T>(wordsEach: number, read: () => T): T[] => {
    const count = word();
    need(4 * wordsEach * count);
    return Array.from({ length: count }, read);
  };
  const entries = list(1, word);
  part = 'module';
  const size = word();
  need(padded(size));
  const bytes = stream.slice(at, at + size) as Uint8Array<ArrayBuffer>;
  at += padded(size);
  part = 'lines';
  // A line belongs to the last entry that begins before it; labels may have been added in any order.
  const entryOf = (offset: number): number =>
    entries.reduce((best, start, i) => (start <= offset && start > (entries[best] ?? -1) ? i : best), -1);
  const lines = list(2, () => {
    const line = word();
    const offset = word();
    return { line, entry: entryOf(offset), offset };
  });
  part = 'continuations';
  const continuations = list(2, () => ({ entry: word(), label: word() }));
  if (at !== stream.length) throw new AtomvmStreamError('end', at);
  return { bytes, entries, lines, continuations };
}
