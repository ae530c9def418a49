import { RESUME_POINT_BITS } from '@beamline/jit-backend';
import type { CompiledModule } from '@beamline/jit-compiler';
import type { StackFrame } from './erlang-error.js';
import { moduleMd5 } from './module-md5.js';

/** A module that is linked into a machine. */
export class LoadedModule {
  readonly compiled: CompiledModule;
  readonly name: string;
  /** First table index of the module's functions. */
  readonly tableBase: number;
  /** First number of the module's sites. */
  readonly siteBase: number;
  /** First identity of the module's lambdas. */
  readonly lambdaBase: number;
  #md5: Uint8Array | undefined;

  constructor(compiled: CompiledModule, tableBase: number, siteBase: number, lambdaBase: number) {
    this.compiled = compiled;
    this.name = compiled.beam.module;
    this.tableBase = tableBase;
    this.siteBase = siteBase;
    this.lambdaBase = lambdaBase;
  }

  /** MD5 of what makes the module what it is (`beam_lib:md5/1`), 16 bytes. */
  get md5(): Uint8Array {
    this.#md5 ??= moduleMd5(this.compiled.beam);
    return this.#md5;
  }

  /** Stack frame of function `index` at an index of the line table. */
  frame(index: number, line: number): StackFrame {
    const info = this.compiled.functions[index];
    const base = { module: this.name, function: info?.name ?? '', arity: info?.arity ?? 0 };
    const place = line === 0 ? undefined : this.compiled.beam.lines?.lines[line];
    if (place === undefined) return base;
    return { ...base, file: this.compiled.beam.lines?.names[place.file] ?? '', line: place.line };
  }

  /** Stack frame of a site. */
  siteFrame(site: number): StackFrame {
    const at = 2 * (site - this.siteBase);
    return this.frame(this.compiled.sites[at] ?? 0, this.compiled.sites[at + 1] ?? 0);
  }

  /** Stack frame of a resume point of the function at a table index. */
  resumeFrame(tableIndex: number, point: number): StackFrame {
    const offset = tableIndex - this.tableBase;
    const { functions } = this.compiled;
    let low = 0;
    let high = functions.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((functions[middle]?.tableOffset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const info = functions[low];
    const total = (offset - (info?.tableOffset ?? 0) - 1) * 2 ** RESUME_POINT_BITS + point;
    return this.frame(low, info?.resumeLines[total] ?? 0);
  }
}
