import type { Term } from '@beamline/beam-file';
import type { AnyFunctions, ErlangModules, ModuleFunctions } from './module-functions.js';
import type { CallOptions } from './processes/call-options.js';
import type { ErlangProcess } from './processes/erlang-process.js';
import type { MessageBox } from './processes/message-box.js';
import type { ErlangInput, ErlangValue, Opaque } from './terms/values.js';

/** A module that was loaded, and how long it took in milliseconds. */
export interface LoadReport {
  /** Its name. */
  readonly module: string;
  /** From the file's bytes to those of the WebAssembly module. */
  readonly compile: number;
  /** The engine's work and linking. */
  readonly link: number;
  /** Size of the WebAssembly module. */
  readonly bytes: number;
}

/** Options of `startOtp`. */
export interface OtpOptions {
  /** Arguments as those of `erl`. Default: `-noshell`. */
  readonly arguments?: readonly string[];
}

/**
 * A machine with a scheduler, in this thread or in another one. What `Runtime` returns at once comes as a promise from another thread: who awaits
 * everything need not know which it is.
 */
export interface ErlangRuntime {
  /** Loads a module from the bytes of a `.beam` file, or from where the host finds them. */
  load(source: Uint8Array | string): Promise<LoadReport>;
  /** Calls a function in a new process, converting values both ways. Rejects with ErlangError. */
  call(module: string, name: string, args?: readonly ErlangInput[], options?: CallOptions): Promise<ErlangValue>;
  /** Like `call`, with plain terms, which keep all of Erlang's distinctions. */
  callTerm(module: string, name: string, args: readonly Term[], options?: CallOptions): Promise<Term>;
  /** The functions of a module as methods. */
  module<Name extends keyof ErlangModules>(name: Name): ModuleFunctions<ErlangModules[Name]>;
  /**
   * The same with types that are given.
   *
   * @typeParam T - the functions of the module, as an interface of methods
   */
  module<T extends object = AnyFunctions>(name: string): ModuleFunctions<T>;
  /** The process of a pid, or of a registered name. */
  process(to: Opaque | string): ErlangProcess;
  /** Calls a function in a new process without waiting for it; its pid. */
  spawn(module: string, name: string, args?: readonly ErlangInput[]): Opaque | Promise<Opaque>;
  /** Sends a message to a pid, an alias or a registered name. */
  send(to: Opaque | string, message: ErlangInput): void | Promise<void>;
  /** Makes a mailbox that Erlang processes can send to. */
  mailbox(): MessageBox | Promise<MessageBox>;
  /** Starts OTP as `erl` does. */
  startOtp(options?: OtpOptions): Promise<void>;
  /** Resolves to the exit status when a program has called `halt`. */
  halted(): Promise<number>;
  /** Waits until what programs have written is with the host. */
  flush(): Promise<void>;
  /** Stops every process and closes every mailbox. */
  stop(): void;
}
