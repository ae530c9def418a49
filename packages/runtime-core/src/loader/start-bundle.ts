import { CompiledDataError, type CompiledFile, type CompiledModule, decodeBundle, encodeBundle } from '@beamline/jit-compiler';
import { SystemLimitError } from '../system-limit-error.js';
import { LinkError } from './link-error.js';
import type { LoadedModule } from './loaded-module.js';
import { ordersAtomsByIndex } from './ordered-keys.js';

/** A bundle is written anew when more than this part of what was loaded was not in it, or more than this part of it was not asked for. */
const MISFIT_PART = 1 / 4;
/** Modules that a bundle has at most: writing so many takes three seconds. */
const MOST_MODULES = 256;

/** Milliseconds after which linking the modules of a bundle lets others run. */
const SLICE = 5;

/** The machine whose modules are in bundles. */
export interface BundleTarget {
  readonly tailCalls: boolean;
  /** Gives a module its place. Throws LinkError, SystemLimitError. */
  place(compiled: CompiledModule): LoadedModule;
  /** Instantiates all modules of a bundle. Throws LinkError. */
  instantiateBundle(modules: readonly LoadedModule[], wasm: WebAssembly.Module): void;
  /** Takes back the place of a module. */
  discard(loaded: LoadedModule): void;
}

/**
 * Modules that are loaded first for code of a program, its text or its files. Where small maps have their atoms in the order in which they came
 * to be (OTP 26) that of the program's atoms shall not depend on what is in a bundle, so it has nothing that is loaded from there on.
 */
const FIRST_OF_PROGRAMS: ReadonlySet<string> = new Set(['erl_scan', 'elixir_tokenizer', 'Elixir.Code']);

/** How OTP is started. */
export interface Start {
  /** Root of its installation. */
  readonly root: string;
  /** What `init` gets as arguments. */
  readonly args: readonly string[];
  /** Its release. */
  readonly release: number;
}

/** The bundles that a start looks for, as keys of the store, the one that fits it best first. */
function bundleKeys({ root, args }: Start): Uint8Array[] {
  // Elixir's programs have a hundred modules in common that others do not load.
  const language = args.some(isElixir) ? 'elixir' : 'erlang';
  const common = [root, language];
  const named = [...new Set(namedModules(args))].sort();
  const kinds = named.length === 0 ? [common] : [[...common, ...named], common];
  return kinds.map((words) => new TextEncoder().encode(words.join('\0')));
}

function isElixir(word: string): boolean {
  return /^elixir$|^Elixir\./.test(word);
}

/** The modules whose functions `init` is to call, but for Elixir's own. */
function calledModules(args: readonly string[]): string[] {
  return args.filter((word, i) => /^-(s|run|user)$/.test(args[i - 1] ?? '') && !isElixir(word));
}

/** The modules that the arguments of a start name, on which it depends what is loaded: those that `init` calls, and those in expressions. */
function namedModules(args: readonly string[]): string[] {
  const expressions = args.filter((_, i) => args[i - 1] === '-eval');
  const called = expressions.flatMap((text) => [...text.matchAll(/\b([a-z]\w*)\s*:/g)].map(([, module]) => module ?? ''));
  return [...calledModules(args), ...called];
}

/** Where bundles are kept: `CompiledModuleCache` says more. */
export interface BundleStore {
  read(key: Uint8Array, variant: string): Promise<Uint8Array | undefined>;
  write(key: Uint8Array, variant: string, data: Uint8Array): void;
}

/** What linking a bundle needs of the host; `Host` says more. */
export interface BundleHost {
  now(): number;
  schedule(task: () => void): void;
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module>;
}

/** Compiled modules that are kept singly. */
export interface KeptModules {
  /** What the code depends on beside the files. */
  readonly variant: string;
  /** The module that was compiled from a file in an earlier run. */
  kept(file: Uint8Array): Promise<CompiledModule | undefined>;
}

/**
 * The modules that starts of a kind load, kept from one to the next as one WebAssembly module: it is compiled and instantiated at once, in a
 * fraction of the time that an engine takes for so many small ones. All of them have their places in the machine from the start; who loads
 * one that is there only has to publish it.
 */
export class StartBundle {
  readonly #store: BundleStore;
  readonly #modules: KeptModules;
  /** The bundles of the start, the one that fits it best first. */
  readonly #keys: readonly Uint8Array[];
  /** The one whose modules have been linked. */
  #opened: Uint8Array | undefined;
  /** Modules that were not asked for yet, by the sizes of their files. */
  readonly #waiting = new Map<number, { readonly file: Uint8Array; readonly loaded: LoadedModule }[]>();
  /** Files of modules that were in the bundle and have been loaded, and of those that were kept singly. */
  readonly #found: Uint8Array[] = [];
  readonly #missed: Uint8Array[] = [];
  /** Modules of which the first that is loaded ends the start. */
  readonly #programs: ReadonlySet<string>;
  #isStarting = true;

