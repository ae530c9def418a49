import type { KernelExports } from '@beamline/kernel';
import { FUNCTION_REENTRY_SHIFT, FUNCTION_TABLE_BASE, MachineRegister } from '@beamline/machine-model';
import type { LinearMemory } from '../terms/linear-memory.js';
import { buildEnterStubs } from './enter-stubs.js';
import { buildGateModule } from './gate-module.js';
import { GuardStubs } from './guard-stubs.js';
import { type PooledKind, StubPool } from './stub-pool.js';

/** Calls a host BIF, by its number, with the arguments in X; returns its result, a term, or 0 when the process waits or fails. */
export type BifCall = (bif: number, sp: number) => number;

/** Arities from 0 that have a stub to enter functions from the start: a module for each new one would cost more. */
const COMMON_ARITIES = 16;

/** The function table of a machine: which indices are taken, the arity of each function, and the stubs that fill gaps. */
export class FunctionTable {
  /** The table itself. */
  readonly table: WebAssembly.Table;
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #tailCalls: boolean;
  readonly #callBif: BifCall;
  /** Parts of the table that purged modules have left: first index and length. */
  readonly #free: { start: number; count: number }[] = [];
  #next = FUNCTION_TABLE_BASE;
  /** Functions that the kernel's table of arities has room for. */
  #capacity = 0;
  /** Arities that have a stub to enter functions, or wait for it. */
  readonly #arities = new Set<number>();
  /** Arities whose stubs are to be made. */
  #newArities: number[] = Array.from({ length: COMMON_ARITIES }, (_, arity) => arity);
  readonly #guards: GuardStubs;
  /** Pools of stubs by kind and arity. */
  readonly #pools = new Map<string, StubPool>();
  /** Gates by the number of parameters. */
  readonly #gates = new Map<number, WebAssembly.ExportValue>();
  /** Stubs that raise undef which were made already, by index: code that comes and goes shall not make new ones each time. */
  readonly #undefinedStubs = new Map<number, { readonly arity: number; readonly code: WebAssembly.ExportValue | undefined }>();
  /** Indices that wait for a stub that raises undef, with their arities. */
  readonly #undefined = new Map<number, number>();
  #isHeld = false;

