import { formatAtom, type Term } from '@beamline/beam-file';
import { MachineRegister } from '@beamline/machine-model';
import type { BifContext, HostBif } from '../bifs/bif-context.js';
import type { BifTable } from '../bifs/bif-table.js';
import type { ExportTable } from '../loader/export-table.js';
import type { FunctionTable } from '../loader/function-table.js';
import type { LoadedModule } from '../loader/loaded-module.js';
import type { ModuleTable } from '../loader/module-table.js';
import type { StackTraces } from '../processes/stack-traces.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, characters, tuple } from '../terms/plain-terms.js';
import { type NifCalls, nifCalls } from './nif-context.js';
import type { Nif, NifLibrary, NifSource } from './nif-library.js';

/** The parts of a machine that loading needs. */
interface NifLoaderParts {
  readonly memory: LinearMemory;
  readonly functions: FunctionTable;
  readonly exports: ExportTable;
  readonly modules: ModuleTable;
  readonly traces: StackTraces;
  readonly bifs: BifTable;
}

/** `{error, {Reason, Text}}`, as `load_nif` returns it. */
function failure(reason: Term | string, text: string): Term {
  return tuple(atom('error'), tuple(typeof reason === 'string' ? atom(reason) : reason, characters(text)));
}

/** The parts of `name/arity`. */
function splitKey(key: string): { readonly name: string; readonly arity: number } {
  const [, name = '', digits = ''] = /^(.+)\/(\d{1,3})$/.exec(key) ?? [];
  return { name, arity: Number(digits) };
}

function nifIndexOf(loaded: LoadedModule, key: string): number | undefined {
  const { name, arity } = splitKey(key);
  return loaded.nifIndex(name, arity);
}

/** Puts NIFs in the place of functions of modules: see `NifLibrary`. */
export class NifLoader {
  readonly #parts: NifLoaderParts;
  readonly #sources: Readonly<Record<string, NifSource>>;
  /** The BIFs that NIFs are, by `module:name/arity`: a module that is loaded again has the same. */
  readonly #numbers = new Map<string, { readonly nif: Nif; readonly number: number }>();
  /** Modules that have theirs. */
  readonly #loaded = new WeakSet<LoadedModule>();
  #calls: NifCalls | undefined;

  constructor(parts: NifLoaderParts, sources: Readonly<Record<string, NifSource>>) {
    this.#parts = parts;
    this.#sources = sources;
  }

  /** `erlang:load_nif/2`, called by the running process. */
  load(info: Term, machine: BifContext): Term | Promise<Term> {
    const caller = this.#caller(machine);
    const source = caller === undefined || !Object.hasOwn(this.#sources, caller.name) ? undefined : this.#sources[caller.name];
    if (caller === undefined || source === undefined)
      return failure('load_failed', 'Failed to load NIF library: there is none for the module in the option `nifs`');
    if (this.#loaded.has(caller)) return failure('reload', 'NIF library already loaded (reload disallowed since OTP 20).');
    this.#calls ??= nifCalls(machine);
    const calls = this.#calls;
    const library = source({
      name: caller.name,
      otpRelease: machine.otpRelease,
      has: (key) => nifIndexOf(caller, key) !== undefined,
    });
    if (!(library instanceof Promise)) return this.#install(caller, library, info, calls);
    return library.then(
      (made) => this.#install(caller, made, info, calls),
      (error: unknown) => failure('load_failed', `Failed to load NIF library: ${String(error)}`),
    );
  }

  /** The module that calls: that of the innermost frame, or, where a tail call has left none, the one that its process began in. */
  #caller({ info, processes }: BifContext): LoadedModule | undefined {
    const { memory, modules, traces } = this.#parts;
    const frame = traces.frameAt(memory.load(memory.load(MachineRegister.trapSp)));
    let name = frame?.module;
    if (name === undefined) {
      const initial = info.value(processes.running(), 'initial_call');
      const [module] = initial?.kind === 'tuple' ? initial.elements : [];
      name = module?.kind === 'atom' ? module.name : undefined;
    }
    // The last one is the one that is being loaded.
    return modules.all.findLast((loaded) => loaded.name === name);
  }

  #install(loaded: LoadedModule, library: NifLibrary, info: Term, calls: NifCalls): Term {
    const { exports, functions, modules } = this.#parts;
    const places: { readonly index: number; readonly arity: number; readonly name: string; readonly nif: Nif }[] = [];
    for (const [key, nif] of Object.entries(library.functions)) {
      const index = nifIndexOf(loaded, key);
      if (index === undefined) return failure('bad_lib', `Function not found ${formatAtom(loaded.name)}:${key}`);
      places.push({ index, ...splitKey(key), nif });
    }
    const code = library.load?.(info, calls.context) ?? 0;
    if (code !== 0)
      return failure(tuple(atom('load'), { kind: 'integer', value: code }), `Library load-call unsuccessful (${String(code)}).`);
    const isCurrent = modules.current(loaded.name) === loaded;
    for (const { index, arity, name, nif } of places) {
      functions.setPooled(index, 'bif', arity, this.#number(loaded.name, name, arity, nif, calls));
      // Otherwise publishing the module does that.
      const entry = isCurrent ? exports.find(loaded.name, name, arity) : undefined;
      if (entry?.state === 'loaded') functions.copy(entry.slot, index);
    }
    // What stood in for functions of the module until it has its library.
    exports.retireModule(loaded.name);
    functions.flush();
    this.#loaded.add(loaded);
    return atom('ok');
  }

  #number(module: string, name: string, arity: number, nif: Nif, calls: NifCalls): number {
    const key = `${module}:${name}/${arity}`;
    const known = this.#numbers.get(key);
    if (known?.nif === nif) return known.number;
    const bif: HostBif = (args) => calls.call(nif, args);
    const number = this.#parts.bifs.add(module, name, arity, bif);
    this.#numbers.set(key, { nif, number });
    return number;
  }
}
