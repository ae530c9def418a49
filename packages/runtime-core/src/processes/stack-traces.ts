import type { Term } from '@beamline/beam-file';
import {
  BINARY_DATA_OFFSET,
  type Bif,
  GUARD_BIF_IDENTITY,
  guardBifs,
  RESUME_POINT_BITS,
  TermTag,
  TraceFrameKind,
  UNDEFINED_IDENTITY,
} from '@beamline/machine-model';
import type { ExportTable } from '../loader/export-table.js';
import type { LoadedModule } from '../loader/loaded-module.js';
import type { ModuleTable } from '../loader/module-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { TRACE_LIMIT } from '../terms/reading-limit.js';
import type { TermReader } from '../terms/term-reader.js';
import type { StackFrame } from './erlang-error.js';

const NIL: Term = { kind: 'nil' };

/** Reads raw stack traces: see `exceptionTrace` of the machine model. */
export class StackTraces {
  readonly #memory: LinearMemory;
  readonly #reader: TermReader;
  readonly #exports: ExportTable;
  readonly #bifs: readonly Bif[];
  readonly #modules: ModuleTable;
  /** Table indices under which tracing keeps functions, by which others they have. */
  readonly aliases: Map<number, number> = new Map();

  /**
   * @param bifs - by their identities
   */
  constructor(memory: LinearMemory, reader: TermReader, exports: ExportTable, bifs: readonly Bif[], modules: ModuleTable) {
    this.#memory = memory;
    this.#reader = reader;
    this.#exports = exports;
    this.#bifs = bifs;
    this.#modules = modules;
  }

  /** Frames of a raw stack trace, innermost first. Large arguments are left out. */
  frames(trace: number): StackFrame[] {
    const given = this.#givenList(trace);
    if (given !== 0) return listElements(this.#reader.readOr(given, NIL)).map(termFrame);
    const args = this.#argumentsWord(trace);
    return this.#framesWith(trace, args === TermTag.nil ? [] : args === 0 ? undefined : this.#readElements(args));
  }

  /** Elements of a list that is not empty; undefined if they are too large to be read out. */
  #readElements(list: number): readonly Term[] | undefined {
    const read = this.#reader.readOr(list, NIL, TRACE_LIMIT);
    return read.kind === 'list' ? read.elements : undefined;
  }

