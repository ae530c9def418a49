import type { CompiledModule } from '@beamline/jit-compiler';
import { RESUME_POINT_BITS } from '@beamline/machine-model';
import type { StackFrame } from '../processes/erlang-error.js';
import { moduleMd5 } from './module-md5.js';

/**
 * Table indices and identities of the lambdas of a version of a module. Funs outlive their module, and if the same version is loaded
 * again they are funs of that, as in OTP.
 */
export interface LambdaPlaces {
  /** First table index. */
  readonly entry: number;
  /** First identity. */
  readonly identity: number;
  readonly count: number;
}

/** A module that is linked into a machine. */
export class LoadedModule {
  /** The compiled code. */
  readonly compiled: CompiledModule;
  /** Name of the module. */
  readonly name: string;
  /** First table index of the module's functions. */
  readonly tableBase: number;
  /** First number of the module's sites. */
  readonly siteBase: number;
  /** Where its lambdas are. */
  readonly lambdas: LambdaPlaces;
  /** Context without a process, whose fragments hold the literals. */
  readonly area: number;
  /** Address of the string table, 0 if there is none. */
  strings = 0;
  /** Number of the first of its handlers; −1 as long as they have no place. */
  catchBase = -1;
  /** False for a module whose places in the source are not told. */
  hasLines = true;
  /** By name of a native record of the module: its definition and fields, a term in `area`. */
  readonly records: Map<string, number> = new Map();

  constructor(compiled: CompiledModule, tableBase: number, siteBase: number, lambdas: LambdaPlaces, area: number) {
    this.compiled = compiled;
    this.name = compiled.beam.module;
    this.tableBase = tableBase;
    this.siteBase = siteBase;
    this.lambdas = lambdas;
    this.area = area;
  }

  /** First table index after those of the module's functions. */
  get tableEnd(): number {
    return this.tableBase + this.compiled.lambdaTableBase;
  }

  /** First number after those of the module's sites. */
  get siteEnd(): number {
    return this.siteBase + this.compiled.sites.length / 2;
  }

  /** MD5 of what makes the module what it is (`beam_lib:md5/1`), 16 bytes. */
  get md5(): Uint8Array {
    return moduleMd5(this.compiled.beam);
  }

  /** Table index of a function that a NIF may replace; undefined if there is none. */
  nifIndex(name: string, arity: number): number | undefined {
    const { functions, nifs } = this.compiled;
    const found = nifs.map((index) => functions[index]).find((info) => info?.name === name && info.arity === arity);
    return found === undefined ? undefined : this.tableBase + found.tableOffset;
  }

  /** Stack frame of function `index` at an index of the line table. */
  frame(index: number, line: number): StackFrame {
    const info = this.compiled.functions[index];
    const base = { module: this.name, function: info?.name ?? '', arity: info?.arity ?? 0 };
    const place = line === 0 || !this.hasLines ? undefined : this.compiled.beam.lines?.lines[line];
    if (place === undefined) return base;
    return { ...base, file: this.compiled.beam.lines?.names[place.file] ?? '', line: place.line };
  }

  /** Stack frame of a site. */
  siteFrame(site: number): StackFrame {
    const at = 2 * (site - this.siteBase);
    return this.frame(this.compiled.sites[at] ?? 0, this.compiled.sites[at + 1] ?? 0);
  }

  /** Frame of the function at a table index, with the line of its head. */
  functionFrame(tableIndex: number): StackFrame {
    const index = this.#functionOf(tableIndex - this.tableBase);
    return this.frame(index, this.compiled.functions[index]?.resumeLines[0] ?? 0);
  }

  /** Frame of the function of the lambda at a table index, without a line. */
  lambdaFrame(tableIndex: number): StackFrame {
    const { beam } = this.compiled;
    const lambda = beam.lambdas[tableIndex - this.lambdas.entry];
    return { module: this.name, function: beam.atoms[lambda?.function ?? 0] ?? '', arity: lambda?.arity ?? 0 };
  }

  /** Number of the function whose entries are at an offset in the module's part of the table. */
  #functionOf(offset: number): number {
    const { functions } = this.compiled;
    let low = 0;
    let high = functions.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((functions[middle]?.tableOffset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Stack frame of a resume point of the function at a table index. */
  resumeFrame(tableIndex: number, point: number): StackFrame {
    const offset = tableIndex - this.tableBase;
    const low = this.#functionOf(offset);
    const info = this.compiled.functions[low];
    const total = (offset - (info?.tableOffset ?? 0) - 1) * 2 ** RESUME_POINT_BITS + point;
    return this.frame(low, info?.resumeLines[total] ?? 0);
  }
}
