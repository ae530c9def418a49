export { BeamFileError, formatTerm, type Term } from '@beamline/beam-file';
export type { JavaScriptOptions } from '@beamline/javascript';
export {
  type AnyFunctions,
  Atom,
  atom,
  type CallOptions,
  CompiledChunkError,
  CompileError,
  type CompileErrorCode,
  EngineTrapError,
  ErlangError,
  type ErlangInput,
  type ErlangModules,
  ErlangProcess,
  type ErlangValue,
  Float,
  formatFrame,
  HaltedError,
  type Host,
  ImproperList,
  LinkError,
  LoadError,
  type LoadReport,
  type MachineOptions,
  Mailbox,
  type ModuleFunctions,
  type ModuleSource,
  type Nif,
  type NifContext,
  type NifLibrary,
  type NifModule,
  type NifSource,
  Opaque,
  OptionError,
  type ProcessCallOptions,
  Runtime,
  type StackFrame,
  StoppedError,
  type StopSignal,
  SystemLimitError,
  TermConversionError,
  Tuple,
  terms,
  toTerm,
  toValue,
  tuple,
  type UserNative,
  withArity,
} from '@beamline/runtime-core';
export { type Cluster, type ClusterOptions, createCluster } from './cluster/create-cluster.js';
export { createRuntime, type RuntimeOptions } from './create-runtime.js';
export { type Gateway, type GatewayOptions, startGateway } from './gateway/start-gateway.js';
export { findInstalledElixir, type InstalledElixir } from './installed-elixir.js';
export { findInstalledOtp, type InstalledOtp } from './installed-otp.js';
export { NodeHost, type NodeHostOptions } from './node-host.js';
export { type OtpArchiveOptions, otpArchive } from './otp-archive.js';
export { type PackProgramOptions, packProgram, programSource } from './packing/pack-program.js';
export { parseTerm } from './parse-term.js';
export { TermSyntaxError } from './term-syntax-error.js';
