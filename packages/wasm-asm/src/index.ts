export { ByteBuffer } from './byte-buffer.js';
export { CodeEmitter } from './code-emitter.js';
export { type ControlFlowGraph, type NodeEmitter, StructuredControlFlow } from './control-flow.js';
export {
  type FunctionBody,
  FunctionBuilder,
  FunctionBuilderError,
  type FunctionBuilderProblem,
  type FunctionRange,
  Label,
  type LabelledCatchClause,
  Local,
} from './function-builder.js';
export * from './generated/core.js';
export * from './generated/gc.js';
export * from './generated/legacy-exceptions.js';
export * from './generated/relaxed-simd.js';
export * from './generated/simd.js';
export * from './generated/threads.js';
export { InstructionGroup, type InstructionTarget } from './instruction-group.js';
export type { FunctionObserver, InstructionObserver } from './instruction-observer.js';
export {
  InstructionReader,
  readInstructions,
  readValueType,
  TruncatedInstructionError,
  UnknownInstructionError,
} from './instruction-reader.js';
export {
  type ImmediateKind,
  type Instruction,
  type InstructionGroupName,
  instructionTable,
} from './instruction-table.js';
export { LinkFixupKind, RelocatableInstructions, Relocations } from './relocations.js';
export { type CodeIndexSpace, type IndexMap, renumberCode, renumberHeapType, renumberValueType } from './renumber-code.js';
export {
  BlockType,
  blockResult,
  type CatchClause,
  CatchKind,
  explicitHeapType,
  HeapType,
  ValueType,
  valueTypeWithHeap,
  writeBlockType,
  writeCatches,
  writeValueType,
} from './types.js';
