export { BeamFileError, formatTerm, type Term } from '@beamline/beam-file';
export {
  Atom,
  atom,
  type CallOptions,
  CompileError,
  type CompileErrorCode,
  ErlangError,
  type ErlangValue,
  Float,
  formatFrame,
  type Host,
  ImproperList,
  LinkError,
  LoadError,
  type LoadReport,
  type MachineOptions,
  Opaque,
  Runtime,
  type StackFrame,
  StoppedError,
  type StopSignal,
  TermConversionError,
  Tuple,
  toTerm,
  toValue,
  tuple,
} from '@beamline/runtime-core';
export { createRuntime, type RuntimeOptions } from './create-runtime.js';
export { NodeHost, type NodeHostOptions } from './node-host.js';
export { parseTerm } from './parse-term.js';
export { TermSyntaxError } from './term-syntax-error.js';
