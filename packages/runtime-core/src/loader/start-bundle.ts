import { CompiledDataError, type CompiledFile, type CompiledModule, decodeBundle, encodeBundle } from '@beamline/jit-compiler';
import { SystemLimitError } from '../system-limit-error.js';
import { LinkError } from './link-error.js';
import type { LoadedModule } from './loaded-module.js';
import { ordersAtomsByIndex } from './ordered-keys.js';

/** Modules that a bundle has at most: each takes a little time of every start. */
const MOST_MODULES = 256;
/** A bundle is written anew when more than this part of what was loaded was not in it. */
const MISSED_PART = 1 / 4;

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

/** Equal for starts that load much the same modules. Elixir's programs have a hundred modules in common that others do not load. */
function startKind(root: string, args: readonly string[]): string {
  return `${root}\0${args.some(isElixir) ? 'elixir' : 'erlang'}`;
}

function isElixir(word: string): boolean {
  return /^elixir$|^Elixir\./.test(word);
}

/** The modules whose functions `init` is to call, but for Elixir's own. */
function calledModules(args: readonly string[]): string[] {
  return args.filter((word, i) => /^-(s|run|user)$/.test(args[i - 1] ?? '') && !isElixir(word));
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
  readonly #key: Uint8Array;
  /** Modules that were not asked for yet, by the sizes of their files. */
  readonly #waiting = new Map<number, { readonly file: Uint8Array; readonly loaded: LoadedModule }[]>();
  /** Files of modules that were in the bundle and have been loaded, and of those that were kept singly. */
  readonly #found: Uint8Array[] = [];
  readonly #missed: Uint8Array[] = [];
  /** Modules of which the first that is loaded ends the start. */
  readonly #programs: ReadonlySet<string>;
  #isStarting = true;

  constructor(store: BundleStore, modules: KeptModules, { root, args, release }: Start) {
    this.#store = store;
    this.#modules = modules;
    this.#key = new TextEncoder().encode(startKind(root, args));
    this.#programs = ordersAtomsByIndex(release) ? new Set([...FIRST_OF_PROGRAMS, ...calledModules(args)]) : new Set();
  }

  get #variant(): string {
    return `bundle-${this.#modules.variant}`;
  }

  /** Links the modules that the last start of this kind has left, if there are any. */
  async open(machine: BundleTarget, host: BundleHost): Promise<void> {
    const data = await this.#store.read(this.#key, this.#variant);
    if (data === undefined) return;
    const linked: { readonly file: Uint8Array; readonly loaded: LoadedModule }[] = [];
    try {
      const bundle = decodeBundle(data, machine.tailCalls);
      if (bundle === undefined) return;
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
      if (error instanceof CompiledDataError || error instanceof LinkError || error instanceof SystemLimitError) return;
      throw error;
    }
    for (const each of linked) this.#waiting.set(each.file.length, [...(this.#waiting.get(each.file.length) ?? []), each]);
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
   * Leaves what was loaded for the next start of this kind, if much of it was not in the bundle. Keeps the thread for about
   * a second then, so it is for the end of a program.
   */
  async keep(): Promise<void> {
    const loaded = [...this.#found, ...this.#missed];
    if (this.#missed.length <= loaded.length * MISSED_PART) return;
    const others = [...this.#waiting.values()].flat().map(({ file }) => file);
    const wanted = loaded.length + others.length > MOST_MODULES ? loaded : [...loaded, ...others];
    const files: CompiledFile[] = [];
    for (const file of wanted) {
      const compiled = await this.#modules.kept(file);
      if (compiled !== undefined) files.push({ file, compiled });
    }
    const parts = encodeBundle(files);
    let part = parts.next();
    while (part.done !== true) part = parts.next();
    this.#store.write(this.#key, this.#variant, part.value);
  }
}

/** True if two files of the same size are the same. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