  constructor(store: BundleStore, modules: KeptModules, start: Start) {
    this.#store = store;
    this.#modules = modules;
    this.#keys = bundleKeys(start);
    this.#programs = ordersAtomsByIndex(start.release) ? new Set([...FIRST_OF_PROGRAMS, ...calledModules(start.args)]) : new Set();
  }

  get #variant(): string {
    return `bundle-${this.#modules.variant}`;
  }

  /** Links the modules that an earlier start with the same modules in its arguments has left, or else what starts have in common. */
  async open(machine: BundleTarget, host: BundleHost): Promise<void> {
    for (const key of this.#keys) {
      const data = await this.#store.read(key, this.#variant);
      if (data === undefined || !(await this.#link(data, machine, host))) continue;
      this.#opened = key;
      return;
    }
  }

  /** Links the modules of a bundle; false if they cannot be. */
  async #link(data: Uint8Array, machine: BundleTarget, host: BundleHost): Promise<boolean> {
    const linked: { readonly file: Uint8Array; readonly loaded: LoadedModule }[] = [];
    try {
      const bundle = decodeBundle(data, machine.tailCalls);
      if (bundle === undefined) return false;
      let end = host.now() + SLICE;
      for (const { file, compiled } of bundle.files()) {
        linked.push({ file, loaded: machine.place(compiled) });
        if (host.now() < end) continue;
        await new Promise<void>((resolve) => {
          host.schedule(resolve);
        });
        end = host.now() + SLICE;
      }
      const wasm = await host.compile(bundle.bytes);
      machine.instantiateBundle(
        linked.map(({ loaded }) => loaded),
        wasm,
      );
    } catch (error) {
      for (const { loaded } of linked) machine.discard(loaded);
      // Each module can be loaded by itself all the same.
      if (error instanceof CompiledDataError || error instanceof LinkError || error instanceof SystemLimitError) return false;
      throw error;
    }
    for (const each of linked) this.#waiting.set(each.file.length, [...(this.#waiting.get(each.file.length) ?? []), each]);
    return true;
  }

  /** The module of a file if it is in the bundle, linked and not published; the same one is not found twice. */
  take(file: Uint8Array): LoadedModule | undefined {
    const candidates = this.#waiting.get(file.length);
    const at = candidates?.findIndex((candidate) => isSame(candidate.file, file)) ?? -1;
    const [found] = at < 0 ? [] : (candidates?.splice(at, 1) ?? []);
    if (found !== undefined) this.#note(found.loaded.name, found.file, this.#found);
    return found?.loaded;
  }

  /** Notes that a module was loaded that had been kept singly. */
  missed(module: string, file: Uint8Array): void {
    this.#note(module, file, this.#missed);
  }

  #note(module: string, file: Uint8Array, files: Uint8Array[]): void {
    if (this.#programs.has(module) || this.#found.length + this.#missed.length === MOST_MODULES) this.#isStarting = false;
    if (this.#isStarting) files.push(file);
  }

  /**
   * Leaves what was loaded for the next start, if what was in the bundle fits it badly. Keeps the thread for about a second then, so it is
   * for the end of a program.
   */
  async keep(): Promise<void> {
    const loaded = [...this.#found, ...this.#missed];
    const own = this.#keys[0];
    const common = this.#keys.at(-1);
    const isMissing = this.#missed.length > loaded.length * MISFIT_PART;
    const unused = [...this.#waiting.values()].reduce((sum, files) => sum + files.length, 0);
    const isTooLarge = unused > (this.#found.length + unused) * MISFIT_PART;
    if (this.#opened === undefined) {
      if (isMissing) await this.#write(common, loaded);
    } else if (isMissing) {
      await this.#write(own, loaded);
    } else if (isTooLarge) {
      // What starts have in common becomes less with those that differ, and never more.
      await this.#write(this.#opened, this.#opened === common ? this.#found : loaded);
    }
  }

  async #write(key: Uint8Array | undefined, wanted: readonly Uint8Array[]): Promise<void> {
    if (key === undefined) return;
    const files: CompiledFile[] = [];
    for (const file of wanted) {
      const compiled = await this.#modules.kept(file);
      if (compiled !== undefined) files.push({ file, compiled });
    }
    const parts = encodeBundle(files);
    let part = parts.next();
    while (part.done !== true) part = parts.next();
    this.#store.write(key, this.#variant, part.value);
  }
}

/** True if two files of the same size are the same. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
