import { ByteSink } from './byte-sink.js';
import { type ChunkReader, CompactTag } from './chunk-reader.js';
import { decodeLatin1, decodeUtf8 } from './utf8.js';

/** A place in the source. */
export interface Line {
  /** Index in `LineTable.names`. */
  readonly file: number;
  /** Line number; 0 when it is not known. */
  readonly line: number;
}

/** The `Line` chunk: what the operand of a `line` instruction stands for. */
export interface LineTable {
  /** Number of `line` instructions that the compiler counted. */
  readonly instructionCount: number;
  /** Flags of the chunk, as they are in the file. */
  readonly flags: number;
  /** File names; the first is the module's name with `.erl`. */
  readonly names: readonly string[];
  /** Indexed by the operand of `line`; index 0 means an unknown place and has line 0. */
  readonly lines: readonly Line[];
}

/**
 * Reads `Line` version 0: version, flags, number of instructions, of lines, of file names; the
 * lines as compact terms (an integer is a line in the current file, an atom changes the current
 * file); the names with 16-bit lengths (`build_line_table` in `compiler/src/beam_asm.erl`). Gives
 * undefined for another version, as the emulator ignores these.
 */
export function readLines(reader: ChunkReader, module: string): LineTable | undefined {
  if (reader.uint32('version') !== 0) return undefined;
  const flags = reader.uint32('flags');
  const instructionCount = reader.uint32('number of line instructions');
  const lineCount = reader.uint32('number of lines');
  const nameCount = reader.uint32('number of file names');
  if (lineCount + nameCount * 2 > reader.remaining) {
    throw reader.error('bad-count', `${lineCount} lines and ${nameCount} file names do not fit in ${reader.remaining} bytes`, 12);
  }
  const lines: Line[] = [{ file: 0, line: 0 }];
  let file = 0;
  while (lines.length <= lineCount) {
    const at = reader.position;
    const value = reader.compactUnsigned('a line');
    if (reader.tag === CompactTag.integer) {
      lines.push({ file, line: value });
    } else if (reader.tag === CompactTag.atom) {
      if (value > nameCount) throw reader.error('bad-index', `there is no file name ${value}, only 0..${nameCount}`, at);
      file = value;
    } else {
      throw reader.error('bad-operand', `a line has tag ${reader.tag}`, at);
    }
  }
  const names = [`${module}.erl`];
  for (let i = 0; i < nameCount; i++) {
    const size = reader.uint16('length of a file name');
    const start = reader.skip(size, 'a file name');
    // Names are in the file name encoding of the compiling system, UTF-8 almost everywhere.
    names.push(decodeUtf8(reader.bytes, start, start + size) ?? decodeLatin1(reader.bytes, start, start + size));
  }
  return { instructionCount, flags, names, lines };
}

/** The data of a `Line` chunk. */
export function writeLines({ flags, instructionCount, names, lines }: LineTable): Uint8Array<ArrayBuffer> {
  const sink = new ByteSink(20 + 3 * lines.length);
  for (const word of [0, flags, instructionCount, lines.length - 1, names.length - 1]) sink.uint32(word);
  let current = 0;
  for (const { file, line } of lines.slice(1)) {
    if (file !== current) sink.compact(CompactTag.atom, file);
    current = file;
    sink.compact(CompactTag.integer, line);
  }
  for (const name of names.slice(1)) {
    const bytes = new TextEncoder().encode(name);
    sink.byte(bytes.length >> 8);
    sink.byte(bytes.length & 0xff);
    sink.copy(bytes);
  }
  return sink.bytes;
}