  /** The list of arguments that a raw stack trace has, a term; 0 if there is none. */
  #argumentsWord(trace: number): number {
    const tuple = (trace >>> 0) - TermTag.boxed;
    const at = this.#memory.load(tuple + 8) - TermTag.boxed + BINARY_DATA_OFFSET;
    return this.#memory.load(at + 4) === 0 ? 0 : this.#memory.load(tuple + 12);
  }

  /** Frames of a raw stack trace of the machine, with those arguments if it has any. */
  #framesWith(trace: number, given: readonly Term[] | undefined): StackFrame[] {
    const memory = this.#memory;
    const frames: StackFrame[] = [];
    const tuple = (trace >>> 0) - TermTag.boxed;
    const binary = memory.load(tuple + 8) - TermTag.boxed;
    const at = binary + BINARY_DATA_OFFSET;
    const length = memory.load(binary + 4) / 4;
    const bif = memory.load(at);
    const word = this.#argumentsWord(trace);
    let args = word === 0 ? undefined : given;
    let info = this.#info(memory.load(tuple + 16), bif);
    if (bif !== 0 && word !== 0) {
      const frame = { ...this.#bifName(bif), arity: this.#length(word), ...info };
      frames.push(args === undefined ? frame : { ...frame, arguments: args });
      args = undefined;
      info = undefined;
    }
    for (let i = 2; i < length; i++) {
      const address = memory.load(at + 4 * i);
      const frame = i === 2 ? this.siteFrame(address) : this.#returnFrame(address);
      if (frame === undefined) continue;
      frames.push(args === undefined ? { ...frame, ...info } : { ...frame, arguments: args, ...info });
      args = undefined;
      info = undefined;
    }
    return frames;
  }

  /** Number of elements of a list in memory. */
  #length(list: number): number {
    let length = 0;
    for (let cell = list; (cell & TermTag.primaryMask) === TermTag.cons; cell = this.#memory.load((cell >>> 0) - TermTag.cons)) length++;
    return length;
  }

  /** The `error_info` of the first frame: given, or that of a BIF that failed; of none undefined. */
  #info(word: number, bif: number): { info: Term } | undefined {
    if ((word & TermTag.primaryMask) === TermTag.boxed) return { info: this.#reader.readOr(word, NIL) };
    const describing = describingModule(this.#bifName(bif).module);
    const isAtom = (word & TermTag.immediateMask) === TermTag.atom;
    if (describing === undefined || (!isAtom && word >> TermTag.integerShift === 0)) return undefined;
    const atom = (name: string): Term => ({ kind: 'atom', name });
    const cause: [Term, Term][] = isAtom ? [[atom('cause'), this.#reader.read(word)]] : [];
    return { info: { kind: 'map', pairs: [...cause, [atom('module'), atom(describing)]] } };
  }

  /** The list that a program gave as its stack trace, a term; 0 if the trace is the machine's own. */
  #givenList(trace: number): number {
    const given = this.#memory.load((trace >>> 0) - TermTag.boxed + 8);
    return (given & TermTag.primaryMask) === TermTag.boxed ? 0 : given;
  }

  /** What a key of the kernel stands for (`TraceFrameKind`), and the module that describes failures if it is a BIF; undefined for nothing. */
  frameOfKey(key: number): { frame: StackFrame; describing?: string | undefined } | undefined {
    const kind = key & 3;
    const frame = kind === TraceFrameKind.site ? this.siteFrame(key >>> 2) : kind === 0 ? this.#returnFrame(key) : undefined;
    if (frame !== undefined) return { frame };
    if (kind !== TraceFrameKind.bif) return undefined;
    const name = this.#bifName(key >>> 2);
    return { frame: { ...name, arity: 0 }, describing: describingModule(name.module) };
  }

  #bifName(identity: number): { module: string; function: string } {
    if ((identity & UNDEFINED_IDENTITY) !== 0) {
      const entry = this.#exports.bySlot(identity & ~UNDEFINED_IDENTITY);
      return { module: entry?.module ?? '', function: entry?.function ?? '' };
    }
    if (identity >= GUARD_BIF_IDENTITY) return { module: 'erlang', function: guardBifs[identity - GUARD_BIF_IDENTITY]?.name ?? '' };
    return { module: this.#bifs[identity]?.module ?? '', function: this.#bifs[identity]?.name ?? '' };
  }

  /** The function at a table index, in a module with the line of its head; undefined if there is none. */
  functionAt(at: number): StackFrame | undefined {
    const index = this.aliases.get(at) ?? at;
    const entry = this.#exports.bySlot(index);
    if (entry !== undefined) return { module: entry.module, function: entry.function, arity: entry.arity };
    const inFunction = this.#at(index)?.functionFrame(index);
    if (inFunction !== undefined) return inFunction;
    const ofLambda = ({ lambdas }: LoadedModule): boolean => lambdas.entry <= index && index < lambdas.entry + lambdas.count;
    return this.#modules.all.findLast(ofLambda)?.lambdaFrame(index);
  }

  /** The function that a return address is in, with its line. */
  frameAt(address: number): StackFrame | undefined {
    return this.#returnFrame(address);
  }

  /** A BIF by its identity; undefined for 0. */
  bifFrame(identity: number): StackFrame | undefined {
    return identity === 0 ? undefined : { ...this.#bifName(identity), arity: this.#bifs[identity]?.arity ?? 0 };
  }

  /** The module that has a table index. */
  #at(index: number): LoadedModule | undefined {
    return this.#modules.all.find((loaded) => loaded.tableBase <= index && index < loaded.tableEnd);
  }

  /** The function that a site is in, with its line; undefined for 0. */
  siteFrame(site: number): StackFrame | undefined {
    if (site === 0) return undefined;
    return this.#modules.all.find((loaded) => loaded.siteBase <= site && site < loaded.siteEnd)?.siteFrame(site);
  }

  #returnFrame(address: number): StackFrame | undefined {
    const index = address >>> (RESUME_POINT_BITS + 2);
    const point = (address >>> 2) & ((1 << RESUME_POINT_BITS) - 1);
    return this.#at(index)?.resumeFrame(index, point);
  }
}

