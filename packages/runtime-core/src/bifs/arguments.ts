import type { Term } from '@beamline/beam-file';
import type { Host } from '../io/host.js';
import type { ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';

/** A native function failed: the reason is the atom. */
export class NativeFailure extends Error {
  constructor(readonly reason: 'badarg' | 'badarith' | 'system_limit') {
    super(reason);
  }
}

/** A module that has been read and compiled, and is not yet loaded. */
export interface PreparedCode {
  readonly module: string;
  readonly hasOnLoad: boolean;
  /** Loads it: it replaces what was loaded under its name. Throws LinkError, and LoadError when its on_load function fails. */
  finish(): Promise<void>;
}

/** Loading and replacing modules. */
export interface CodeControl {
  /** Reads and compiles a `.beam` file. Throws BeamFileError, CompileError. */
  prepare(bytes: Uint8Array): PreparedCode;
  /** Keeps prepared code for later; a reference to it. */
  keep(prepared: PreparedCode): Term;
  /** What `keep` has kept. */
  prepared(reference: Term): PreparedCode | undefined;
  /** Makes the current code old: calls from outside do not find it any more. */
  delete(module: string): 'deleted' | 'not loaded' | 'not purged';
  /** True if there is old code. */
  hasOld(module: string): boolean;
  /** Removes old code, and ends the processes that use it; true if there were any. No process may run. */
  purge(module: string): boolean;
  /** Removes old code unless a process uses it: false then. No process may run. */
  softPurge(module: string): boolean;
  /** True if a process is in old code of a module. */
  uses(context: number, module: string): boolean;
}

/** What native functions of the host know of the machine. */
export interface NativeContext {
  readonly host: Host;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly code: CodeControl;
  /** True if there is an atom of that name. */
  hasAtom(name: string): boolean;
  /** Number of atoms. */
  atomCount(): number;
  /** Bytes of the machine's memory. */
  memoryBytes(): number;
  /** When the machine was made, on the host's monotonic clock in nanoseconds. */
  startTime(): bigint;
  /** How much a number has grown since this was last called for it. */
  sinceLast(what: string, value: number): number;
  /** What the program was given on its command line. */
  programArguments(): readonly string[];
  /** Ends the machine with an exit status. */
  halt(status: number): void;
  /** What `module_info/1` of a module that is loaded gives for an item; undefined if there is no such thing. */
  moduleInfo(module: string, item: string): Term | undefined;
  /** True if a module that is loaded exports the function. */
  isExported(module: string, name: string, arity: number): boolean;
  /** True if a module is loaded. */
  isLoaded(module: string): boolean;
  /** Names of the modules that are loaded. */
  loadedModules(): readonly string[];
}

/**
 * A native function of the host: plain terms in, a plain term out, or a promise of one, which its process waits for. Throws
 * NativeFailure or ErlangError.
 */
export type HostNative = (args: readonly Term[], context: NativeContext) => Term | Promise<Term>;

/** Native functions by `Module:Name/Arity`. */
export type HostNatives = Readonly<Record<string, HostNative>>;

export { atom, binary, boolean, characters, float, integer, list, NIL, textBinary, tuple } from '../terms/plain-terms.js';

export function badarg(): never {
  throw new NativeFailure('badarg');
}

/** Elements of a proper list. */
export function elementsOf(term: Term | undefined): readonly Term[] {
  if (term?.kind === 'nil') return [];
  if (term?.kind !== 'list' || term.tail.kind !== 'nil') return badarg();
  return term.elements;
}

export function atomOf(term: Term | undefined): string {
  return term?.kind === 'atom' ? term.name : badarg();
}

export function integerOf(term: Term | undefined): number | bigint {
  return term?.kind === 'integer' ? term.value : badarg();
}

/** An integer between two limits. */
export function integerBetween(term: Term | undefined, least: number, most: number): number {
  const value = integerOf(term);
  return value >= least && value <= most ? Number(value) : badarg();
}

/** Bytes of a binary. */
export function bytesOf(term: Term | undefined): Uint8Array {
  return term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : badarg();
}

/** Text of a list of characters. */
export function textOf(term: Term | undefined): string {
  let result = '';
  for (const element of elementsOf(term)) result += String.fromCodePoint(character(element));
  return result;
}

/** A character that a text can have. */
function character(term: Term): number {
  const code = integerBetween(term, 0, 0x10ffff);
  return code >= 0xd800 && code <= 0xdfff ? badarg() : code;
}

/** Bytes under construction. */
export class Bytes {
  #bytes: Uint8Array = new Uint8Array(256);
  length = 0;

  #reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + count));
    bytes.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bytes;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  bytes(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }

  /** A character in UTF-8. */
  utf8(code: number): void {
    if (code < 0x80) {
      this.byte(code);
    } else if (code < 0x800) {
      this.byte(0xc0 | (code >> 6));
      this.byte(0x80 | (code & 63));
    } else if (code < 0x10000) {
      this.byte(0xe0 | (code >> 12));
      this.byte(0x80 | ((code >> 6) & 63));
      this.byte(0x80 | (code & 63));
    } else {
      this.byte(0xf0 | (code >> 18));
      this.byte(0x80 | ((code >> 12) & 63));
      this.byte(0x80 | ((code >> 6) & 63));
      this.byte(0x80 | (code & 63));
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

/**
 * Calls `leaf` with what lies in a list of lists, from left to right, tails included; nil is left out. Nesting
 * costs no native stack.
 */
export function eachLeaf(data: Term, leaf: (term: Term, isTail: boolean) => void): void {
  const terms: Term[] = [data];
  const positions: number[] = [0];
  for (let term = terms[terms.length - 1]; term !== undefined; term = terms[terms.length - 1]) {
    const top = terms.length - 1;
    if (term.kind !== 'list') {
      terms.pop();
      positions.pop();
      if (term.kind !== 'nil') leaf(term, top === 0);
      continue;
    }
    const position = positions[top] ?? 0;
    positions[top] = position + 1;
    const element = term.elements[position];
    if (element === undefined) {
      terms.pop();
      positions.pop();
      if (term.tail.kind !== 'nil') leaf(term.tail, true);
    } else if (element.kind === 'list') {
      terms.push(element);
      positions.push(0);
    } else if (element.kind !== 'nil') {
      leaf(element, false);
    }
  }
}

/** Bytes of an iolist or a binary. */
export function iolistBytes(data: Term | undefined): Uint8Array {
  if (data?.kind === 'bitstring') return bytesOf(data);
  if (data?.kind !== 'nil' && data?.kind !== 'list') return badarg();
  const bytes = new Bytes();
  eachLeaf(data, (term, isTail) => {
    if (term.kind === 'bitstring') bytes.bytes(bytesOf(term));
    else if (isTail) badarg();
    else bytes.byte(integerBetween(term, 0, 255));
  });
  return bytes.finish();
}