  constructor(table: WebAssembly.Table, memory: LinearMemory, kernel: KernelExports, tailCalls: boolean, callBif: BifCall) {
    this.table = table;
    this.#memory = memory;
    this.#kernel = kernel;
    this.#tailCalls = tailCalls;
    this.#callBif = callBif;
    this.#guards = new GuardStubs(kernel, memory);
    for (const arity of this.#newArities) this.#arities.add(arity);
    this.#growInfo(1024);
  }

  /** Reserves consecutive indices; returns the first. */
  reserve(count: number): number {
    const free = this.#free.find((part) => part.count >= count);
    if (free !== undefined) {
      const { start } = free;
      free.start += count;
      free.count -= count;
      return start;
    }
    const index = this.#next;
    this.#next += count;
    if (this.#next > this.table.length) this.table.grow(Math.max(this.#next - this.table.length, this.table.length));
    if (this.#next > this.#capacity) this.#growInfo(2 * this.#next);
    return index;
  }

  /** Clears consecutive indices for others to reserve. */
  release(start: number, count: number): void {
    if (count === 0) return;
    for (let index = start; index < start + count; index++) {
      this.table.set(index, null);
      this.#undefinedStubs.delete(index);
    }
    this.#free.push({ start, count });
  }

  /** Sets the arity of the function at an index. */
  setArity(index: number, arity: number): void {
    this.#memory.store(this.#memory.load(MachineRegister.functionInfo) + 4 * index, arity);
    // A function has at most 255 arguments, and its fun as one more.
    if (arity > 256 || this.#arities.has(arity)) return;
    this.#arities.add(arity);
    this.#newArities.push(arity);
  }

  /** Table index under which the function at an index is entered once it has been called: see `FUNCTION_REENTRY_SHIFT`. 0 for its own. */
  setReentry(index: number, reentry: number): void {
    const at = this.#memory.load(MachineRegister.functionInfo) + 4 * index;
    const mask = (1 << FUNCTION_REENTRY_SHIFT) - 1;
    this.#memory.store(at, (this.#memory.load(at) & mask) | (reentry << FUNCTION_REENTRY_SHIFT));
  }

  /** Puts a function into the table. */
  set(index: number, code: WebAssembly.ExportValue | undefined): void {
    this.#undefined.delete(index);
    this.table.set(index, code);
  }

  /** Puts the function at another index into the table. */
  copy(index: number, from: number): void {
    this.#undefined.delete(index);
    this.table.set(index, this.table.get(from));
  }

  /** Puts a guard BIF into the table, by its index. */
  setGuard(index: number, guardBif: number): void {
    this.set(index, this.#guards.get(guardBif));
  }

  /** Puts a stub of a pool into the table. */
  setPooled(index: number, kind: PooledKind, arity: number, number: number): void {
    this.set(index, this.#pooled(kind, arity, number));
  }

  #pooled(kind: PooledKind, arity: number, number: number): WebAssembly.ExportValue | undefined {
    const key = `${kind}/${arity}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = new StubPool(
        { kernel: this.#kernel, memory: this.#memory, table: this.table, callBif: this.#callBif, tailCalls: this.#tailCalls },
        kind,
        arity,
      );
      this.#pools.set(key, pool);
    }
    return pool.take(number);
  }

  /** Makes calls of a function raise undef from the next `flush` on, unless it is set before that. */
  setUndefined(index: number, arity: number): void {
    this.#undefined.set(index, arity);
  }

  /** The gate for functions of so many parameters: see `buildGateModule`. */
  gate(parameters: number): WebAssembly.ExportValue {
    const known = this.#gates.get(parameters);
    if (known !== undefined) return known;
    const wasm = new WebAssembly.Module(buildGateModule(parameters, this.#tailCalls));
    const { gate } = new WebAssembly.Instance(wasm, { env: { __indirect_function_table: this.table } }).exports;
    if (gate === undefined) throw new RangeError('the gate module exports nothing');
    this.#gates.set(parameters, gate);
    return gate;
  }

  /** Does what calls no functions: none of it is a reason for `flush`, and most of what a module names is there before the module is. */
  withoutFlush(task: () => void): void {
    this.#isHeld = true;
    try {
      task();
    } finally {
      this.#isHeld = false;
    }
  }

  /** Puts the stubs that are waiting into the table. */
  flush(): void {
    if (this.#isHeld) return;
    for (const [slot, arity] of this.#undefined) {
      let stub = this.#undefinedStubs.get(slot);
      if (stub?.arity !== arity) {
        stub = { arity, code: this.#pooled('undefined', arity, slot) };
        this.#undefinedStubs.set(slot, stub);
      }
      this.table.set(slot, stub.code);
    }
    this.#undefined.clear();
    if (this.#newArities.length === 0) return;
    const wasm = new WebAssembly.Module(buildEnterStubs(this.#newArities));
    this.#newArities = [];
    new WebAssembly.Instance(wasm, {
      env: { memory: this.#memory.memory, __indirect_function_table: this.table },
    });
  }

  #growInfo(capacity: number): void {
    const block = this.#kernel.allocateBlock(4 * capacity) >>> 0;
    const old = this.#memory.load(MachineRegister.functionInfo);
    this.#memory.bytes.fill(0, block, block + 4 * capacity);
    if (old !== 0) {
      this.#memory.bytes.copyWithin(block, old, old + 4 * this.#capacity);
      this.#kernel.freeBlock(old);
    }
    this.#memory.store(MachineRegister.functionInfo, block);
    this.#capacity = capacity;
  }
}