/** Libraries whose own module describes how their BIFs fail (OTP's `erts/emulator/beam/beam_common.c`). */
const STDLIB_MODULES: ReadonlySet<string> = new Set(['binary', 'ets', 'lists', 'maps', 'math', 're', 'unicode']);

/** Modules of BIFs whose failures nothing describes. */
const UNDESCRIBED: ReadonlySet<string> = new Set(['erl_ddll', 'erts_debug', 'erts_literal_area_collector', 'zlib']);

/** The module that tells in words why a BIF of a module failed; undefined if none does. */
function describingModule(module: string): string | undefined {
  if (UNDESCRIBED.has(module)) return undefined;
  if (STDLIB_MODULES.has(module)) return 'erl_stdlib_errors';
  return module === 'os' ? 'erl_kernel_errors' : 'erl_erts_errors';
}

/** A stack frame as OTP's stack traces have it: `{Module, Function, ArityOrArguments, Location}`. */
export function frameTerm(frame: StackFrame): Term {
  const atom = (name: string): Term => ({ kind: 'atom', name });
  const list = (elements: readonly Term[]): Term =>
    elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } };
  const pair = (name: string, value: Term): Term => ({ kind: 'tuple', elements: [atom(name), value] });
  const characters = [...(frame.file ?? '')].map((character): Term => ({ kind: 'integer', value: character.codePointAt(0) ?? 0 }));
  const location =
    frame.file === undefined ? [] : [pair('file', list(characters)), pair('line', { kind: 'integer', value: frame.line ?? 0 })];
  if (frame.info !== undefined) location.push(pair('error_info', frame.info));
  const arity: Term = frame.arguments === undefined ? { kind: 'integer', value: frame.arity } : list(frame.arguments);
  return { kind: 'tuple', elements: [atom(frame.module), atom(frame.function), arity, list(location)] };
}

/** What an entry of a stack trace that a program made says; unknown parts are empty. */
function termFrame(entry: Term): StackFrame {
  const [module, name, arity, location] = entry.kind === 'tuple' ? entry.elements : [];
  const args = arity === undefined ? [] : listElements(arity);
  const frame: StackFrame = {
    module: module?.kind === 'atom' ? module.name : '',
    function: name?.kind === 'atom' ? name.name : '',
    arity: arity?.kind === 'integer' ? Number(arity.value) : args.length,
    ...(arity?.kind === 'integer' ? {} : { arguments: args }),
  };
  const places = new Map<string, Term>();
  for (const pair of location === undefined ? [] : listElements(location)) {
    const [key, value] = pair.kind === 'tuple' ? pair.elements : [];
    if (key?.kind === 'atom' && value !== undefined) places.set(key.name, value);
  }
  const file = places.get('file');
  if (file === undefined) return frame;
  const line = places.get('line');
  const text = listElements(file).map((code) => (code.kind === 'integer' ? String.fromCodePoint(Number(code.value)) : ''));
  return { ...frame, file: text.join(''), line: line?.kind === 'integer' ? Number(line.value) : 0 };
}

function listElements(term: Term): readonly Term[] {
  return term.kind === 'list' ? term.elements : [];
}
