export { AtomvmBackend, type AtomvmBackendOptions } from './atomvm/backend.js';
export { AtomvmBackendError, type AtomvmBackendProblem } from './atomvm/error.js';
export type { CodeLine } from './atomvm/module-output.js';
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
  ptr,
  type VmRegister,
  xReg,
  yReg,
} from './atomvm/operands.js';
export { atomvmPrimitives, moduleNativeInterfaceOffset, type Primitive, PrimitiveTable, type PrimitiveType } from './atomvm/primitives.js';
export {
  type AtomvmModule,
  AtomvmStreamError,
  type Continuation,
  decodeAtomvmStream,
  encodeAtomvmStream,
  type ModuleLine,
} from './atomvm/stream.js';
export { MAXIMUM_RESULTS, NativeBackend, type NativeModule, SP_LOCAL } from './native/native-backend.js';
