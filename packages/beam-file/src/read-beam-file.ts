import { readAtoms } from './atoms.js';
import { BeamFileError } from './beam-file-error.js';
import { ChunkReader } from './chunk-reader.js';
import { type Code, readCode, readCodeHeader } from './code.js';
import { type Chunk, readChunks } from './container.js';
import { decodeExternalTerm, ExternalTermError } from './external-term.js';
import { type Export, type Import, type Lambda, readExports, readImports, readLambdas } from './function-tables.js';
import { type LineTable, readLines } from './lines.js';
import { readLiterals, readLiteralTable } from './literals.js';
import { type RecordDefinition, readRecords } from './records.js';
import type { Term } from './term.js';
import { readTypes, type TypeInfo } from './types.js';
import { verifyCode } from './verify-code.js';

/** All that a `.beam` file has, decoded except for literals and debug information. */
export interface BeamFile {
  /** Name of the module, the same as `atoms[1]`. */
  readonly module: string;
  /** The module's atoms (`AtU8` or `Atom`), from index 1; index 0 is '' and unused. */
  readonly atoms: readonly string[];
  /** The instructions (`Code`). */
  readonly code: Code;
  /** The bytes that string segments refer to (`StrT`); empty without the chunk. */
  readonly strings: Uint8Array;
  /** Imported functions (`ImpT`). */
  readonly imports: readonly Import[];
  /** Exported functions (`ExpT`). */
  readonly exports: readonly Export[];
  /** Functions that are not exported (`LocT`); empty without the chunk. */
  readonly locals: readonly Export[];
  /** Funs that the module creates (`FunT`). */
  readonly lambdas: readonly Lambda[];
  /** External terms of the literals (`LitT`), each with its leading 131, for `decodeExternalTerm`. */
  readonly literals: readonly Uint8Array[];
  /** What `line` instructions stand for (`Line`); undefined without the chunk or in an unknown version. */
  readonly lines: LineTable | undefined;
  /** Types of typed registers (`Type`); empty without the chunk or in an unknown version. */
  readonly types: readonly TypeInfo[];
  /** `-module_info(attributes)` (`Attr`), a list of pairs; undefined without the chunk. */
  readonly attributes: Term | undefined;
  /** `-module_info(compile)` (`CInf`), a list of pairs; undefined without the chunk. */
  readonly compileInfo: Term | undefined;
  /** Bytes of the external term of the debug information (`Dbgi`); undefined without the chunk. */
  readonly debugInfo: Uint8Array | undefined;
  /** Meta data, e.g. the enabled features (`Meta`, since OTP 25); undefined without the chunk. */
  readonly meta: Term | undefined;
  /** Native records that the module defines (`Recs`, since OTP 29); empty without the chunk. */
  readonly records: readonly RecordDefinition[];
  /** The data of every chunk, known or not, by its four characters; views on the file. */
  readonly chunks: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a `.beam` file of OTP 25..29 (and of older releases, as far as their instructions are still
 * known). A file that is compressed as a whole by gzip is inflated first. Checks everything that
 * code which uses the result would otherwise have to check: indexes, labels, register numbers,
 * operand kinds. Throws BeamFileError and nothing else, whatever the bytes are.
 */
export function readBeamFile(bytes: Uint8Array): BeamFile {
  // To copy it is to read all of it. Reading the code, which comes last, checks it and what refers to it.
  return { ...readBeamFileWithoutCode(bytes) };
}

/**
 * As `readBeamFile`, for a file that has been checked before: its code, lines, types and what it tells of itself are read when they are first
 * asked for, and errors in them are thrown then. Throws BeamFileError.
 * @param literalTable - the literals of the file as `writeLiteralTable` writes them, so that those in it need not be inflated
 */
export function readBeamFileWithoutCode(bytes: Uint8Array, literalTable?: Uint8Array): BeamFile {
  const chunks = readChunks(bytes);
  // Of a file without both OTP misses the code.
  const codeReader = open(required(chunks, 'Code'));
  const atomChunk = chunks.get('AtU8');
  const atoms = readAtoms(open(atomChunk === undefined ? required(chunks, 'Atom') : atomChunk), atomChunk !== undefined);
  const atomCount = atoms.length - 1;
  const module = atoms[1] as string;
  const header = readCodeHeader(codeReader);
  const codeStart = codeReader.position;
  const { labelCount } = header;

  const strings = chunks.get('StrT')?.data ?? new Uint8Array(0);
  const imports = readImports(open(required(chunks, 'ImpT')), atomCount);
  const exportReader = open(required(chunks, 'ExpT'));
  const exports = readExports(exportReader, atomCount, labelCount);
  const localReader = optional(chunks, 'LocT');
  const locals = localReader === undefined ? [] : readExports(localReader, atomCount, labelCount);
  const lambdaReader = optional(chunks, 'FunT');
  const lambdas = lambdaReader === undefined ? [] : readLambdas(lambdaReader, atomCount, labelCount);
  const literalReader = optional(chunks, 'LitT');
  const plainLiteralReader = optional(chunks, 'LitU');
  let literals: Uint8Array[] = [];
  if (literalTable !== undefined) literals = readLiteralTable(new ChunkReader('LitU', literalTable, 0));
  else if (literalReader !== undefined) literals = readLiterals(literalReader);
  else if (plainLiteralReader !== undefined) literals = readLiteralTable(plainLiteralReader);
  const lines = lazily(() => {
    const reader = optional(chunks, 'Line');
    return reader === undefined ? undefined : readLines(reader, module);
  });
  const types = lazily(() => {
    const reader = optional(chunks, 'Type');
    return reader === undefined ? undefined : readTypes(reader);
  });

  const recordReader = optional(chunks, 'Recs');
  const records = recordReader === undefined ? [] : readRecords(recordReader, { atoms, literals });

  const code = lazily(() => {
    const read = readCode(codeReader, header, { atoms: atomCount, literals: literals.length, types: types()?.length });
    const defined = verifyCode(read, codeReader, codeStart, {
      atoms,
      imports,
      lambdas,
      stringBytes: strings.length,
      lineCount: lines()?.lines.length,
    });
    checkLabels(exportReader, exports, defined);
    if (localReader !== undefined) checkLabels(localReader, locals, defined);
    if (lambdaReader !== undefined) checkLabels(lambdaReader, lambdas, defined);
    return read;
  });
  const attributes = lazily(() => term(chunks, 'Attr'));
  const compileInfo = lazily(() => term(chunks, 'CInf'));
  const meta = lazily(() => term(chunks, 'Meta'));

  return {
    module,
    atoms,
    strings,
    imports,
    exports,
    locals,
    lambdas,
    literals,
    get lines() {
      return lines();
    },
    get types() {
      return types() ?? [];
    },
    get attributes() {
      return attributes();
    },
    get compileInfo() {
      return compileInfo();
    },
    debugInfo: chunks.get('Dbgi')?.data,
    get meta() {
      return meta();
    },
    records,
    chunks: new Map([...chunks.values()].map((chunk) => [chunk.name, chunk.data])),
    get code() {
      return code();
    },
  };
}

/** What is read when it is first asked for. */
function lazily<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

function open(chunk: Chunk): ChunkReader {
  return new ChunkReader(chunk.name, chunk.data, chunk.offset);
}

function optional(chunks: ReadonlyMap<string, Chunk>, name: string): ChunkReader | undefined {
  const chunk = chunks.get(name);
  return chunk === undefined ? undefined : open(chunk);
}

function required(chunks: ReadonlyMap<string, Chunk>, name: string): Chunk {
  const chunk = chunks.get(name);
  if (chunk === undefined) throw new BeamFileError('missing-chunk', `the file has no chunk "${name}"`, name, 0);
  return chunk;
}

/** Decodes a chunk that is one external term. Stripped files have such chunks empty. */
function term(chunks: ReadonlyMap<string, Chunk>, name: string): Term | undefined {
  const chunk = chunks.get(name);
  if (chunk === undefined || chunk.data.length === 0) return undefined;
  try {
    return decodeExternalTerm(chunk.data);
  } catch (error) {
    if (error instanceof ExternalTermError) {
      throw new BeamFileError('bad-term', error.message, name, chunk.offset + Math.min(error.offset, chunk.data.length));
    }
    throw error;
  }
}

function checkLabels(reader: ChunkReader, functions: readonly { readonly label: number }[], defined: Uint8Array): void {
  for (const { label } of functions) {
    if (defined[label] === 0) throw reader.error('bad-label', `label ${label} is not defined in the code`, 0);
  }
}
