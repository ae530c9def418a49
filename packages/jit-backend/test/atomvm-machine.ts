/**
 * What compiled code of the `atomvm` convention runs in: a memory, a table, a context, and a
 * `ModuleNativeInterface` whose functions are the kernel's, or use it.
 */
import { readFileSync } from 'node:fs';
import { ContextOffset, FLOAT_HEADER, HeaderTag, JitStateOffset, smallTerm, TermTag } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';
import { ValueType } from '@beamline/wasm-asm';
import {
  AtomvmBackend,
  type AtomvmBackendOptions,
  type AtomvmModule,
  type Primitive,
  PrimitiveTable,
  type PrimitiveType,
} from '../src/index.js';

const kernel = new WebAssembly.Module(readFileSync(new URL('../../kernel/dist/kernel.wasm', import.meta.url)));

// What the kernel asks of its host does not happen here, whatever it is.
const FUNCTIONS: WebAssembly.ModuleImports = Object.fromEntries(
  WebAssembly.Module.imports(kernel)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => [name, () => 0]),
);

const I: PrimitiveType = 'i32';

/** Functions of the kernel that stand in `ModuleNativeInterface` as they are, after AtomVM's 77. */
const kernelPrimitives: readonly Primitive[] = (
  [
    ['add', [I, I], I],
    ['subtract', [I, I], I],
    ['multiply', [I, I], I],
    ['length', [I], I],
    ['equalExact', [I, I], I],
    ['less', [I, I], I],
    ['makeInteger', ['i64'], I],
    ['toFloat', [I], 'f64'],
    ['freeBlock', [I], 'void'],
    ['allocateBlock', [I], I],
  ] as const
).map(([name, parameters, result], i) => ({ index: 77 + i, name, parameters, result }));

/** Further ones that the machine has: functions to watch. */
const watchedPrimitives: readonly Primitive[] = [
  { index: 90, name: 'three', parameters: [I, I, I], result: I },
  { index: 91, name: 'wide', parameters: ['i64', I], result: 'i64' },
  { index: 92, name: 'floats', parameters: ['f32', 'f64'], result: 'f32' },
  { index: 93, name: 'nothing', parameters: [I], result: 'void' },
  { index: 94, name: 'single', parameters: [I], result: 'f32' },
  { index: 95, name: 'clobber', parameters: [I], result: I },
  { index: 96, name: 'makeFloat', parameters: ['f64'], result: I },
];

const primitives = [...kernelPrimitives, ...watchedPrimitives];
const FIRST_PRIMITIVE = 100;
/** The continuation pointer that ends a run: no entry has it. */
const BOTTOM_CP = 0x7ffffffc;
/** The module's index, as in continuation pointers. */
export const MODULE_INDEX = 5;

const TYPES = { i32: ValueType.i32, i64: ValueType.i64, f32: ValueType.f32, f64: ValueType.f64 } as const;

type Value = number | bigint;
type Handler = (...args: readonly Value[]) => Value | undefined;

/** A backend for the machine: with its primitives, and the kernel's memory, which is not shared. */
export function newBackend(options: AtomvmBackendOptions = {}): AtomvmBackend {
  return new AtomvmBackend({ primitives, memory: { min: 1 }, ...options });
}

