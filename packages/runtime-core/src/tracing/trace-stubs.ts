import type { KernelExports } from '@beamline/kernel';
import { kernelSignature, X_REGISTERS } from '@beamline/machine-model';
import { ModuleWriter } from '@beamline/module-writer';
import { BlockType, CodeEmitter, ValueType } from '@beamline/wasm-asm';
import type { LinearMemory } from '../terms/linear-memory.js';

/** What stubs of tracing call. */
export interface TraceStubHost {
  /** A function is called, by the number of its stub, with its arguments in X; the stack pointer to call it with, or 0 to return 0. */
  enter(sp: number, stub: number): number;
  /** A function has returned a value, through frames from one stack pointer to another; the value again. */
  leave(from: number, to: number, value: number): number;
  /** A frame that `enter` made is resumed: with the value in X, or with an exception. */
  resume(sp: number): number;
}

/** What the modules of stubs import. */
export interface TraceStubImports {
  readonly kernel: KernelExports;
  readonly memory: LinearMemory;
  readonly table: WebAssembly.Table;
  readonly tailCalls: boolean;
  readonly host: TraceStubHost;
}

/** Stubs of the first module of an arity; each following one has four times as many. */
const FIRST = 16;
const MOST = 256;
/** A cell: number of the stub, table index of the function. */
const CELL = 8;

/** Stubs that stand in the places of traced functions with so many arguments. */
export class TraceStubs {
  readonly #imports: TraceStubImports;
  readonly #arity: number;
  #used = 0;
  #count = 0;
  #cells = 0;
  #stubs: WebAssembly.Exports = {};

  constructor(imports: TraceStubImports, arity: number) {
    this.#imports = imports;
    this.#arity = arity;
  }

  /** A stub with a number, in front of the function at a table index. */
  take(number: number, target: number): WebAssembly.ExportValue | undefined {
    const { memory, kernel, table, tailCalls, host } = this.#imports;
    if (this.#used === this.#count) {
      this.#used = 0;
      this.#count = this.#count === 0 ? FIRST : Math.min(4 * this.#count, MOST);
      this.#cells = kernel.allocateBlock(CELL * this.#count) >>> 0;
      const wasm = new WebAssembly.Module(buildStubs(this.#arity, this.#cells, this.#count, tailCalls));
      this.#stubs = new WebAssembly.Instance(wasm, {
        kernel: kernel as unknown as WebAssembly.ModuleImports,
        env: { memory: memory.memory, __indirect_function_table: table },
        host: { enter: host.enter, leave: host.leave },
      }).exports;
    }
    const cell = this.#cells + CELL * this.#used;
    memory.store(cell, number);
    memory.store(cell + 4, target);
    return this.#stubs[this.#used++];
  }
}

function functionType(writer: ModuleWriter, parameters: number): number {
  return writer.functionType(new Array<ValueType>(parameters).fill(ValueType.i32), [ValueType.i32]);
}

/** A module whose exports are stubs: they ask the host, and then call the function that they stand in front of. */
function buildStubs(arity: number, cells: number, count: number, tailCalls: boolean): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = functionType(writer, arity + 1);
  const enter = writer.importFunction('host', 'enter', functionType(writer, 2));
  const leave = writer.importFunction('host', 'leave', functionType(writer, 3));
  const tailCall = tailCalls
    ? 0
    : writer.importFunction('kernel', 'tailCall', functionType(writer, kernelSignature('tailCall').parameters));
  writer.importTable('env', '__indirect_function_table', { element: ValueType.funcref, min: 1 });
  writer.importMemory('env', 'memory', { min: 1 });
  const next = arity + 1;
  const result = arity + 2;
  const pushArguments = (sp: number): void => {
    code.local.get(sp);
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
    }
  };
  /** Returns 0 if 0 is on the stack: the process does not go on now. */
  const returnIfZero = (): void => {
    code.i32.eqz();
    code.if(BlockType.empty);
    code.i32.const(0);
    code.return();
    code.end();
  };
  for (let stub = 0; stub < count; stub++) {
    const start = code.buffer.length;
    const pushCell = (offset: number): void => {
      code.i32.const(0);
      code.i32.load(cells + CELL * stub + offset);
    };
    for (let i = 0; i < arity; i++) {
      code.i32.const(0);
      code.local.get(i + 1);
      code.i32.store(X_REGISTERS + 4 * i);
    }
    code.local.get(0);
    pushCell(0);
    code.call(enter);
    code.local.tee(next);
    returnIfZero();
    code.local.get(next);
    code.local.get(0);
    code.i32.eq();
    code.if(BlockType.empty);
    if (tailCalls) {
      pushArguments(0);
      pushCell(4);
      code.returnCallIndirect(type);
    } else {
      code.local.get(0);
      pushCell(4);
      code.call(tailCall);
      code.return();
    }
    code.end();
    pushArguments(next);
    pushCell(4);
    code.callIndirect(type);
    code.local.tee(result);
    returnIfZero();
    code.local.get(next);
    code.local.get(0);
    code.local.get(result);
    code.call(leave);
    code.end();
    writer.exportFunction(String(stub), writer.addFunction(type, [2, ValueType.i32], code.buffer, start, code.buffer.length));
  }
  return writer.finish();
}

/** The function at which frames of tracing are resumed: `(sp) → value or 0`. */
export function traceResumption(host: TraceStubHost): WebAssembly.ExportValue | undefined {
  const writer = new ModuleWriter();
  const code = new CodeEmitter();
  const type = functionType(writer, 1);
  const resume = writer.importFunction('host', 'resume', type);
  code.local.get(0);
  code.call(resume);
  code.end();
  writer.exportFunction('resume', writer.addFunction(type, [], code.buffer, 0, code.buffer.length));
  return new WebAssembly.Instance(new WebAssembly.Module(writer.finish()), { host: { resume: host.resume } }).exports.resume;
}
