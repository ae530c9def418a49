/**
 * The stream form of a module, which a loader of AtomVM reads. Numbers are little-endian.
 *
 * | what | bytes |
 * | --- | --- |
 * | how many entries, labels and continuations together | 4 |
 * | where the WebAssembly module begins, from the first byte of the stream | 4 |
 * | where the lines begin | 4 |
 * | zeros, for as many entries as there are labels: where the loader may put addresses | 4 each |
 * | the WebAssembly module | |
 * | how many lines | 2 |
 * | for each line its index in the `Line` chunk, and the offset of its entry | 2 and 4 |
 * | how many continuations | 2 |
 * | for each continuation, the newest first, its entry and the label whose code it continues | 2 and 2 |
 */
import { ENTRY_BYTES } from './abi.js';

/** A line of the source, and the entry that its code is in. */
export interface CodeLine {
  /** Its index in the `Line` chunk: the operand of `line`. */
  readonly line: number;
  /** The offset of the entry: its number times 4. */
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
  /** The greatest label. Entries above it are continuations. */
  readonly labelCount: number;
  /** How many entries there are. */
  readonly entryCount: number;
  /** The lines, by offset. */
  readonly lines: readonly CodeLine[];
  /** The continuations, the newest first. */
  readonly continuations: readonly Continuation[];
}

/** A stream whose numbers do not fit its length or one another. */
export class AtomvmStreamError extends RangeError {
  /** The name of the class. */
  override readonly name = 'AtomvmStreamError';

  constructor(
    /** The part that was being read. */
    readonly part: 'header' | 'module' | 'lines' | 'continuations' | 'end',
    /** Where it is, in bytes. */
    readonly offset: number,
    /** What is wrong. */
    readonly detail: string,
  ) {
    super(`${part} at byte ${offset}: ${detail}`);
  }
}

const HEADER_BYTES = 12;
const LINE_BYTES = 6;
const CONTINUATION_BYTES = 4;
const MAX_UINT16 = 0xffff;
/** What the loader takes. */
const MAX_STREAM_ENTRIES = 0xffffff;
const MIN_MODULE_BYTES = 8;
const MAGIC = 0x6d736100;

/** Whether a number can be in the lines of a stream. */
export function isLineReference(line: number): boolean {
  return Number.isInteger(line) && line >= 0 && line <= MAX_UINT16;
}

/** The stream form of a module; throws {@link AtomvmStreamError} for more lines or continuations than it can have. */
export function encodeAtomvmStream({ bytes, labelCount, entryCount, lines, continuations }: AtomvmModule): Uint8Array<ArrayBuffer> {
  if (lines.length > MAX_UINT16) throw new AtomvmStreamError('lines', 0, `${lines.length} are too many`);
  // Their entries are numbers of 16 bits, too.
  if (entryCount > MAX_UINT16 + 1) throw new AtomvmStreamError('continuations', 0, `${entryCount} entries are too many`);
  const start = HEADER_BYTES + ENTRY_BYTES * (labelCount + 1);
  const linesStart = start + bytes.length;
  const stream = new Uint8Array(linesStart + 4 + LINE_BYTES * lines.length + CONTINUATION_BYTES * continuations.length);
  const view = new DataView(stream.buffer);
  view.setUint32(0, entryCount, true);
  view.setUint32(4, start, true);
  view.setUint32(8, linesStart, true);
  stream.set(bytes, start);
  let at = linesStart;
  view.setUint16(at, lines.length, true);
  at += 2;
  for (const { line, offset } of lines) {
    view.setUint16(at, line, true);
    view.setUint32(at + 2, offset, true);
    at += LINE_BYTES;
  }
  view.setUint16(at, continuations.length, true);
  at += 2;
  for (const { entry, label } of continuations) {
    view.setUint16(at, entry, true);
    view.setUint16(at + 2, label, true);
    at += CONTINUATION_BYTES;
  }
  return stream;
}

/** Reads a stream; throws {@link AtomvmStreamError} for what AtomVM's loader does not take, or what has another length than it says. */
export function decodeAtomvmStream(stream: Uint8Array): AtomvmModule {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < HEADER_BYTES) throw new AtomvmStreamError('header', 0, `${stream.length} bytes are too few`);
  const entryCount = view.getUint32(0, true);
  const start = view.getUint32(4, true);
  const linesStart = view.getUint32(8, true);
  const reserved = (start - HEADER_BYTES) / ENTRY_BYTES;
  if (entryCount > MAX_STREAM_ENTRIES) throw new AtomvmStreamError('header', 0, `${entryCount} entries are too many`);
  if (!Number.isInteger(reserved) || reserved < 1 || reserved > entryCount) {
    throw new AtomvmStreamError('header', 4, `a module at byte ${start} is no place behind ${entryCount} entries or fewer`);
  }
  if (linesStart > stream.length || linesStart - start < MIN_MODULE_BYTES || view.getUint32(start, true) !== MAGIC) {
    throw new AtomvmStreamError('module', start, `there is no WebAssembly module up to byte ${linesStart}`);
  }
  let at = linesStart;
  const list = <T>(part: AtomvmStreamError['part'], size: number, read: () => T): T[] => {
    if (at + 2 > stream.length) throw new AtomvmStreamError(part, at, 'the stream ends before it');
    const count = view.getUint16(at, true);
    at += 2;
    if (at + size * count > stream.length) throw new AtomvmStreamError(part, at, `the stream ends before ${count} of them`);
    return Array.from({ length: count }, () => {
      const value = read();
      at += size;
      return value;
    });
  };
  const lines = list('lines', LINE_BYTES, () => ({ line: view.getUint16(at, true), offset: view.getUint32(at + 2, true) }));
  const continuations = list('continuations', CONTINUATION_BYTES, () => ({
    entry: view.getUint16(at, true),
    label: view.getUint16(at + 2, true),
  }));
  if (at !== stream.length) throw new AtomvmStreamError('end', at, `the stream has ${stream.length - at} bytes more`);
  const bytes = stream.slice(start, linesStart) as Uint8Array<ArrayBuffer>;
  return { bytes, labelCount: reserved - 1, entryCount, lines, continuations };
}
