/**
 * A machine with the 77 primitives of AtomVM in TypeScript, which loads and runs modules as AtomVM does. It collects nothing, unless
 * it is told to: then a collection at every allocation moves all that is alive, and writes rubbish over what was there.
 */
import { type BeamFile, decodeExternalTerm, type Lambda, Opcode, type Term } from '@beamline/beam-file';
import { type AtomvmModule, atomvmPrimitives } from '@beamline/jit-backend';
import { ContextOffset, FLOAT_HEADER, HeaderTag, JitStateOffset, smallTerm, TermTag } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';
import { ValueType } from '@beamline/wasm-asm';
import { DEFAULT_ATOMS } from '../../src/atomvm/default-atoms.js';
import { type AtomvmCompileOptions, compileForAtomvm } from '../../src/index.js';
import { native, Raised, resetNatives } from './natives.js';
import { atom, compareTerms, findKey, integer, nil, sortedPairs, tuple } from './term-order.js';

/** What a call came to. */
export type Outcome = { readonly result: Term } | { readonly kind: string; readonly reason: Term };

const CTX = 0x1000;
const JIT_STATE = 0x2000;
const INTERFACE = 0x3000;
const MODULES = 0x4000;
const MODULE_BYTES = 16;
const STACK_LIMIT = 0x100000;
const STACK_BASE = 0x800000;
const EXTENDED = 0x60000;
const FLOATS = 0x50000;
/** Two halves of a heap; only one is used as long as nothing is collected. */
const HEAP = 0x1000000;
const HALF = 0x1000000;
const PAGE = 0x10000;
const FIRST_PRIMITIVE = 1;
const FIRST_BIF = 100;
/** Where a call from outside returns: a module that is none. */
const BOTTOM = 0xff << 24;
const REDUCTIONS = 2000;
const CATCH_TAG = 0x1b;
const TIMEOUT_EXPIRED = 2;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/** How often code is entered in a call at most. */
const MOST_ENTERED = 300_000;
/** Nothing asks for the digest of a module. */
const NO_UNIQ = new Uint8Array(16);

interface Loaded {
  readonly beam: BeamFile;
  readonly index: number;
  readonly exports: WebAssembly.Exports;
  /** Table indices of BIFs, by import. */
  readonly bifs: ReadonlyMap<number, number>;
}

type Primitive = (...args: readonly number[]) => number | undefined;

