export { type AvmEntry, isAvmFile, readAvmFile } from '@beamline/beam-file';
export {
  CompiledChunkError,
  CompileError,
  type CompileErrorCode,
  listSideBySide,
  ModuleCompiler,
  readCompiledModule,
  withCompiledModule,
} from '@beamline/jit-compiler';
export { ErlangError, formatFrame, HaltedError, type StackFrame, StoppedError } from './erlang-error.js';
export { FileError, type FileInfo, type FileSystem, type OpenFile, type OpenOptions } from './file-system.js';
export type { Host } from './host.js';
export { LinkError } from './link-error.js';
export { LoadError } from './load-error.js';
export { hasTailCalls, Machine, type MachineOptions } from './machine.js';
export { Mailbox } from './mailbox.js';
export type { UserNative } from './native-functions.js';
export { type CallOptions, type LoadReport, Runtime, type RuntimeOptions, type StopSignal } from './runtime.js';
export { SystemLimitError } from './system-limit-error.js';
export { TermConversionError } from './term-memory.js';
export { Atom, atom, type ErlangValue, Float, ImproperList, Opaque, Tuple, toTerm, toValue, tuple } from './values.js';
