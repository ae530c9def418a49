export { BeamFileError, type BeamFileErrorCode } from './beam-file-error.js';
export { ADLER_PRIME, adler32, crc32 } from './checksums.js';
export { type Code, MAX_REGISTERS, MAX_Y_REGISTERS, OperandKind } from './code.js';
export { type CodeFunction, functionsOf } from './code-functions.js';
export { withChunk, writeChunks } from './container.js';
export { disassemble } from './disassemble.js';
export { ExternalTermEncodeError, type ExternalTermOptions, encodeExternalTerm } from './encode-external-term.js';
export { decodeExternalTerm, decodeExternalTermPrefix, ExternalTermError } from './external-term.js';
export { formatAtom, formatFloat, formatIdentifier, formatTerm } from './format-term.js';
export { type Export, type Import, type Lambda, MAX_ARITY } from './function-tables.js';
export { type KeepOptions, keepFunctions } from './keep-functions.js';
export type { Line, LineTable } from './lines.js';
export { writeLiteralTable } from './literals.js';
export { Opcode } from './opcode.js';
export { LAST_OPCODE, OPCODES, type OpcodeInfo, OperandClass, opcodeInfo } from './opcode-table.js';
export { type AvmEntry, isAvmFile, readAvmFile, withAvmContents, writeAvmFile } from './read-avm-file.js';
export { type BeamFile, readBeamFile, readBeamFileWithoutCode } from './read-beam-file.js';
export { isPrecompiledFile, type PrecompiledFile, readPrecompiledFile } from './read-precompiled-file.js';
export type { RecordDefinition, RecordField } from './records.js';
export type {
  AtomTerm,
  BitstringTerm,
  ExportTerm,
  FloatTerm,
  FunTerm,
  IntegerTerm,
  ListTerm,
  MapTerm,
  NilTerm,
  PidTerm,
  PortTerm,
  RecordTerm,
  ReferenceTerm,
  Term,
  TupleTerm,
} from './term.js';
export { ANY_TYPE, TypeBit, type TypeInfo } from './types.js';
export { DeflateStream } from './zlib/deflate-stream.js';
export { InflateStream } from './zlib/inflate-stream.js';
export { ZlibFlush, ZlibResult, type ZlibStream } from './zlib/zlib-stream.js';