/** The machine. */
export class AtomvmMachine {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 256, maximum: 65536, shared: true });
  readonly #table: WebAssembly.Table = new WebAssembly.Table({ element: 'anyfunc', initial: 4000 });
  readonly #modules: Loaded[] = [];
  readonly #atoms: string[] = [...DEFAULT_ATOMS];
  readonly #options: AtomvmCompileOptions;
  readonly #collects: boolean;
  readonly #view: DataView;
  #heap = HEAP;
  #half = HEAP;
  #nextBif = FIRST_BIF;
  #exception: { kind: string; reason: number; trace: number } | undefined;
  #outcome: Outcome | undefined;
  #mailbox: Term[] = [];
  #position = 0;
  /** How often others could have run. */
  scheduled = 0;
  /** How often the heap has been collected. */
  collections = 0;

  constructor(options: AtomvmCompileOptions & { readonly collects?: boolean } = {}) {
    this.#options = options;
    this.#collects = options.collects === true;
    this.memory.grow((HEAP + 2 * HALF) / PAGE - 256);
    this.#view = new DataView(this.memory.buffer);
    this.#installPrimitives();
  }

  /** Compiles and loads a module; gives what was compiled. */
  load(beam: BeamFile): AtomvmModule {
    const module = compileForAtomvm(beam, this.#options);
    const index = this.#modules.length;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes), {
      env: { memory: this.memory, __indirect_function_table: this.#table },
    });
    this.#set(MODULES + MODULE_BYTES * index, index);
    this.#modules.push({ beam, index, exports, bifs: this.#installBifs(beam) });
    return module;
  }

  /** Calls an exported function. */
  call(name: string, functionName: string, args: readonly Term[]): Outcome {
    const module = this.#modules.find(({ beam }) => beam.module === name);
    const label = module === undefined ? undefined : exportedLabel(module.beam, functionName, args.length);
    if (module === undefined || label === undefined) throw new Error(`no ${name}:${functionName}/${args.length}`);
    this.#heap = HEAP;
    this.#half = HEAP;
    this.#mailbox = [];
    this.#position = 0;
    resetNatives();
    this.#set(CTX + ContextOffset.e, STACK_BASE);
    this.#set(CTX + ContextOffset.cp, BOTTOM);
    this.#set(CTX + ContextOffset.fr, 0);
    this.#set(JIT_STATE + JitStateOffset.remainingReductions, REDUCTIONS);
    for (const [i, arg] of args.entries()) this.#setX(i, this.#make(arg));
    this.#enter(module.index, label);
    this.#outcome = undefined;
    return this.#run();
  }

  #run(): Outcome {
    for (let entered = 0; ; entered++) {
      if (entered > MOST_ENTERED) throw new Unsupported('a long run');
      const outcome = this.#outcome;
      if (outcome !== undefined) return outcome;
      const continuation = this.#get(JIT_STATE + JitStateOffset.continuation);
      if (continuation === 0) throw new Error('no continuation');
      this.#set(JIT_STATE + JitStateOffset.continuation, 0);
      const entry = this.#module().exports[`f${continuation - 1}`];
      if (typeof entry !== 'function') throw new Error(`no entry ${continuation - 1}`);
      const context: unknown = entry(CTX, JIT_STATE, INTERFACE);
      if (context !== CTX) throw new Error(`an entry gave ${String(context)}`);
    }
  }

  // --- Memory ---------------------------------------------------------------------------------

  #get(at: number): number {
    return this.#view.getInt32(at, true);
  }

  #set(at: number, value: number): void {
    this.#view.setInt32(at, value, true);
  }

  #xAddress(index: number): number {
    return index < 16 ? CTX + ContextOffset.x + 4 * index : EXTENDED + 4 * index;
  }

  #setX(index: number, value: number): void {
    this.#set(this.#xAddress(index), value);
  }

  #x(index: number): number {
    return this.#get(this.#xAddress(index));
  }

  #allocate(words: number): number {
    const at = this.#heap;
    this.#heap += 4 * words;
    if (this.#heap > this.#half + HALF) throw new Unsupported('a large heap');
    return at;
  }

  #module(): Loaded {
    const index = (this.#get(JIT_STATE + JitStateOffset.module) - MODULES) / MODULE_BYTES;
    return this.#modules[index] ?? fail(`no module ${index}`);
  }

  #enter(module: number, label: number): void {
    this.#set(JIT_STATE + JitStateOffset.module, MODULES + MODULE_BYTES * module);
    this.#set(JIT_STATE + JitStateOffset.continuation, label + 1);
  }

  #return(): number {
    const cp = this.#get(CTX + ContextOffset.cp);
    if (cp === BOTTOM) this.#outcome = { result: this.#read(this.#x(0)) };
    else this.#enter(cp >>> 24, (cp & 0xffffff) / 16);
    return CTX;
  }

  /** Moves all that is alive to the other half. */
  #collect(live: number): void {
    if (!this.#collects) return;
    this.collections++;
    const [from, end] = [this.#half, this.#heap];
    const moved = new Map<number, number>();
    this.#half = from === HEAP ? HEAP + HALF : HEAP;
    this.#heap = this.#half;
    for (let i = 0; i < live; i++) this.#setX(i, this.#move(this.#x(i), moved));
    for (let i = live; i < 17; i++) this.#set(CTX + ContextOffset.x + 4 * i, 0x7ffffffe);
    for (let at = this.#get(CTX + ContextOffset.e); at < STACK_BASE; at += 4) this.#set(at, this.#move(this.#get(at), moved));
    for (let i = 16; i < 64; i++) this.#set(EXTENDED + 4 * i, this.#move(this.#get(EXTENDED + 4 * i), moved));
    new Uint8Array(this.memory.buffer).fill(0xee, from, end);
  }

  #move(term: number, moved: Map<number, number>): number {
    const tag = term & TermTag.primaryMask;
    if (tag !== TermTag.cons && tag !== TermTag.boxed) return term;
    const at = term & ~TermTag.primaryMask;
    if (at < HEAP) return term;
    const known = moved.get(at);
    if (known !== undefined) return known | tag;
    const header = this.#get(at);
    const kind = header & 0x3f;
    const words = tag === TermTag.cons ? 2 : 1 + (header >>> 6);
    const to = this.#allocate(words);
    moved.set(at, to);
    for (let i = 0; i < words; i++) this.#set(to + 4 * i, this.#get(at + 4 * i));
    const first = tag === TermTag.cons ? 0 : 1;
    const terms = tag === TermTag.cons || kind === HeaderTag.tuple || kind === HeaderTag.map;
    if (terms) for (let i = first; i < words; i++) this.#set(to + 4 * i, this.#move(this.#get(to + 4 * i), moved));
    else if (kind === HeaderTag.matchContext) this.#set(to + 4, this.#move(this.#get(to + 4), moved));
    else if (kind === HeaderTag.fun) for (let i = 2; i < words; i++) this.#set(to + 4 * i, this.#move(this.#get(to + 4 * i), moved));
    return to | tag;
  }

  // --- Terms ----------------------------------------------------------------------------------

  #atom(name: string): number {
    let index = this.#atoms.indexOf(name);
    if (index < 0) index = this.#atoms.push(name) - 1;
    return (index << TermTag.atomShift) | TermTag.atom;
  }

  #boxed(header: number, words: readonly number[]): number {
    const at = this.#allocate(1 + words.length);
    this.#set(at, (words.length << 6) | header);
    for (const [i, word] of words.entries()) this.#set(at + 4 + 4 * i, word);
    return at | TermTag.boxed;
  }

  #makeInteger(value: bigint): number {
    if (value >= -(2n ** 27n) && value < 2n ** 27n) return smallTerm(Number(value));
    const header = value < 0n ? HeaderTag.negativeInteger : HeaderTag.positiveInteger;
    const words: number[] = [];
    if (value >= INT64_MIN && value <= INT64_MAX) words.push(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
    else {
      for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asIntN(32, rest)));
      // Two words are a number with 64 bits and a sign.
      if (words.length === 2) words.push(0);
    }
    return this.#boxed(header, words);
  }

  #makeFloat(value: number): number {
    const at = this.#allocate(3);
    this.#set(at, FLOAT_HEADER);
    this.#view.setFloat64(at + 4, value, true);
    return at | TermTag.boxed;
  }

  /** An empty binary in the heap. */
  #makeBinary(bytes: number): number {
    const words = (bytes + 3) >> 2;
    const at = this.#allocate(2 + words);
    this.#set(at, ((1 + words) << 6) | HeaderTag.heapBinary);
    this.#set(at + 4, bytes);
    for (let i = 0; i < words; i++) this.#set(at + 8 + 4 * i, 0);
    return at | TermTag.boxed;
  }

  #bytes(term: number): Uint8Array {
    const at = term & ~TermTag.primaryMask;
    return new Uint8Array(this.memory.buffer, at + 8, this.#get(at + 4));
  }

  #make(term: Term): number {
    switch (term.kind) {
      case 'integer':
        return this.#makeInteger(BigInt(term.value));
      case 'float':
        return this.#makeFloat(term.value);
      case 'atom':
        return this.#atom(term.name);
      case 'nil':
        return TermTag.nil;
      case 'list': {
        let made = this.#make(term.tail);
        for (const element of term.elements.toReversed()) {
          const head = this.#make(element);
          const at = this.#allocate(2);
          this.#set(at, made);
          this.#set(at + 4, head);
          made = at | TermTag.cons;
        }
        return made;
      }
      case 'tuple':
        return this.#boxed(
          HeaderTag.tuple,
          term.elements.map((element) => this.#make(element)),
        );
      case 'map': {
        const pairs = sortedPairs(term.pairs);
        const keys = this.#boxed(
          HeaderTag.tuple,
          pairs.map(([key]) => this.#make(key)),
        );
        return this.#boxed(HeaderTag.map, [keys, ...pairs.map(([, value]) => this.#make(value))]);
      }
      case 'bitstring': {
        if (term.bitSize % 8 !== 0) throw new Unsupported('bitstrings');
        const made = this.#makeBinary(term.bytes.length);
        this.#bytes(made).set(term.bytes);
        return made;
      }
      case 'export':
        return this.#boxed(HeaderTag.fun, [this.#atom(term.module), this.#atom(term.function), smallTerm(term.arity)]);
      case 'fun': {
        const module = this.#modules.findIndex(({ beam }) => beam.module === term.module);
        return this.#boxed(HeaderTag.fun, [
          MODULES + MODULE_BYTES * module,
          smallTerm(term.index),
          ...term.free.map((each) => this.#make(each)),
        ]);
      }
      case 'pid':
        return (term.id << 4) | 0x3;
      default:
        throw new Unsupported(term.kind);
    }
  }

  #read(term: number): Term {
    const at = term & ~TermTag.primaryMask;
    const tag = term & TermTag.primaryMask;
    if ((term & 0xf) === TermTag.integer) return integer(term >> TermTag.integerShift);
    if (term === TermTag.nil) return nil;
    if ((term & 0x3f) === TermTag.atom) return atom(this.#atoms[term >>> TermTag.atomShift] ?? fail(`no atom ${term}`));
    if (tag === TermTag.cons) {
      const elements: Term[] = [];
      let rest = term;
      for (; (rest & TermTag.primaryMask) === TermTag.cons; rest = this.#get(rest & ~TermTag.primaryMask)) {
        elements.push(this.#read(this.#get((rest & ~TermTag.primaryMask) + 4)));
      }
      return { kind: 'list', elements, tail: this.#read(rest) };
    }
    if ((term & 0xf) === 0x3) return { kind: 'pid', node: 'nonode@nohost', id: term >>> 4, serial: 0, creation: 0 };
    if (tag !== TermTag.boxed) throw new Error(`no term: ${term}`);
    const header = this.#get(at);
    const size = header >>> 6;
    const words = Array.from({ length: size }, (_, i) => this.#get(at + 4 + 4 * i));
    switch (header & 0x3f) {
      case HeaderTag.positiveInteger:
      case HeaderTag.negativeInteger: {
        if (size === 2) return integer(this.#view.getBigInt64(at + 4, true));
        let value = 0n;
        for (const word of words.toReversed()) value = (value << 32n) | BigInt(word >>> 0);
        return integer((header & 0x3f) === HeaderTag.negativeInteger ? -value : value);
      }
      case HeaderTag.float:
        return { kind: 'float', value: this.#view.getFloat64(at + 4, true) };
      case HeaderTag.tuple:
        return tuple(...words.map((word) => this.#read(word)));
      case HeaderTag.map: {
        const keys = this.#read(words[0] ?? 0);
        if (keys.kind !== 'tuple') throw new Error('a map without keys');
        return { kind: 'map', pairs: keys.elements.map((key, i) => [key, this.#read(words[i + 1] ?? 0)] as const) };
      }
      case HeaderTag.heapBinary:
        return { kind: 'bitstring', bytes: this.#bytes(term).slice(), bitSize: 8 * (words[0] ?? 0) };
      case HeaderTag.fun: {
        const [module = 0, index = 0, ...free] = words;
        if ((index & 0x3f) === TermTag.atom) {
          return { kind: 'export', module: this.#name(module), function: this.#name(index), arity: (free[0] ?? 0) >> 4 };
        }
        const [{ beam }, lambda] = this.#lambda(module, index >> 4);
        return {
          kind: 'fun',
          module: beam.module,
          arity: lambda.arity - lambda.numFree,
          uniq: NO_UNIQ,
          index: index >> 4,
          oldIndex: lambda.index,
          oldUniq: lambda.oldUniq,
          pid: nil,
          free: free.map((each) => this.#read(each)),
        };
      }
      default:
        throw new Unsupported(`header ${header}`);
    }
  }

  #name(term: number): string {
    return this.#atoms[term >>> TermTag.atomShift] ?? fail(`no atom ${term}`);
  }

  #lambda(module: number, index: number): [Loaded, Lambda] {
    const loaded = this.#modules[(module - MODULES) / MODULE_BYTES] ?? fail('no module of a fun');
    return [loaded, loaded.beam.lambdas[index] ?? fail('no fun')];
  }

  // --- Errors ---------------------------------------------------------------------------------

  #setError(kind: string, reason: number): void {
    this.#exception = { kind, reason, trace: 0 };
  }

  #setRaised(error: unknown): void {
    if (!(error instanceof Raised)) throw error;
    this.#setError(error.kind, this.#make(error.reason));
  }

  #raise(kind: string, reason: number): number {
    this.#setError(kind, reason);
    return this.#handleError();
  }

  #handleError(): number {
    const { kind, reason } = this.#exception ?? fail('no error to handle');
    this.#exception = undefined;
    this.#setX(0, this.#atom(kind));
    this.#setX(1, reason);
    // The trace says what kind of exception it is, for when it is raised again.
    this.#setX(2, this.#boxed(HeaderTag.tuple, [this.#atom(kind)]));
    let frame = this.#get(CTX + ContextOffset.e);
    for (let at = frame; at < STACK_BASE; at += 4) {
      const word = this.#get(at);
      if ((word & 0x3f) === CATCH_TAG) {
        this.#set(CTX + ContextOffset.e, frame);
        this.#enter(word >>> 24, (word & 0xffffff) >> 6);
        return CTX;
      }
      if ((word & TermTag.primaryMask) === 0) frame = at + 4;
    }
    this.#outcome = { kind, reason: this.#read(reason) };
    return CTX;
  }

  // --- Calls ----------------------------------------------------------------------------------

  #callExternal(name: string, functionName: string, arity: number, words: number): number {
    const leave = (): void => {
      if (words < 0) return;
      const e = this.#get(CTX + ContextOffset.e);
      this.#set(CTX + ContextOffset.cp, this.#get(e + 4 * words));
      this.#set(CTX + ContextOffset.e, e + 4 * (words + 1));
    };
    const module = this.#modules.find(({ beam }) => beam.module === name);
    const label = module === undefined ? undefined : exportedLabel(module.beam, functionName, arity);
    if (module !== undefined && label !== undefined) {
      leave();
      this.#enter(module.index, label);
      return CTX;
    }
    const args = (): Term[] => Array.from({ length: arity }, (_, i) => this.#read(this.#x(i)));
    if (name === 'erlang' && functionName === 'apply') return this.#apply(args(), leave);
    const found = native(name, functionName, arity) ?? fail(new Unsupported(`${name}:${functionName}/${arity}`));
    try {
      this.#setX(0, this.#make(found(args())));
    } catch (error) {
      this.#setRaised(error);
      return this.#handleError();
    }
    leave();
    return this.#return();
  }

  #apply(args: readonly Term[], leave: () => void): number {
    leave();
    if (args.length === 2) {
      const [fun = nil, list = nil] = args;
      const elements = list.kind === 'list' ? list.elements : [];
      const made = this.#make(fun);
      for (const [i, element] of elements.entries()) this.#setX(i, this.#make(element));
      return this.#callFun(made, elements.length);
    }
    const [module, functionName, list = nil] = args;
    const elements = list.kind === 'list' ? list.elements : [];
    if (module?.kind !== 'atom' || functionName?.kind !== 'atom') return this.#raise('error', this.#atom('badarg'));
    for (const [i, element] of elements.entries()) this.#setX(i, this.#make(element));
    return this.#callExternal(module.name, functionName.name, elements.length, -1);
  }

  #callFun(fun: number, count: number): number {
    const at = fun & ~TermTag.primaryMask;
    const [module, index] = [this.#get(at + 4), this.#get(at + 8)];
    const badArity = (): number => {
      const args = Array.from({ length: count }, (_, i) => this.#read(this.#x(i)));
      const list: Term = args.length === 0 ? nil : { kind: 'list', elements: args, tail: nil };
      return this.#raise('error', this.#make(tuple(atom('badarity'), tuple(this.#read(fun), list))));
    };
    if ((index & 0x3f) === TermTag.atom) {
      if (this.#get(at + 12) >> 4 !== count) return badArity();
      return this.#callExternal(this.#name(module), this.#name(index), count, -1);
    }
    const [loaded, lambda] = this.#lambda(module, index >> 4);
    if (lambda.arity - lambda.numFree !== count) return badArity();
    for (let i = 0; i < lambda.numFree; i++) this.#setX(count + i, this.#get(at + 12 + 4 * i));
    this.#enter(loaded.index, lambda.label);
    return CTX;
  }

  /** Puts the BIFs that code calls into the table: with the context and the label first, some with the number of live registers. */
  #installBifs(beam: BeamFile): ReadonlyMap<number, number> {
    const { code, imports, atoms } = beam;
    const slots = new Map<number, number>();
    const m = new ModuleWriter();
    const functions: Record<string, (...args: readonly number[]) => number> = {};
    for (let i = 0; i < code.length; i++) {
      const before = BIF_PARAMETERS[code.opcodes[i] ?? 0];
      if (before === undefined) continue;
      const index = code.values[(code.operandStart[i] ?? 0) + before.operand] ?? 0;
      const found = imports[index];
      if (found === undefined || slots.has(index)) continue;
      slots.set(index, this.#nextBif++);
      const [module = '', name = ''] = [atoms[found.module], atoms[found.function]];
      const type = m.functionType(new Array(before.count + found.arity).fill(ValueType.i32), [ValueType.i32]);
      m.exportFunction(`${index}`, m.importFunction('bifs', `${index}`, type));
      functions[index] = (...args) => {
        const called = native(module, name, found.arity) ?? fail(new Unsupported(`${module}:${name}/${found.arity}`));
        try {
          return this.#make(called(args.slice(before.count).map((arg) => this.#read(arg))));
        } catch (error) {
          this.#setRaised(error);
          return 0;
        }
      };
    }
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(m.finish()), { bifs: functions });
    for (const [index, slot] of slots) this.#table.set(slot, exports[`${index}`]);
    return slots;
  }

  // --- Primitives -----------------------------------------------------------------------------

  #installPrimitives(): void {
    const primitives = this.#primitives();
    const m = new ModuleWriter();
    const imports: WebAssembly.ModuleImports = {};
    for (const { name, parameters, result } of atomvmPrimitives) {
      const type = m.functionType(
        parameters.map((each) => (each === 'i64' ? ValueType.i64 : ValueType.i32)),
        result === 'void' ? [] : [ValueType.i32],
      );
      m.exportFunction(name, m.importFunction('primitives', name, type));
      imports[name] =
        name === 'alloc_boxed_integer_fragment'
          ? (_: number, value: bigint) => this.#makeInteger(value)
          : (primitives[name] ?? fail(`no primitive ${name}`));
    }
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(m.finish()), { primitives: imports });
    for (const { index, name } of atomvmPrimitives) {
      this.#table.set(FIRST_PRIMITIVE + index, exports[name]);
      this.#set(INTERFACE + 4 * index, FIRST_PRIMITIVE + index);
    }
  }

  #primitives(): Readonly<Record<string, Primitive>> {
    const none: Primitive = () => undefined;
    const float = (index: number): number => FLOATS + 8 * index;
    const arithmetic =
      (operation: (a: number, z: number) => number): Primitive =>
      (_, a = 0, z = 0, to = 0) => {
        const result = operation(this.#view.getFloat64(float(a), true), this.#view.getFloat64(float(z), true));
        if (!Number.isFinite(result)) return 0;
        this.#view.setFloat64(float(to), result, true);
        return 1;
      };
    const collects = (live: number): number => {
      this.#collect(live);
      return 1;
    };
    return {
      raise_error: (_, __, ___, reason = 0) => this.#raise('error', reason),
      raise_error_tuple: (_, __, ___, reason = 0, value = 0) => this.#raise('error', this.#boxed(HeaderTag.tuple, [reason, value])),
      raise_error_mfa: () => this.#raise('error', this.#atom('function_clause')),
      handle_error: () => this.#handleError(),
      raise: (_, __, trace = 0, reason = 0) => this.#raise(this.#name(this.#get((trace & ~3) + 4)), reason),
      raw_raise: () => this.#raise(this.#name(this.#x(0)), this.#x(1)),
      return: () => this.#return(),
      schedule_next_cp: () => {
        this.scheduled++;
        this.#set(JIT_STATE + JitStateOffset.remainingReductions, REDUCTIONS);
        return CTX;
      },
      terminate_context: () => fail('the process has ended'),
      module_get_atom_term_by_id: (_, index = 0) => this.#atom(this.#module().beam.atoms[index] ?? ''),
      module_load_literal: (_, __, index = 0) => this.#make(decodeExternalTerm(this.#module().beam.literals[index] ?? new Uint8Array())),
      call_ext: (_, __, ___, arity = 0, index = 0, words = 0) => {
        const { beam } = this.#module();
        const found = beam.imports[index] ?? fail('no import');
        return this.#callExternal(beam.atoms[found.module] ?? '', beam.atoms[found.function] ?? '', arity, words);
      },
      call_fun: (_, __, ___, fun = 0, count = 0) => this.#callFun(fun, count),
      apply: (_, __, ___, module = 0, name = 0, arity = 0) => this.#callExternal(this.#name(module), this.#name(name), arity, -1),
      get_imported_bif: (_, index = 0) => this.#module().bifs.get(index) ?? fail('no BIF'),
      allocate: (_, __, words = 0, ___, live = 0) => {
        this.#collect(live);
        const e = this.#get(CTX + ContextOffset.e) - 4 * (words + 1);
        if (e < STACK_LIMIT) throw new Unsupported('a deep stack');
        for (let i = 0; i < words; i++) this.#set(e + 4 * i, TermTag.nil);
        this.#set(e + 4 * words, this.#get(CTX + ContextOffset.cp));
        this.#set(CTX + ContextOffset.e, e);
        return 1;
      },
      deallocate: (_, __, words = 0) => {
        const e = this.#get(CTX + ContextOffset.e);
        this.#set(CTX + ContextOffset.cp, this.#get(e + 4 * words));
        this.#set(CTX + ContextOffset.e, e + 4 * (words + 1));
        return 1;
      },
      test_heap: (_, __, ___, live = 0) => collects(live),
      memory_ensure_free_with_roots: (_, __, ___, live = 0) => collects(live),
      trim_live_regs: none,
      extended_register_ptr: (_, index = 0) => this.#xAddress(index),
      term_compare: (_, __, a = 0, z = 0, how = 0) => {
        const order = compareTerms(this.#read(a), this.#read(z), how === 1);
        return order === 0 ? 1 : order < 0 ? 2 : 4;
      },
      put_list: (_, head = 0, tail = 0) => {
        const at = this.#allocate(2);
        this.#set(at, tail);
        this.#set(at + 4, head);
        return at | TermTag.cons;
      },
      term_alloc_tuple: (_, size = 0) => this.#boxed(HeaderTag.tuple, new Array(size).fill(TermTag.nil)),
      term_alloc_fun: (_, __, index = 0, count = 0) =>
        this.#boxed(HeaderTag.fun, [
          this.#get(JIT_STATE + JitStateOffset.module),
          smallTerm(index),
          ...new Array<number>(count).fill(TermTag.nil),
        ]),
      module_get_fun_arity: (module = 0, index = 0) => {
        const [, lambda] = this.#lambda(module, index);
        return lambda.arity - lambda.numFree;
      },
      alloc_big_integer_fragment: (_, digits = 0, sign = 0) =>
        this.#boxed(HeaderTag.positiveInteger + sign, new Array(Math.max(digits, 3)).fill(0)),
      // Messages: what the process has sent to itself.
      send: () => {
        const receiver = this.#read(this.#x(0));
        if (receiver.kind !== 'pid') throw new Unsupported('names of processes');
        this.#mailbox.push(this.#read(this.#x(1)));
        this.#setX(0, this.#x(1));
        return 1;
      },
      process_signal_messages: () => CTX,
      mailbox_peek: () => {
        const message = this.#mailbox[this.#position];
        return message === undefined ? 0 : this.#make(message);
      },
      mailbox_remove_message: () => {
        this.#mailbox.splice(this.#position, 1);
        this.#position = 0;
        return undefined;
      },
      mailbox_next: () => {
        this.#position++;
        return undefined;
      },
      timeout: () => {
        this.#position = 0;
        return undefined;
      },
      cancel_timeout: none,
      clear_timeout_flag: none,
      schedule_wait_cp: () => fail(new Unsupported('waiting')),
      // Nobody else can send, so each timeout is over at once. The code that follows is the continuation.
      wait_timeout: (_, __, timeout = 0) => {
        if ((timeout & 0xf) !== TermTag.integer && this.#read(timeout).kind === 'atom' && this.#name(timeout) !== 'infinity') {
          return this.#raise('error', this.#atom('timeout_value'));
        }
        return CTX;
      },
      context_get_flags: (_, mask = 0) => mask & TIMEOUT_EXPIRED,
      wait_timeout_trap_handler: () => fail('the timeout is over'),
      // Floats.
      context_ensure_fpregs: () => {
        this.#set(CTX + ContextOffset.fr, FLOATS);
        return undefined;
      },
      term_from_float: (_, index = 0) => this.#makeFloat(this.#view.getFloat64(float(index), true)),
      term_is_number: (term = 0) => {
        const { kind } = this.#read(term);
        return kind === 'integer' || kind === 'float' ? 1 : 0;
      },
      term_conv_to_float: (_, term = 0, index = 0) => {
        const value = this.#read(term);
        if (value.kind === 'integer' || value.kind === 'float') this.#view.setFloat64(float(index), Number(value.value), true);
        return undefined;
      },
      fadd: arithmetic((a, z) => a + z),
      fsub: arithmetic((a, z) => a - z),
      fmul: arithmetic((a, z) => a * z),
      fdiv: arithmetic((a, z) => a / z),
      fnegate: (_, from = 0, to = 0) => {
        this.#view.setFloat64(float(to), -this.#view.getFloat64(float(from), true), true);
        return undefined;
      },
      catch_end: () => {
        const kind = this.#read(this.#x(0));
        if (kind.kind !== 'atom') return 1;
        // As in AtomVM, also where nothing was caught and the value is one of these atoms.
        const reason = ['throw', 'error', 'exit'].includes(kind.name) ? this.#read(this.#x(1)) : nil;
        if (kind.name === 'throw') this.#setX(0, this.#x(1));
        else if (kind.name === 'error') this.#setX(0, this.#make(tuple(atom('EXIT'), tuple(reason, nil))));
        else if (kind.name === 'exit') this.#setX(0, this.#make(tuple(atom('EXIT'), reason)));
        return 1;
      },
      stacktrace_build: () => TermTag.nil,
      // Maps.
      term_find_map_pos: (_, map = 0, key = 0) => {
        const found = this.#read(map);
        return found.kind === 'map' ? findKey(found.pairs, this.#read(key)) : fail('no map');
      },
      malloc: (_, __, bytes = 0) => this.#allocate(bytes / 4),
      free: none,
      put_map_assoc: (_, __, map = 0, ___, count = 0, pairs = 0) => {
        const found = this.#read(map);
        if (found.kind !== 'map') return fail('no map');
        const all = [...found.pairs];
        for (let i = 0; i < count; i++) {
          const [key, value] = [this.#read(this.#get(pairs + 8 * i)), this.#read(this.#get(pairs + 8 * i + 4))];
          const at = findKey(all, key);
          if (at < 0) all.push([key, value]);
          else all[at] = [all[at]?.[0] ?? key, value];
        }
        return this.#make({ kind: 'map', pairs: all });
      },
      term_copy_map: (_, map = 0) => {
        const at = map & ~3;
        const size = this.#get(at) >>> 6;
        return this.#boxed(
          HeaderTag.map,
          Array.from({ length: size }, (__, i) => this.#get(at + 4 + 4 * i)),
        );
      },
      ...this.#binaryPrimitives(),
    };
  }

  #binaryPrimitives(): Readonly<Record<string, Primitive>> {
    const bit = (bytes: Uint8Array, at: number): number => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    const setBit = (bytes: Uint8Array, at: number, value: number): void => {
      const mask = 0x80 >> (at & 7);
      bytes[at >> 3] = value === 0 ? (bytes[at >> 3] ?? 0) & ~mask : (bytes[at >> 3] ?? 0) | mask;
    };
    const isLittle = (flags: number): boolean => (flags & 0x12) !== 0;
    /** Bits as whole bytes, the last one of which may have fewer: little endian turns them round. */
    const readBits = (bytes: Uint8Array, at: number, count: number, flags: number): bigint => {
      const groups: bigint[] = [];
      for (let i = 0; i < count; i += 8) {
        const size = Math.min(8, count - i);
        let value = 0n;
        for (let k = 0; k < size; k++) value = (value << 1n) | BigInt(bit(bytes, at + i + k));
        groups.push(value);
      }
      let value = 0n;
      if (isLittle(flags)) for (const [i, group] of groups.entries()) value |= group << BigInt(8 * i);
      else for (let i = 0; i < count; i++) value = (value << 1n) | BigInt(bit(bytes, at + i));
      return (flags & 4) !== 0 ? BigInt.asIntN(count, value) : value;
    };
    const writeBits = (bytes: Uint8Array, at: number, count: number, flags: number, value: bigint): void => {
      const bits = BigInt.asUintN(count, value);
      for (let i = 0; i < count; i++) {
        let from = count - 1 - i;
        if (isLittle(flags)) {
          const group = i >> 3;
          const size = Math.min(8, count - 8 * group);
          from = 8 * group + (size - 1 - (i & 7));
        }
        setBit(bytes, at + i, Number((bits >> BigInt(from)) & 1n));
      }
    };
    const floatBytes = (value: number, size: number, flags: number): Uint8Array => {
      const view = new DataView(new ArrayBuffer(size / 8));
      if (size === 64) view.setFloat64(0, value, isLittle(flags));
      else view.setFloat32(0, value, isLittle(flags));
      return new Uint8Array(view.buffer);
    };
    const text = (code: number): Uint8Array => new TextEncoder().encode(String.fromCodePoint(code));
    const isCharacter = (code: number): boolean => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    const context = (term: number): [bytes: Uint8Array, at: number, address: number] => {
      const at = term & ~3;
      return [this.#bytes(this.#get(at + 4)), this.#get(at + 8), at];
    };
    const character = (term: number, size: (bytes: Uint8Array, at: number) => [code: number, bits: number] | undefined): number => {
      const [bytes, at, address] = context(term);
      const found = size(bytes, at);
      if (found === undefined || !isCharacter(found[0])) return 0;
      this.#set(address + 8, at + found[1]);
      return smallTerm(found[0]);
    };
    const whole = (bytes: Uint8Array, at: number, count: number): Uint8Array | undefined =>
      at + 8 * count > 8 * bytes.length
        ? undefined
        : Uint8Array.from({ length: count }, (_, i) => Number(readBits(bytes, at + 8 * i, 8, 0)));
    return {
      term_alloc_bin_match_state: (_, source = 0) => {
        const at = source & ~3;
        const again = (this.#get(at) & 0x3f) === HeaderTag.matchContext;
        const [binary, position] = again ? [this.#get(at + 4), this.#get(at + 8)] : [source, 0];
        return this.#boxed(HeaderTag.matchContext, [binary, position, 0]);
      },
      bitstring_extract_integer: (_, __, binary = 0, at = 0, count = 0, flags = 0) => {
        const bytes = this.#bytes(binary);
        if (at + count > 8 * bytes.length) return this.#atom('false');
        return this.#makeInteger(count === 0 ? 0n : readBits(bytes, at, count, flags));
      },
      bitstring_extract_float: (_, binary = 0, at = 0, count = 0, flags = 0) => {
        const bytes = whole(this.#bytes(binary), at, count / 8);
        if (bytes === undefined || (count !== 32 && count !== 64)) return this.#atom('false');
        const view = new DataView(bytes.buffer);
        const value = count === 64 ? view.getFloat64(0, isLittle(flags)) : view.getFloat32(0, isLittle(flags));
        return Number.isFinite(value) ? this.#makeFloat(value) : this.#atom('false');
      },
      term_sub_binary_heap_size: (_, bytes = 0) => 2 + ((bytes + 3) >> 2),
      term_maybe_create_sub_binary: (_, binary = 0, first = 0, bytes = 0) => {
        const made = this.#makeBinary(bytes);
        this.#bytes(made).set(this.#bytes(binary).subarray(first, first + bytes));
        return made;
      },
      bitstring_match_module_str: (_, __, binary = 0, at = 0, first = 0, count = 0) => {
        const bytes = this.#bytes(binary);
        const { strings } = this.#module().beam;
        for (let i = 0; i < count; i++) if (bit(bytes, at + i) !== bit(strings, 8 * first + i)) return 0;
        return 1;
      },
      bitstring_get_utf8: (term = 0) =>
        character(term, (bytes, at) => {
          const first = whole(bytes, at, 1)?.[0] ?? 0xff;
          const size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
          const all = size === 0 ? undefined : whole(bytes, at, size);
          if (all === undefined) return undefined;
          const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
          try {
            return [decoded.decode(all).codePointAt(0) ?? 0, 8 * size];
          } catch {
            return undefined;
          }
        }),
      bitstring_get_utf16: (term = 0, flags = 0) =>
        character(term, (bytes, at) => {
          const unit = (from: number): number => (from + 16 > 8 * bytes.length ? -1 : Number(readBits(bytes, from, 16, flags & ~4)));
          const high = unit(at);
          if (high < 0xd800 || high > 0xdbff) return high < 0 ? undefined : [high, 16];
          const low = unit(at + 16);
          return low < 0xdc00 || low > 0xdfff ? undefined : [0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 32];
        }),
      bitstring_get_utf32: (term = 0, flags = 0) =>
        character(term, (bytes, at) => (at + 32 > 8 * bytes.length ? undefined : [Number(readBits(bytes, at, 32, flags & ~4)), 32])),
      bitstring_utf8_size: (code = 0) => (isCharacter(code) ? text(code).length : 0),
      bitstring_utf16_size: (code = 0) => (isCharacter(code) ? (code > 0xffff ? 4 : 2) : 0),
      term_create_empty_binary: (_, bytes = 0) => this.#makeBinary(bytes),
      term_reuse_binary: (_, source = 0, bytes = 0) => {
        const made = this.#makeBinary(bytes);
        this.#bytes(made).set(this.#bytes(source));
        return made;
      },
      decode_flags_list: () => fail('flags are known when code is compiled'),
      bitstring_insert_utf8: (binary = 0, at = 0, code = 0) => {
        const bytes = text(code);
        for (const [i, byte] of bytes.entries()) writeBits(this.#bytes(binary), at + 8 * i, 8, 0, BigInt(byte));
        return bytes.length;
      },
      bitstring_insert_utf16: (binary = 0, at = 0, code = 0, flags = 0) => {
        const units = String.fromCodePoint(code);
        for (let i = 0; i < units.length; i++) writeBits(this.#bytes(binary), at + 16 * i, 16, flags, BigInt(units.charCodeAt(i)));
        return 2 * units.length;
      },
      bitstring_insert_utf32: (binary = 0, at = 0, code = 0, flags = 0) => {
        if (!isCharacter(code)) return 0;
        writeBits(this.#bytes(binary), at, 32, flags, BigInt(code));
        return 1;
      },
      bitstring_insert_integer: (binary = 0, at = 0, term = 0, count = 0, flags = 0) => {
        const value = this.#read(term);
        if (value.kind !== 'integer') return 0;
        writeBits(this.#bytes(binary), at, count, flags, BigInt(value.value));
        return 1;
      },
      bitstring_insert_float: (binary = 0, at = 0, term = 0, count = 0, flags = 0) => {
        const value = this.#read(term);
        if ((value.kind !== 'integer' && value.kind !== 'float') || (count !== 32 && count !== 64)) return 0;
        if (count === 32 && !Number.isFinite(Math.fround(Number(value.value)))) return 0;
        for (const [i, byte] of floatBytes(Number(value.value), count, flags).entries()) {
          writeBits(this.#bytes(binary), at + 8 * i, 8, 0, BigInt(byte));
        }
        return 1;
      },
      bitstring_copy_module_str: (_, __, binary = 0, at = 0, first = 0, count = 0) => {
        const { strings } = this.#module().beam;
        for (let i = 0; i < count; i++) setBit(this.#bytes(binary), at + i, bit(strings, 8 * first + i));
        return undefined;
      },
      bitstring_copy_binary: (_, __, binary = 0, at = 0, source = 0, size = 0) => {
        const from = this.#bytes(source);
        const count = (size & 0xf) === TermTag.integer ? size >> 4 : 8 * from.length;
        for (let i = 0; i < count; i++) setBit(this.#bytes(binary), at + i, bit(from, i));
        return count;
      },
    };
  }
}

/** What the machine has not, and AtomVM may have. */
class Unsupported extends Error {}

function fail(problem: string | Error): never {
  throw typeof problem === 'string' ? new Error(problem) : problem;
}

/** For instructions that call BIFs: which operand names it, and how many arguments come before its own. */
const BIF_PARAMETERS: Readonly<Record<number, { readonly operand: number; readonly count: number }>> = {
  [Opcode.bif0]: { operand: 0, count: 1 },
  [Opcode.bif1]: { operand: 1, count: 2 },
  [Opcode.bif2]: { operand: 1, count: 2 },
  [Opcode.bif3]: { operand: 1, count: 2 },
  [Opcode.gc_bif1]: { operand: 2, count: 3 },
  [Opcode.gc_bif2]: { operand: 2, count: 3 },
  [Opcode.gc_bif3]: { operand: 2, count: 3 },
};

function exportedLabel({ exports, atoms }: BeamFile, name: string, arity: number): number | undefined {
  return exports.find((each) => atoms[each.function] === name && each.arity === arity)?.label;
}
