import { type BeamFile, MAX_ARITY, type Term } from '@beamline/beam-file';
import type { CompiledModule } from '@beamline/jit-compiler';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, FunOffset, HeaderTag, MachineRegister, SCRATCH, smallTerm, TermTag } from '@beamline/machine-model';
import type { BifNames } from '../bifs/bif-names.js';
import type { AtomTable } from '../terms/atom-table.js';
import type { FunOfModule, FunOrigin, Funs } from '../terms/funs.js';
import { HOST_FUN_MODULE, HOST_FUN_NAME, HostFunTerm } from '../terms/host-fun-term.js';
import type { HostResources } from '../terms/host-resources.js';
import { pidTerm } from '../terms/identifiers.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { Resource } from '../terms/resource-term.js';
import type { UserNative } from '../terms/values.js';
import type { ExportEntry, ExportTable } from './export-table.js';
import { externalFunInfo, type LambdaDescription, localFunInfo } from './fun-info.js';
import type { FunctionTable } from './function-table.js';
import type { LambdaPlaces, LoadedModule } from './loaded-module.js';
import { moduleMd5 } from './module-md5.js';
import type { ModuleTable } from './module-table.js';

/** What a fun with an identity is. */
type FunDescription = { readonly lambda: LambdaDescription; readonly isHost?: boolean } | { readonly entry: ExportEntry };

/** A function in JavaScript, as the value of a resource. */
class HostFunction {
  constructor(readonly implementation: UserNative) {}
}

/** A version of a module, by its MD5, which is computed when somebody asks for it; the file is not kept for longer. */
class ModuleVersion {
  readonly places: LambdaPlaces;
  #beam: BeamFile | undefined;
  #md5: Uint8Array = new Uint8Array();

  constructor(beam: BeamFile, places: LambdaPlaces) {
    this.#beam = beam;
    this.places = places;
  }

  get md5(): Uint8Array {
    if (this.#beam !== undefined) this.#md5 = moduleMd5(this.#beam);
    this.#beam = undefined;
    return this.#md5;
  }
}

const NO_MODULE = new Uint8Array(16);

/** A fun that came in an external term without its module. */
interface ForeignFun extends FunOrigin {
  readonly fun: FunOfModule;
}

/** The funs of a machine by their identities: lambdas of modules, and `fun Module:Function/Arity`. */
export class FunTable implements Funs {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #functions: FunctionTable;
  readonly #exports: ExportTable;
  readonly #modules: ModuleTable;
  readonly #resources: HostResources;
  readonly #bifs: BifNames;
  readonly #funs: FunDescription[] = [];
  /** Versions of modules that have lambdas, by name. */
  readonly #versions = new Map<string, ModuleVersion[]>();
  /** Funs that came in external terms without their modules, by what they are and by their places in the table. */
  readonly #foreign = new Map<string, ForeignFun>();
  readonly #foreignAt = new Map<number, ForeignFun>();
  /** Of functions in JavaScript, by their arities. */
  readonly #host = new Map<number, FunOrigin>();
  readonly #hostFunctions = new WeakMap<UserNative, Resource>();

  constructor(
    memory: LinearMemory,
    kernel: KernelExports,
    atoms: AtomTable,
    functions: FunctionTable,
    exports: ExportTable,
    modules: ModuleTable,
    resources: HostResources,
    bifs: BifNames,
  ) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#functions = functions;
    this.#exports = exports;
    this.#modules = modules;
    this.#resources = resources;
    this.#bifs = bifs;
  }

