export { BeamFileError, type BeamFileErrorCode } from './beam-file-error.js';
export { readBeamFile, type BeamFile } from './read-beam-file.js';
export { OperandKind, MAX_REGISTERS, MAX_Y_REGISTERS, type Code } from './code.js';
export { MAX_ARITY, type Export, type Import, type Lambda } from './function-tables.js';
export { type Line, type LineTable } from './lines.js';
export { ANY_TYPE, TypeBit, type TypeInfo } from './types.js';
export { Opcode } from './opcode.js';
export { OPCODES, LAST_OPCODE, OperandClass, opcodeInfo, type OpcodeInfo } from './opcode-table.js';
export { decodeExternalTerm, ExternalTermError } from './external-term.js';
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
export { formatAtom, formatFloat, formatTerm } from './format-term.js';
export { disassemble } from './disassemble.js';
