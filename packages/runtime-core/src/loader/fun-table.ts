import type { FunTerm, Lambda, Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, FunOffset, HeaderTag, MachineRegister, SCRATCH, smallTerm, TermTag } from '@beamline/machine-model';
import type { AtomTable } from '../terms/atom-table.js';
import type { Funs } from '../terms/funs.js';
import { pidTerm } from '../terms/identifiers.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { type ExportEntry, type ExportTable, MAXIMUM_ARITY } from './export-table.js';
import { externalFunInfo, localFunInfo } from './fun-info.js';
import type { FunctionTable } from './function-table.js';
import type { LoadedModule } from './loaded-module.js';
import type { ModuleTable } from './module-table.js';

/** What a fun with an identity is. */
type FunDescription = { readonly module: LoadedModule; readonly lambda: number } | { readonly entry: ExportEntry };

/** The funs of a machine by their identities: lambdas of modules, and `fun Module:Function/Arity`. */
export class FunTable implements Funs {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #functions: FunctionTable;
  readonly #exports: ExportTable;
  readonly #modules: ModuleTable;
  readonly #funs: FunDescription[] = [];

  constructor(
    memory: LinearMemory,
    kernel: KernelExports,
    atoms: AtomTable,
    functions: FunctionTable,
    exports: ExportTable,
    modules: ModuleTable,
  ) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#functions = functions;
    this.#exports = exports;
    this.#modules = modules;
  }

  /** The identity that the next fun gets. */
  get nextIdentity(): number {
    return this.#funs.length;
  }

  /** Gives the lambdas of a module the next identities. */
  addLambdas(loaded: LoadedModule): void {
    for (let i = 0; i < loaded.compiled.beam.lambdas.length; i++) this.#funs.push({ module: loaded, lambda: i });
  }

  exportFun(module: string, name: string, arity: number): number {
    const entry = this.#exports.entry(module, name, arity);
    if (entry.funEntry === 0) {
      entry.funEntry = this.#functions.reserve(1);
      this.#functions.setArity(entry.funEntry, arity + 1);
      // A fun with more arguments than a function can have is a term as any other, but cannot be called.
      if (arity <= MAXIMUM_ARITY) this.#functions.setStub({ kind: 'fun', arity, slot: entry.funEntry, target: entry.slot });
      entry.funIdentity = this.#funs.push({ entry }) - 1;
      // A program that is running may have made the fun, and call it next.
      this.#functions.flush();
    }
    const at = this.#kernel.allocateBlock(FunOffset.free) >>> 0;
    this.#memory.store(at, ((FunOffset.free / 4 - 1) << TermTag.arityShift) | HeaderTag.fun);
    this.#memory.store(at + FunOffset.entry, smallTerm(entry.funEntry));
    this.#memory.store(at + FunOffset.arity, smallTerm(arity));
    this.#memory.store(at + FunOffset.identity, smallTerm(entry.funIdentity));
    return at | TermTag.boxed;
  }

  /** Funs of old modules are found too, those of newer ones first. */
  localFun(fun: FunTerm): { entry: number; identity: number } | undefined {
    const module = this.#modules.all.findLast(({ name, md5 }) => name === fun.module && md5.every((byte, i) => byte === fun.uniq[i]));
    const lambda = module?.compiled.beam.lambdas.findIndex(
      ({ index, arity, numFree }) => index === fun.index && numFree === fun.free.length && arity - numFree === fun.arity,
    );
    if (module === undefined || lambda === undefined || lambda < 0) return undefined;
    return { entry: module.tableBase + module.compiled.lambdaTableBase + lambda, identity: module.lambdaBase + lambda };
  }

  describe(identity: number): Term {
    const fun = this.#funs[identity];
    if (fun === undefined) return { kind: 'atom', name: 'undefined' };
    if ('entry' in fun) return { kind: 'export', module: fun.entry.module, function: fun.entry.function, arity: fun.entry.arity };
    const lambda = fun.module.compiled.beam.lambdas[fun.lambda];
    return {
      kind: 'fun',
      module: fun.module.name,
      arity: (lambda?.arity ?? 0) - (lambda?.numFree ?? 0),
      uniq: fun.module.md5,
      index: lambda?.index ?? 0,
      oldIndex: lambda?.index ?? 0,
      oldUniq: lambda?.oldUniq ?? 0,
      pid: pidTerm(0),
      free: [],
    };
  }

  /** The kernel's `funHash`. */
  hash(identity: number): number {
    const fun = this.#funs[identity];
    if (fun === undefined) return 0;
    const words =
      'entry' in fun
        ? [this.#atoms.term(fun.entry.module), this.#atoms.term(fun.entry.function), fun.entry.arity]
        : [this.#atoms.term(fun.module.name), ...lambdaHash(fun.module.compiled.beam.lambdas[fun.lambda])];
    words.forEach((word, i) => {
      this.#memory.store(SCRATCH + 4 * i, word);
    });
    return 'entry' in fun ? 0 : 1;
  }

  /** The value of an item of `fun_info`; undefined if there is no such item. */
  info(identity: number, item: string): Term | undefined {
    const fun = this.#funs[identity];
    if (fun === undefined) return undefined;
    if ('entry' in fun) return externalFunInfo(fun.entry, item);
    const info = localFunInfo(fun.module, fun.lambda, item);
    if (info !== 'self') return info;
    return pidTerm(this.#memory.load(this.#memory.load(MachineRegister.context) + ContextOffset.processId));
  }
}

function lambdaHash(lambda: Lambda | undefined): number[] {
  return [lambda?.index ?? 0, lambda?.oldUniq ?? 0];
}
