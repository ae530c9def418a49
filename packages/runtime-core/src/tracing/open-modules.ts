import { type CompiledModule, type CompileOptions, ModuleCompiler } from '@beamline/jit-compiler';
import type { Host } from '../io/host.js';
import type { FunctionTable } from '../loader/function-table.js';
import type { Linker } from '../loader/linker.js';
import type { LoadedModule } from '../loader/loaded-module.js';

/** The functions of a module's two forms, by their places in its part of the table. */
interface Forms {
  readonly closed: readonly unknown[];
  readonly open: readonly unknown[];
  isOpen: boolean;
}

/** Where the functions of a module are in the table: its own, then its lambdas'. */
function placesOf({ tableBase, compiled, lambdas }: LoadedModule): number[] {
  const places = Array.from({ length: compiled.lambdaTableBase }, (_, i) => tableBase + i);
  for (let i = 0; i < lambdas.count; i++) places.push(lambdas.entry + i);
  return places;
}

/** Where there may be NIFs in the places of functions, which stay there. */
function nifOffsets({ compiled }: LoadedModule): Set<number> {
  return new Set(compiled.nifs.map((index) => compiled.functions[index]?.tableOffset ?? 0));
}

/**
 * Modules in their open form, in which every call goes through the table, so that a stub in the place of a function sees it. The code is compiled again
 * when something in a module is first traced; frames of the other form go on in this one, since both have the same places. Code that
 * nobody traces is the closed form, which knows nothing of this.
 */
export class OpenModules {
  readonly #functions: FunctionTable;
  readonly #linker: Linker;
  readonly #host: Host;
  readonly #options: CompileOptions;
  readonly #forms = new WeakMap<LoadedModule, Forms>();
  readonly #compiler = new ModuleCompiler();

  constructor(functions: FunctionTable, linker: Linker, host: Host, options: CompileOptions) {
    this.#functions = functions;
    this.#linker = linker;
    this.#host = host;
    this.#options = options;
  }

  /** True for a module whose open form is in place. */
  isOpen(loaded: LoadedModule): boolean {
    return this.#forms.get(loaded)?.isOpen ?? false;
  }

  /**
   * Puts the open forms of modules in place, in a later turn, when no code runs. Rejects with CompileError, LinkError, SystemLimitError.
   * @param isNeeded - asked again when a module has been compiled: it may be gone by then
   */
  async open(modules: readonly LoadedModule[], isNeeded: (loaded: LoadedModule) => boolean): Promise<void> {
    // The native frames of the caller are those of the closed form: it goes on in the open one.
    await undefined;
    for (const loaded of modules) {
      const forms = this.#forms.get(loaded);
      if (forms !== undefined) {
        this.#place(loaded, forms, true);
        continue;
      }
      const open = this.#compile(loaded);
      const wasm = await this.#host.compile(this.#linker.prepareOpen(loaded, open));
      if (isNeeded(loaded) && !this.isOpen(loaded)) this.#instantiate(loaded, open, wasm);
    }
  }

  /** Puts the closed form of a module in place again. Frames of the open one go on until they return to the run loop. */
  close(loaded: LoadedModule): void {
    const forms = this.#forms.get(loaded);
    if (forms !== undefined) this.#place(loaded, forms, false);
  }

  #compile({ compiled }: LoadedModule): CompiledModule {
    return this.#compiler.compile(compiled.beam, { ...this.#options, gates: compiled.gates, open: true });
  }

  #instantiate(loaded: LoadedModule, open: CompiledModule, wasm: WebAssembly.Module): void {
    const { table } = this.#functions;
    const places = placesOf(loaded);
    const closed = places.map((index): unknown => table.get(index));
    this.#linker.instantiateOpen(loaded, open, wasm);
    for (const offset of nifOffsets(loaded)) table.set(loaded.tableBase + offset, closed[offset]);
    this.#forms.set(loaded, { closed, open: places.map((index): unknown => table.get(index)), isOpen: true });
  }

  #place(loaded: LoadedModule, forms: Forms, isOpen: boolean): void {
    if (forms.isOpen === isOpen) return;
    forms.isOpen = isOpen;
    const from = isOpen ? forms.open : forms.closed;
    const kept = nifOffsets(loaded);
    placesOf(loaded).forEach((index, i) => {
      if (!kept.has(i)) this.#functions.table.set(index, from[i]);
    });
  }
}
