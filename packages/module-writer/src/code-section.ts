import { sizeU32 } from '@beamline/leb128';
import { ByteBuffer, type ValueType, writeValueType } from '@beamline/wasm-asm';
import { ModuleWriterError } from './module-writer-error.js';

/** Where the instructions of a function are. */
export type CodeSource = ByteBuffer | Uint8Array;

/**
 * The code section. Instructions are not copied before the module is written: each function keeps
 * only where they are.
 */
export class CodeSection {
  /** How many functions have been reserved. */
  count = 0;

  readonly #locals: ByteBuffer = new ByteBuffer(256);
  // One entry per function in each of these.
  readonly #source: (CodeSource | undefined)[] = [];
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #localsStart: number[] = [];
  readonly #localsEnd: number[] = [];
  readonly #offset: number[] = [];

  /** Empties the section. */
  reset(): void {
    this.count = 0;
    this.#locals.reset();
    // Drops the references to the sources, too.
    this.#source.length = 0;
    this.#start.length = 0;
    this.#end.length = 0;
    this.#localsStart.length = 0;
    this.#localsEnd.length = 0;
    this.#offset.length = 0;
  }

  /** Adds a function without a body and gives its number among the defined ones. */
  reserve(): number {
    this.#source.push(undefined);
    this.#start.push(0);
    this.#end.push(0);
    this.#localsStart.push(0);
    this.#localsEnd.push(0);
    return this.count++;
  }

  /** Whether function `i` has a body. */
  isDefined(i: number): boolean {
    return this.#source[i] !== undefined;
  }

  /** Gives function `i` its body; `locals` are pairs of count and type. */
  define(i: number, locals: ArrayLike<number>, source: CodeSource, start: number, end: number): void {
    const b = this.#locals;
    this.#source[i] = source;
    this.#start[i] = start;
    this.#end[i] = end;
    this.#localsStart[i] = b.length;
    b.u32(locals.length / 2);
    for (let at = 0; at < locals.length; at += 2) {
      b.u32(locals[at] ?? 0);
      writeValueType(b, (locals[at + 1] ?? 0) satisfies ValueType);
    }
    this.#localsEnd[i] = b.length;
  }

  /** The size of the section's content, the count of functions included. */
  size(functionImports: number): number {
    let total = sizeU32(this.count);
    for (let i = 0; i < this.count; i++) {
      if (this.#source[i] === undefined) throw new ModuleWriterError('missing-body', 'function', functionImports + i);
      const size = this.#bodySize(i);
      total += sizeU32(size) + size;
    }
    return total;
  }

  /** Appends the section's content. */
  write(out: ByteBuffer, moduleStart: number): void {
    out.u32(this.count);
    for (let i = 0; i < this.count; i++) {
      out.u32(this.#bodySize(i));
      out.appendBuffer(this.#locals, this.#localsStart[i], this.#localsEnd[i]);
      this.#offset[i] = out.length - moduleStart;
      const source = this.#source[i];
      if (source instanceof ByteBuffer) out.appendBuffer(source, this.#start[i], this.#end[i]);
      else if (source !== undefined) out.append(source, this.#start[i], this.#end[i]);
    }
  }

  /** Where the instructions of function `i` were written, in bytes from the module's start. */
  offset(i: number): number | undefined {
    return this.#offset[i];
  }

  /** The size of the local declarations of function `i`, in bytes. */
  localsSize(i: number): number {
    return (this.#localsEnd[i] ?? 0) - (this.#localsStart[i] ?? 0);
  }

  #bodySize(i: number): number {
    return this.localsSize(i) + (this.#end[i] ?? 0) - (this.#start[i] ?? 0);
  }
}
