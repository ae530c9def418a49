export { CompiledChunkError, CompileError, type CompileErrorCode, ModuleCompiler, withCompiledModule } from '@beamline/jit-compiler';
export { ErlangError, formatFrame, type StackFrame, StoppedError, SystemLimitError } from './erlang-error.js';
export type { Host } from './host.js';
export { LoadError } from './load-error.js';
export { hasTailCalls, LinkError, Machine, type MachineOptions } from './machine.js';
export { Mailbox } from './mailbox.js';
export { type CallOptions, type LoadReport, Runtime, type StopSignal } from './runtime.js';
export { TermConversionError } from './term-memory.js';
export { Atom, atom, type ErlangValue, Float, ImproperList, Opaque, Tuple, toTerm, toValue, tuple } from './values.js';