  /** Gives the lambdas of a module their places. They are never given up, as funs outlive their module, which is not kept for them. */
  placeLambdas({ beam }: CompiledModule): LambdaPlaces {
    const { module, lambdas } = beam;
    if (lambdas.length === 0) return { entry: 0, identity: 0, count: 0 };
    const versions = this.#versions.get(module) ?? [];
    const known = versions.find(
      ({ md5, places }) => places.count === lambdas.length && moduleMd5(beam).every((byte, i) => byte === md5[i]),
    );
    if (known !== undefined) return known.places;
    const places = { entry: this.#functions.reserve(lambdas.length), identity: this.#funs.length, count: lambdas.length };
    const version = new ModuleVersion(beam, places);
    this.#versions.set(module, [...versions, version]);
    lambdas.forEach((lambda, newIndex) => {
      const arity = lambda.arity - lambda.numFree;
      const name = beam.atoms[lambda.function] ?? '';
      this.#functions.setArity(places.entry + newIndex, arity + 1);
      this.#funs.push({
        lambda: {
          module,
          name,
          arity,
          get uniq() {
            return version.md5;
          },
          index: lambda.index,
          newIndex,
          oldIndex: lambda.index,
          oldUniq: lambda.oldUniq,
        },
      });
    });
    return places;
  }

  /** Funs of a module that goes raise undef from the next `flush` on, unless another one has the same version. */
  removeLambdas(loaded: LoadedModule): void {
    const { lambdas, compiled } = loaded;
    if (this.#modules.all.some((other) => other !== loaded && other.lambdas === lambdas)) return;
    for (let i = 0; i < lambdas.count; i++)
      this.#functions.setUndefined(lambdas.entry + i, compiled.tableArities[compiled.lambdaTableBase + i] ?? 0);
    for (const { entry, fun } of this.#foreign.values())
      if (fun.module === loaded.name && lambdaIn(loaded, fun) >= 0) this.#functions.setUndefined(entry, fun.arity + 1);
  }

  exportFun(module: string, name: string, arity: number): number {
    const entry = this.#exports.entry(module, name, arity);
    if (entry.funEntry === 0) {
      entry.funEntry = this.#functions.reserve(1);
      this.#functions.setArity(entry.funEntry, arity + 1);
      // A fun with more arguments than a function can have is a term like any other, but cannot be called.
      if (arity <= MAX_ARITY) this.#functions.setPooled(entry.funEntry, 'fun', arity, entry.slot);
      entry.funIdentity = this.#funs.push({ entry }) - 1;
    }
    // A program that is running may have made the fun, and call it next.
    this.#functions.flush();
    if (entry.funTerm !== 0) return entry.funTerm;
    const at = this.#kernel.allocateBlock(FunOffset.free) >>> 0;
    this.#memory.store(at, ((FunOffset.free / 4 - 1) << TermTag.arityShift) | HeaderTag.fun);
    this.#memory.store(at + FunOffset.entry, smallTerm(entry.funEntry));
    this.#memory.store(at + FunOffset.arity, smallTerm(arity));
    this.#memory.store(at + FunOffset.identity, smallTerm(entry.funIdentity));
    entry.funTerm = at | TermTag.boxed;
    return entry.funTerm;
  }

  /** Funs of old modules are found too, those of newer ones first. A fun of a module that is not loaded raises undef. */
  localFun(fun: FunOfModule): FunOrigin {
    const module = this.#modules.all.findLast((each) => each.name === fun.module && lambdaIn(each, fun) >= 0);
    if (module === undefined) return this.#foreignFun(fun);
    const lambda = lambdaIn(module, fun);
    return { entry: module.lambdas.entry + lambda, identity: module.lambdas.identity + lambda };
  }

  /** Funs that came before their module find their functions from the next `flush` on, now that it is there. */
  adopt(loaded: LoadedModule): void {
    for (const { entry, fun } of this.#foreign.values()) {
      const lambda = fun.module === loaded.name ? lambdaIn(loaded, fun) : -1;
      if (lambda >= 0) this.#functions.copy(entry, loaded.lambdas.entry + lambda);
    }
  }

  /** The fun whose place in the table an index is, if it came without its module; undefined for any other index. */
  foreign(index: number): FunOfModule | undefined {
    return this.#foreignAt.get(index)?.fun;
  }

  /** A fun that came in an external term without its module: who calls it has that looked for. */
  #foreignFun(fun: FunOfModule): FunOrigin {
    const { module, arity, uniq, index, oldIndex, oldUniq, free } = fun;
    const key = `${module}\0${uniq.join()}\0${index}\0${arity}\0${oldIndex}\0${oldUniq}\0${free}`;
    const known = this.#foreign.get(key);
    if (known !== undefined) return known;
    const entry = this.#functions.reserve(1);
    // The fun itself follows its arguments.
    this.#functions.setArity(entry, arity + 1);
    if (arity <= MAX_ARITY) this.#functions.setUndefined(entry, arity + 1);
    this.#functions.flush();
    const lambda = { module, name: undefined, arity, uniq, index, newIndex: index, oldIndex, oldUniq };
    const made: ForeignFun = { entry, identity: this.#funs.push({ lambda }) - 1, fun };
    this.#foreign.set(key, made);
    this.#foreignAt.set(entry, made);
    return made;
  }

  /** Funs of JavaScript of the same arity have the same entry, which finds the function by the fun. */
  hostFun({ arity }: HostFunTerm): FunOrigin {
    let origin = this.#host.get(arity);
    if (origin === undefined) {
      const entry = this.#functions.reserve(1);
      this.#functions.setArity(entry, arity + 1);
      // The fun itself is one more argument.
      this.#functions.setPooled(entry, 'bif', arity + 1, this.#bifs.hostFun(arity));
      this.#functions.flush();
      const lambda = {
        module: HOST_FUN_MODULE,
        name: HOST_FUN_NAME,
        arity,
        uniq: NO_MODULE,
        index: 0,
        newIndex: 0,
        oldIndex: 0,
        oldUniq: 0,
      };
      origin = { entry, identity: this.#funs.push({ lambda, isHost: true }) - 1 };
      this.#host.set(arity, origin);
    }
    return origin;
  }

  functionResource(implementation: UserNative): Resource {
    let resource = this.#hostFunctions.get(implementation);
    if (resource === undefined) {
      resource = new Resource(new HostFunction(implementation));
      this.#hostFunctions.set(implementation, resource);
    }
    return resource;
  }

  /** The function in JavaScript that a fun in memory is; undefined for any other term. */
  hostFunction(word: number): UserNative | undefined {
    const at = (word >>> 0) - TermTag.boxed;
    if ((word & TermTag.primaryMask) !== TermTag.boxed || (this.#memory.load(at) & TermTag.headerMask) !== HeaderTag.fun) return undefined;
    const fun = this.#funs[this.#memory.load(at + FunOffset.identity) >> TermTag.integerShift];
    if (fun === undefined || !('isHost' in fun)) return undefined;
    const value = this.#resources.at(this.#memory.load(at + FunOffset.free))?.value;
    return value instanceof HostFunction ? value.implementation : undefined;
  }

  describe(at: number): Term {
    const fun = this.#funs[this.#memory.load(at + FunOffset.identity) >> TermTag.integerShift];
    if (fun === undefined) return { kind: 'atom', name: 'undefined' };
    if ('entry' in fun) return { kind: 'export', module: fun.entry.module, function: fun.entry.function, arity: fun.entry.arity };
    const implementation = fun.isHost === true ? this.hostFunction(at | TermTag.boxed) : undefined;
    if (implementation !== undefined) return new HostFunTerm(implementation, fun.lambda.arity);
    const { module, arity, uniq, index, oldIndex, oldUniq } = fun.lambda;
    return { kind: 'fun', module, arity, uniq, index, oldIndex, oldUniq, pid: pidTerm(0), free: [] };
  }

  /** The kernel's `funHash`. */
  hash(identity: number): number {
    const fun = this.#funs[identity];
    if (fun === undefined) return 0;
    const words =
      'entry' in fun
        ? [this.#atoms.term(fun.entry.module), this.#atoms.term(fun.entry.function), fun.entry.arity]
        : [this.#atoms.term(fun.lambda.module), fun.lambda.index, fun.lambda.oldUniq];
    words.forEach((word, i) => {
      this.#memory.store(SCRATCH + 4 * i, word);
    });
    return 'entry' in fun ? 0 : 1;
  }

  /** The kernel's `describeFun`. */
  describeInMemory(identity: number): number {
    const isLocal = this.hash(identity);
    const fun = this.#funs[identity];
    if (fun === undefined || 'entry' in fun) return isLocal;
    this.#memory.store(SCRATCH + 12, fun.lambda.oldIndex);
    this.#memory.bytes.set(fun.lambda.uniq, SCRATCH + 16);
    return isLocal;
  }

  /** The value of an item of `fun_info`; undefined if there is no such item. */
  info(identity: number, item: string): Term | undefined {
    const fun = this.#funs[identity];
    if (fun === undefined) return undefined;
    if ('entry' in fun) return externalFunInfo(fun.entry, item);
    const info = localFunInfo(fun.lambda, item);
    if (info !== 'self') return info;
    return pidTerm(this.#memory.load(this.#memory.load(MachineRegister.context) + ContextOffset.processId));
  }
}

/** Number of the lambda of a module that a fun is of; -1 if the module has no such, or is another version. */
function lambdaIn({ md5, compiled }: LoadedModule, fun: FunOfModule): number {
  if (!md5.every((byte, i) => byte === fun.uniq[i])) return -1;
  return compiled.beam.lambdas.findIndex(
    ({ index, arity, numFree }) => index === fun.index && numFree === fun.free && arity - numFree === fun.arity,
  );
}
