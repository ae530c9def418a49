import { CompiledDataError, type CompiledFile, type CompiledModule, decodeBundle, encodeBundle } from '@beamline/jit-compiler';
import { SystemLimitError } from '../system-limit-error.js';
import { LinkError } from './link-error.js';
import type { LoadedModule } from './loaded-module.js';
import { ordersAtomsByIndex } from './ordered-keys.js';

/** A bundle is written anew when more than this part of what it should have is not in it, or more than this part of it was not asked for. */
const MISFIT_PART = 1 / 4;
/** A bundle has more than one module, which is kept singly anyway. */
const FEWEST_MODULES = 2;
/** Modules that the bundles of a start have at most: writing so many takes three seconds. */
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
 * Modules that are loaded first for code of a program, its text or its files: what comes from there on depends on it. Where small maps have their atoms in the order in which they came
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

/** The bundles of a start, as keys of the store: what starts have in common, and what those with the same modules in their arguments need besides. */
function bundleKeys({ root, args }: Start): [common: Uint8Array, own: Uint8Array] {
  const language = args.some(isElixir) ? 'elixir' : 'erlang';
  const named = [...new Set(namedModules(args))].sort();
  named.push(...elixirProgram(args));
  const key = (...words: string[]): Uint8Array => new TextEncoder().encode([root, language, ...words].join('\0'));
  return [key(), key('own', ...named)];
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

/** The script that Elixir runs, by the name of its file; of Mix its task besides. */
function elixirProgram(args: readonly string[]): string[] {
  const words = args.slice(args.indexOf('-extra') + 1);
  const at = words.findIndex((word) => /(^|[/\\])(mix|[^/\\]+\.exs?)$/.test(word));
  const name = words[at]?.split(/[/\\]/).at(-1) ?? '';
  return at < 0 ? [] : [name, name === 'mix' ? (words[at + 1] ?? '') : ''];
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

/** A bundle and what has come of it. */
class OpenBundle {
  readonly key: Uint8Array;
  /** Number of its modules that were not asked for yet. */
  unused = 0;
  /** Files of those that have been loaded. */
  readonly found: Uint8Array[] = [];

  constructor(key: Uint8Array) {
    this.key = key;
  }

  /** True if it has too much that was not asked for. */
  get isTooLarge(): boolean {
    return this.unused > (this.found.length + this.unused) * MISFIT_PART;
  }
}

/** A module that has been linked and was not asked for yet. */
interface Waiting {
  readonly file: Uint8Array;
  readonly loaded: LoadedModule;
  readonly bundle: OpenBundle;
}

/**
 * The modules that starts of a kind load, kept from one to the next in two bundles, each of them one WebAssembly module: it is compiled and
 * instantiated at once, in a fraction of the time that an engine takes for so many small ones. One bundle has what starts have in common, the
 * other what programs with the same modules in their arguments load besides, so that a program new to the machine leaves no more than that.
 * All modules have their places in the machine from the start; who loads one that is there only has to publish it.
 */
export class StartBundle {
  readonly #store: BundleStore;
  readonly #modules: KeptModules;
  readonly #common: OpenBundle;
  readonly #own: OpenBundle;
  /** Modules that were not asked for yet, by the sizes of their files. */
  readonly #waiting = new Map<number, Waiting[]>();
  /** Files of modules that were in no bundle: those that every start loads, and those of the program. */
  readonly #missedByAll: Uint8Array[] = [];
  readonly #missed: Uint8Array[] = [];
  /** Modules of which the first that is loaded ends the start. */
  readonly #programs: ReadonlySet<string>;
  /** Number of modules that have been loaded. */
  #loaded = 0;
  #isStarting = true;
  /** True until the program begins. */
  #isCommon = true;
  /** True if Elixir's own start, a hundred modules that all of its programs load, comes after that of OTP. */
  readonly #startsElixir: boolean;
  #isBooted = false;

  constructor(store: BundleStore, modules: KeptModules, start: Start) {
    this.#store = store;
    this.#modules = modules;
    const [common, own] = bundleKeys(start);
    this.#common = new OpenBundle(common);
    this.#own = new OpenBundle(own);
    this.#startsElixir = start.args.some(isElixir);
    this.#programs = ordersAtomsByIndex(start.release) ? new Set([...FIRST_OF_PROGRAMS, ...calledModules(start.args)]) : new Set();
  }

  get #variant(): string {
    return `bundle-${this.#modules.variant}`;
  }

  /** Links the modules that earlier starts have left. */
  async open(machine: BundleTarget, host: BundleHost): Promise<void> {
    for (const bundle of [this.#common, this.#own]) {
      const data = await this.#store.read(bundle.key, this.#variant);
      if (data !== undefined) await this.#link(bundle, data, machine, host);
    }
  }

  /** Links the modules of a bundle, if they can be. */
  async #link(bundle: OpenBundle, data: Uint8Array, machine: BundleTarget, host: BundleHost): Promise<void> {
    const linked: Waiting[] = [];
    try {
      const decoded = decodeBundle(data, machine.tailCalls);
      if (decoded === undefined) return;
      let end = host.now() + SLICE;
      for (const { file, compiled } of decoded.files()) {
        linked.push({ file, loaded: machine.place(compiled), bundle });
        if (host.now() < end) continue;
        await new Promise<void>((resolve) => {
          host.schedule(resolve);
        });
        end = host.now() + SLICE;
      }
      if (linked.length === 0) return;
      const wasm = await host.compile(decoded.bytes);
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
    bundle.unused = linked.length;
  }

  /** The module of a file if it is in a bundle, linked and not published; the same one is not found twice. */
  take(file: Uint8Array): LoadedModule | undefined {
    const candidates = this.#waiting.get(file.length);
    const at = candidates?.findIndex((candidate) => isSame(candidate.file, file)) ?? -1;
    const [found] = at < 0 ? [] : (candidates?.splice(at, 1) ?? []);
    if (found === undefined) return undefined;
    found.bundle.unused--;
    this.#note(found.loaded.name, found.file, found.bundle.found);
    return found.loaded;
  }

  /** Notes that a module was loaded that had been kept singly. */
  missed(module: string, file: Uint8Array): void {
    this.#note(module, file);
  }

  /** Notes that OTP has been started: the program comes next. */
  booted(): void {
    this.#isBooted = true;
    if (!this.#startsElixir) this.#isCommon = false;
  }

  /** @param found - files of the bundle that has the module; undefined if none has */
  #note(module: string, file: Uint8Array, found?: Uint8Array[]): void {
    if (this.#isBooted && FIRST_OF_PROGRAMS.has(module)) this.#isCommon = false;
    if (this.#programs.has(module) || this.#loaded === MOST_MODULES) this.#isStarting = false;
    if (!this.#isStarting) return;
    this.#loaded++;
    (found ?? (this.#isCommon ? this.#missedByAll : this.#missed)).push(file);
  }

  /**
   * Leaves what was loaded for the next start, if what was in the bundles fits it badly. May keep the thread for a second then, so it is for
   * the end of a program.
   */
  async keep(): Promise<void> {
    // What was loaded in vain tells nothing of starts that get on.
    if (!this.#isBooted) return;
    const common = this.#common;
    const own = this.#own;
    const besides = [...own.found, ...this.#missed];
    // Files of another OTP at the same place have nothing in common with those of the one before.
    if (common.found.length < FEWEST_MODULES) {
      if (this.#missedByAll.length >= FEWEST_MODULES) await this.#write(common, this.#missedByAll);
    } else {
      // What starts have in common becomes less with those that differ, and never more.
      if (common.isTooLarge) await this.#write(common, common.found);
      besides.push(...this.#missedByAll);
    }
    const isMissing = besides.length >= FEWEST_MODULES && besides.length - own.found.length > besides.length * MISFIT_PART;
    if (own.isTooLarge || isMissing) await this.#write(own, besides);
  }

  async #write({ key }: OpenBundle, wanted: readonly Uint8Array[]): Promise<void> {
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