/** One process that runs one module. */
export class Machine {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 4 });
  readonly table: WebAssembly.Table = new WebAssembly.Table({ element: 'anyfunc', initial: 1000 });
  readonly kernel: Record<string, (...args: readonly Value[]) => number>;
  /** Calls of primitives: name and arguments. */
  readonly calls: { readonly name: string; readonly args: readonly Value[] }[] = [];
  readonly ctx: number;
  readonly jitState: number;
  readonly nativeInterface: number;
  /** The first word of the stack, where `e` points at first. */
  readonly stack: number;
  readonly floats: number;
  /** How many times the dispatcher has entered compiled code. */
  entered = 0;
  /** Set by the primitive that ends the run. */
  outcome: 'returned' | 'raised' | 'terminated' | undefined;
  /** Reductions for each slice. */
  slice = 1000;
  /** How often others could have run. */
  scheduled = 0;
  #exports: WebAssembly.Exports = {};

  constructor(handlers: Readonly<Record<string, Handler>> = {}) {
    const { exports } = new WebAssembly.Instance(kernel, {
      env: { memory: this.memory, table: this.table },
      host: FUNCTIONS,
      math: FUNCTIONS,
    });
    this.kernel = exports as unknown as Record<string, (...args: readonly Value[]) => number>;
    const block = (bytes: number): number => {
      const at = this.callKernel('allocateBlock', bytes);
      new Uint8Array(this.memory.buffer).fill(0, at, at + bytes);
      return at;
    };
    this.ctx = block(ContextOffset.size);
    this.jitState = block(16);
    this.nativeInterface = block(4 * 128);
    this.stack = block(400) + 200;
    this.floats = block(128);
    this.store(block(4), 0);
    // What was there before must be overwritten as a whole.
    this.continuation = 0x7eadbeef;
    const module = block(8);
    this.store(module, MODULE_INDEX);
    this.store(this.jitState + JitStateOffset.module, module);
    this.store(this.jitState + JitStateOffset.remainingReductions, this.slice);
    this.store(this.ctx + ContextOffset.e, this.stack);
    this.store(this.ctx + ContextOffset.cp, BOTTOM_CP);
    this.store(this.ctx + ContextOffset.fr, this.floats);
    this.#fillInterface(handlers);
  }

  callKernel(name: string, ...args: readonly Value[]): number {
    const called = this.kernel[name];
    if (called === undefined) throw new Error(`the kernel has no ${name}`);
    return called(...args);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  load(address: number): number {
    return this.view.getInt32(address, true);
  }

  store(address: number, value: number): void {
    this.view.setInt32(address, value, true);
  }

  x(index: number): number {
    return this.load(this.ctx + ContextOffset.x + 4 * index);
  }

  setX(index: number, value: number): void {
    this.store(this.ctx + ContextOffset.x + 4 * index, value);
  }

  y(index: number): number {
    return this.load(this.load(this.ctx + ContextOffset.e) + 4 * index);
  }

  setY(index: number, value: number): void {
    this.store(this.load(this.ctx + ContextOffset.e) + 4 * index, value);
  }

  get reductions(): number {
    return this.load(this.jitState + JitStateOffset.remainingReductions);
  }

  set reductions(value: number) {
    this.store(this.jitState + JitStateOffset.remainingReductions, value);
  }

  get continuation(): number {
    return this.load(this.jitState + JitStateOffset.continuation);
  }

  set continuation(value: number) {
    this.store(this.jitState + JitStateOffset.continuation, value);
  }

  float(value: number): number {
    const at = this.callKernel('allocateBlock', 12);
    this.store(at, FLOAT_HEADER);
    new DataView(this.memory.buffer).setFloat64(at + 4, value, true);
    return at | TermTag.boxed;
  }

  list(...elements: readonly number[]): number {
    let tail: number = TermTag.nil;
    for (const head of elements.toReversed()) tail = this.#cons(head, tail);
    return tail;
  }

  /** Makes an instance of the module. */
  install(module: AtomvmModule): void {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes), {
      env: { memory: this.memory, __indirect_function_table: this.table },
    });
    this.#exports = exports;
  }

  /** Calls one entry and gives what it returns. */
  enter(entry: number): number {
    const entered = this.#exports[`f${entry}`];
    if (typeof entered !== 'function') throw new Error(`no entry ${entry}`);
    this.entered++;
    return Number(entered(this.ctx, this.jitState, this.nativeInterface));
  }

  /** Runs from an entry until a primitive ends it, entering continuations as AtomVM's dispatcher does. */
  run(entry: number): 'returned' | 'raised' | 'terminated' {
    this.outcome = undefined;
    this.continuation = entry + 1;
    for (let i = 0; i < 1_000_000; i++) {
      if (this.continuation === 0) throw new Error('no continuation');
      const result = this.enter(this.continuation - 1);
      if (this.outcome !== undefined) return this.outcome;
      if (result !== this.ctx) throw new Error(`entry gave ${result}`);
    }
    throw new Error('does not end');
  }

  /** The arguments of the last call of a primitive. */
  lastCall(name: string): readonly Value[] | undefined {
    return this.calls.findLast((call) => call.name === name)?.args;
  }

  #cons(head: number, tail: number): number {
    const at = this.callKernel('allocateBlock', 8);
    this.store(at, tail);
    this.store(at + 4, head);
    return at | TermTag.cons;
  }

  #handlers(): Record<string, Handler> {
    const raise: Handler = (ctx) => {
      this.outcome = 'raised';
      return ctx;
    };
    const returns: Handler = (ctx) => {
      const cp = this.load(Number(ctx) + ContextOffset.cp);
      if (cp === BOTTOM_CP) this.outcome = 'returned';
      else {
        if (cp >>> 24 !== MODULE_INDEX) throw new Error(`cp of module ${cp >>> 24}`);
        this.continuation = ((cp & 0xffffff) >> 2) / 4 + 1;
      }
      return ctx;
    };
    return {
      raise_error: raise,
      raise_error_tuple: raise,
      handle_error: raise,
      terminate_context: (ctx) => {
        this.outcome = 'terminated';
        return ctx;
      },
      return: returns,
      // Of a function that returns at once.
      call_ext: returns,
      schedule_next_cp: (ctx) => {
        this.scheduled++;
        this.reductions = this.slice;
        return ctx;
      },
      // Makes room for Y registers and saves the continuation pointer after them.
      allocate: (ctx, _, stackNeed) => {
        const e = this.load(Number(ctx) + ContextOffset.e) - 4 * (Number(stackNeed) + 1);
        this.store(Number(ctx) + ContextOffset.e, e);
        this.store(e + 4 * Number(stackNeed), this.load(Number(ctx) + ContextOffset.cp));
        return 1;
      },
      deallocate: (ctx, _, words) => {
        const e = this.load(Number(ctx) + ContextOffset.e);
        this.store(Number(ctx) + ContextOffset.cp, this.load(e + 4 * Number(words)));
        this.store(Number(ctx) + ContextOffset.e, e + 4 * (Number(words) + 1));
        return 1;
      },
      put_list: (_, head, tail) => this.#cons(Number(head), Number(tail)),
      alloc_boxed_integer_fragment: (_, value) => this.callKernel('makeInteger', value ?? 0n),
      makeFloat: (value) => this.float(Number(value)),
      term_alloc_tuple: (_, size) => {
        const at = this.callKernel('allocateBlock', 4 + 4 * Number(size));
        this.store(at, (Number(size) << TermTag.arityShift) | HeaderTag.tuple);
        return at | TermTag.boxed;
      },
      // 1: equal, 2: less, 4: greater, as AtomVM's TermCompareResult.
      term_compare: (_, __, a, b) =>
        this.callKernel('equalExact', a ?? 0, b ?? 0) !== 0 ? 1 : this.callKernel('less', a ?? 0, b ?? 0) !== 0 ? 2 : 4,
      module_get_atom_term_by_id: (_, index) => (Number(index) << TermTag.atomShift) | TermTag.atom,
      extended_register_ptr: (ctx, index) => Number(ctx) + ContextOffset.x + 4 * Number(index),
      trim_live_regs: () => undefined,
      get_imported_bif: (_, bif) => Number(bif),
      test_heap: () => 1,
      three: (a, b, c) => Number(a) * 100 + Number(b) * 10 + Number(c),
      wide: (a, b) => BigInt(a ?? 0) + BigInt(b ?? 0),
      floats: (a, b) => Number(a) + Number(b),
      nothing: () => undefined,
      single: (a) => Number(a) + 0.5,
      // Changes the X and Y registers after the code's back.
      clobber: (a) => {
        this.setX(0, smallTerm(77));
        this.setY(0, smallTerm(78));
        return a;
      },
    };
  }

  #fillInterface(own: Readonly<Record<string, Handler>>): void {
    const handlers: Record<string, Handler> = { ...this.#handlers(), ...own };
    const m = new ModuleWriter();
    const all = new PrimitiveTable(primitives).all();
    const imports: Record<string, Handler> = {};
    const fromKernel = new Set(kernelPrimitives.map(({ name }) => name));
    for (const { name, parameters, result } of all) {
      if (fromKernel.has(name)) continue;
      const type = m.functionType(
        parameters.map((each) => TYPES[each]),
        result === 'void' ? [] : [TYPES[result]],
      );
      m.exportFunction(name, m.importFunction('primitives', name, type));
      imports[name] = (...args) => {
        this.calls.push({ name, args });
        return (handlers[name] ?? ((ctx) => ctx))(...args);
      };
    }
    // Functions of JavaScript must have come through a module to stand in a table.
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(m.finish()), { primitives: imports as WebAssembly.ModuleImports });
    for (const { index, name } of all) {
      this.table.set(FIRST_PRIMITIVE + index, fromKernel.has(name) ? this.kernel[name] : exports[name]);
      this.store(this.nativeInterface + 4 * index, FIRST_PRIMITIVE + index);
    }
  }
}

/** What `code` gives. */
export interface Run {
  readonly machine: Machine;
  readonly module: AtomvmModule;
}

/**
 * Writes code after label 1, which returns at its end unless it has ended, and runs it. `prepare` sets up the machine.
 */
export function code(
  emit: (backend: AtomvmBackend) => void,
  prepare: (machine: Machine) => void = () => undefined,
  options: AtomvmBackendOptions = {},
): Run {
  const backend = newBackend(options);
  backend.jumpTable(4);
  backend.addLabel(1);
  emit(backend);
  finishLabel(backend);
  const module = backend.finish();
  const machine = new Machine();
  machine.install(module);
  prepare(machine);
  machine.run(1);
  return { machine, module };
}

/** Ends a label's code by a return. */
export function finishLabel(backend: AtomvmBackend): void {
  backend.assertAllNativeFree();
  backend.callPrimitiveLast('return', ['ctx', 'jit_state']);
}
