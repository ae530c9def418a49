import type { KernelExports } from '@beamline/kernel';
import type { LinearMemory } from '../terms/linear-memory.js';
import { StubWriter } from './stub-writer.js';

/** What a stub of a pool does with its number. */
export type PooledKind =
  /** Raises undef for the function with that table index. `(sp, arguments…)`. */
  | 'undefined'
  /** Calls the host BIF with that index. `(sp, arguments…)`. */
  | 'bif'
  /** Entry of an external fun: calls the function with that table index, without the fun. `(sp, arguments…, fun)`. */
  | 'fun';

/** What the modules of stubs import. */
export interface StubImports {
  readonly kernel: KernelExports;
  readonly memory: LinearMemory;
  readonly table: WebAssembly.Table;
  readonly callBif: (bif: number, sp: number) => number;
  readonly tailCalls: boolean;
}

/** Stubs of the first module of a kind and arity; each following one has four times as many. */
const FIRST = 16;
const MOST = 256;

/**
 * Stubs of a kind and arity, whose numbers are in memory: so a few modules do for all of them, which are made once, where one for each
 * stub would be compiled each time that a module is loaded.
 */
export class StubPool {
  readonly #imports: StubImports;
  readonly #kind: PooledKind;
  readonly #arity: number;
  #count = 0;
  #used = 0;
  #cells = 0;
  #stubs: WebAssembly.Exports = {};

  constructor(imports: StubImports, kind: PooledKind, arity: number) {
    this.#imports = imports;
    this.#kind = kind;
    this.#arity = arity;
  }

  /** A stub with a number. */
  take(number: number): WebAssembly.ExportValue | undefined {
    if (this.#used === this.#count) this.#grow();
    this.#imports.memory.store(this.#cells + 4 * this.#used, number);
    const stub = this.#stubs[this.#used];
    this.#used++;
    return stub;
  }

  #grow(): void {
    const { kernel, memory, table, callBif, tailCalls } = this.#imports;
    this.#count = this.#count === 0 ? FIRST : Math.min(4 * this.#count, MOST);
    this.#used = 0;
    this.#cells = kernel.allocateBlock(4 * this.#count) >>> 0;
    const wasm = new WebAssembly.Module(buildStubs(this.#kind, this.#arity, this.#cells, this.#count, tailCalls));
    this.#stubs = new WebAssembly.Instance(wasm, {
      kernel: kernel as unknown as WebAssembly.ModuleImports,
      env: { memory: memory.memory, __indirect_function_table: table },
      host: { bif: callBif },
    }).exports;
  }
}

/** A module whose exports, by their numbers from 0, are stubs with the numbers at `cells`. */
function buildStubs(kind: PooledKind, arity: number, cells: number, count: number, tailCalls: boolean): Uint8Array<ArrayBuffer> {
  const writer = new StubWriter();
  const { code } = writer;
  let callee = 0;
  if (kind === 'undefined') callee = writer.importKernel('raiseUndefined');
  else if (kind === 'bif') callee = writer.importFunction('host', 'bif', 2);
  else if (!tailCalls) callee = writer.importKernel('tailCall');
  if (kind === 'fun' && tailCalls) writer.importTable();
  writer.importMemory();
  const parameters = kind === 'fun' ? arity + 2 : arity + 1;
  for (let stub = 0; stub < count; stub++) {
    const pushNumber = (): void => {
      code.i32.const(0);
      code.i32.load(cells + 4 * stub);
    };
    if (kind === 'fun' && tailCalls) {
      for (let i = 0; i <= arity; i++) code.local.get(i);
      pushNumber();
      code.returnCallIndirect(writer.type(arity + 1));
    } else {
      writer.saveArguments(arity);
      if (kind === 'bif') {
        pushNumber();
        code.local.get(0);
      } else {
        code.local.get(0);
        pushNumber();
        if (kind === 'undefined') code.i32.const(arity);
      }
      code.call(callee);
    }
    writer.export(String(stub), writer.endFunction(parameters));
  }
  return writer.finish();
}
