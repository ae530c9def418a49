export { type AvmEntry, isAvmFile, readAvmFile } from '@beamline/beam-file';
export {
  CompiledChunkError,
  CompileError,
  type CompileErrorCode,
  type DebugOptions,
  decodeNativeChunk,
  type FunctionListing,
  type ListedLine,
  listAtomvmModule,
  listFunctions,
  listSideBySide,
  ModuleCompiler,
  NATIVE_CHUNK,
  NativeChunkError,
  precompileForAtomvm,
  readCompiledModule,
  readNativeModule,
  withCompiledModule,
} from '@beamline/jit-compiler';
export { TIME_WARP_MODES, type TimeWarpMode } from './bifs/clock-settings.js';
export type { FileNameSettings } from './bifs/file-names.js';
export { HostError } from './bifs/host-error.js';
export { EngineTrapError } from './engine-trap-error.js';
export type { ErlangRuntime, LoadReport, OtpOptions } from './erlang-runtime.js';
export type { Channel, ChannelEvents, Channels } from './io/channels.js';
export type { Child, ChildEvents, ChildRequest } from './io/child-process.js';
export type { CompiledModuleCache } from './io/compiled-module-cache.js';
export { FileError, type FileInfo, type FileName, type FileSystem, type OpenFile, type OpenOptions } from './io/file-system.js';
export type { Host, OperatingSystem, OtpInstallation } from './io/host.js';
export {
  type DatagramEvents,
  type DatagramOption,
  type DatagramSocket,
  type InterfaceAddress,
  type Listener,
  type Network,
  NetworkError,
  type Service,
  type SocketAddress,
  type Stream,
  type StreamEvents,
} from './io/network.js';
export type { SignalAction, Signals } from './io/signals.js';
export type { Terminal } from './io/terminal.js';
export { LinkError } from './loader/link-error.js';
export { LoadError } from './loader/load-error.js';
export { type KeptModules, type Start, StartBundle } from './loader/start-bundle.js';
export { hasTailCalls, Machine, type MachineOptions } from './machine.js';
export type { AnyFunctions, ErlangModules, ModuleFunctions } from './module-functions.js';
export { moduleFunctions } from './module-functions.js';
export type { ModuleSource } from './module-loading.js';
export type { Nif, NifContext, NifLibrary, NifModule, NifSource } from './nifs/nif-library.js';
export { NEWEST_RELEASE, OLDEST_RELEASE } from './otp-releases.js';
export { packedKernel } from './packed-kernel.js';
export type { CallOptions, ProcessCallOptions, StopSignal } from './processes/call-options.js';
export { ErlangError, formatFrame, HaltedError, type StackFrame, StoppedError } from './processes/erlang-error.js';
export { ErlangProcess, type ProcessClient } from './processes/erlang-process.js';
export { joinStacks } from './processes/joined-stack.js';
export { Mailbox } from './processes/mailbox.js';
export type { MessageBox } from './processes/message-box.js';
export { receivedMessages } from './processes/received-messages.js';
export { Runtime, type RuntimeOptions } from './runtime.js';
export { checkOptions, OptionError, type OptionType, runtimeOptions } from './runtime-options.js';
export type { SocketMachine, SocketNatives } from './sockets/native/socket-machine.js';
export { type SocketDrivers, socketDrivers } from './sockets/socket-drivers.js';
export { SystemLimitError } from './system-limit-error.js';
export { LineTerminal, type LineTerminalParts } from './terminal/line-terminal.js';
export { usesUtf8 } from './terminal/locale.js';
export { KeptReference } from './terms/kept-reference.js';
export * as terms from './terms/plain-terms.js';
export { TermConversionError } from './terms/term-conversion-error.js';
export { toTerm, toValue } from './terms/value-conversion.js';
export {
  Atom,
  atom,
  type ErlangInput,
  type ErlangValue,
  Float,
  ImproperList,
  Opaque,
  Tuple,
  tuple,
  type UserNative,
  withArity,
} from './terms/values.js';
