import type { KernelExports } from '@beamline/kernel';
import type { Processes } from '../processes/processes.js';
import type { HostMemory } from '../terms/host-memory.js';
import type { ExportTable } from './export-table.js';
import type { FunTable } from './fun-table.js';
import type { FunctionTable } from './function-table.js';
import type { HandlerTable } from './handler-table.js';
import type { LoadedModule } from './loaded-module.js';
import type { ModuleTable } from './module-table.js';

/** The parts of a machine that versions of code concern. */
interface CodeVersionsParts {
  readonly kernel: KernelExports;
  readonly modules: ModuleTable;
  readonly functions: FunctionTable;
  readonly funs: FunTable;
  readonly handlers: HandlerTable;
  readonly exports: ExportTable;
  readonly processes: Processes;
  readonly hostMemory: HostMemory;
  /** Called with current code that is going to be old. */
  readonly leaving: (loaded: LoadedModule) => void;
}

/** Deletes and purges modules, as Erlang's code replacement does. */
export class CodeVersions {
  readonly #kernel: KernelExports;
  readonly #modules: ModuleTable;
  readonly #functions: FunctionTable;
  readonly #funs: FunTable;
  readonly #handlers: HandlerTable;
  readonly #exports: ExportTable;
  readonly #processes: Processes;
  readonly #hostMemory: HostMemory;
  readonly #leaving: (loaded: LoadedModule) => void;

  constructor({ kernel, modules, functions, funs, handlers, exports, processes, hostMemory, leaving }: CodeVersionsParts) {
    this.#kernel = kernel;
    this.#modules = modules;
    this.#functions = functions;
    this.#funs = funs;
    this.#handlers = handlers;
    this.#exports = exports;
    this.#processes = processes;
    this.#hostMemory = hostMemory;
    this.#leaving = leaving;
  }

  /** Makes the current code of a module old: calls from outside raise undef. */
  delete(name: string): 'deleted' | 'not loaded' | 'not purged' {
    if (this.hasOld(name)) return 'not purged';
    const current = this.#modules.current(name);
    if (current === undefined) return 'not loaded';
    this.#leaving(current);
    for (const entry of this.#exports.ofModule(current)) this.#exports.undefine(entry);
    this.#modules.makeOld(current);
    this.#functions.flush();
    return 'deleted';
  }

  /** True if a module has old code. */
  hasOld(name: string): boolean {
    return this.#modules.old(name).length > 0;
  }

  /** True if a module has current and old code. */
  isFull(name: string): boolean {
    return this.hasOld(name) && this.#modules.current(name) !== undefined;
  }

  /** True if a process is in old code of a module. */
  uses(context: number, name: string): boolean {
    return this.#modules.old(name).some(({ tableBase, tableEnd }) => this.#processes.isIn(context, tableBase, tableEnd));
  }

  /** Removes old code of a module and kills the processes that use it; true if there were any. No process may be running. */
  purge(name: string): boolean {
    const using = this.#processes.all().filter((context) => this.uses(context, name));
    for (const context of using) this.#processes.exit(context, { kind: 'atom', name: 'killed' });
    for (const loaded of this.#modules.removeOld(name)) {
      this.#release(loaded);
      // Processes that refer to its literals get copies in their time.
      this.#kernel.retireArea(loaded.area);
    }
    this.#functions.flush();
    return using.length > 0;
  }

  /** Removes old code of a module unless a process uses it: false then. No process may be running. */
  softPurge(name: string): boolean {
    if (this.#processes.all().some((context) => this.uses(context, name))) return false;
    this.purge(name);
    return true;
  }

  /** Takes back a module that could not be loaded, and that nobody has called or refers to. */
  discard(loaded: LoadedModule): void {
    this.#modules.remove(loaded);
    this.#release(loaded);
    this.#kernel.clearArea(loaded.area);
    this.#kernel.freeBlock(loaded.area);
    this.#functions.flush();
  }

  /** Releases what a module has in the table and in memory but its literals. Calls of its funs raise undef from now on. */
  #release(loaded: LoadedModule): void {
    this.#kernel.forgetFrames();
    this.#functions.release(loaded.tableBase, loaded.tableEnd - loaded.tableBase);
    this.#funs.removeLambdas(loaded);
    if (loaded.catchBase >= 0) this.#handlers.release(loaded.catchBase, loaded.compiled.handlers.length);
    this.#hostMemory.give(loaded.compiled.codeSize);
    this.#kernel.freeBlock(loaded.strings);
  }
}
