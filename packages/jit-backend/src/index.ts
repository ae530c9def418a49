export { CALL_EXT_NO_DEALLOC, CALL_EXT_NO_DEALLOC_MFA, ENTRY_BYTES, IMPORTED_MEMORY, NATIVE_CHUNK, Variant } from './atomvm/abi.js';
export { AtomvmBackend, type AtomvmBackendOptions } from './atomvm/backend.js';
export { AtomvmBackendError, type AtomvmBackendProblem } from './atomvm/error.js';
export {
  decodeNativeChunk,
  encodeNativeChunk,
  type NativeArchitecture,
  type NativeChunk,
  NativeChunkError,
  readNativeModule,
} from './atomvm/native-chunk.js';
export {
  type Argument,
  type Comparand,
  type Comparison,
  type Condition,
  type FloatRegister,
  FreeRegister,
  fpReg,
  free,
  type Int64,
  int64,
  type NamedArgument,
  NativeRegister,
  type Operand,
  type Pointer,
  type PrimitivePointer,
  ptr,
  type VmRegister,
  xReg,
  yReg,
} from './atomvm/operands.js';
export { atomvmPrimitives, moduleNativeInterfaceOffset, type Primitive, PrimitiveTable, type PrimitiveType } from './atomvm/primitives.js';
export type { RegisterContent } from './atomvm/registers.js';
export {
  type AtomvmModule,
  AtomvmStreamError,
  type CodeLine,
  type Continuation,
  decodeAtomvmStream,
  encodeAtomvmStream,
} from './atomvm/stream.js';
export { MAXIMUM_RESULTS, NativeBackend, type NativeModule, SP_LOCAL } from './native/native-backend.js';
