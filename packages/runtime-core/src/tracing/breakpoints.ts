import type { ExportEntry, ExportTable } from '../loader/export-table.js';
import type { FunctionTable } from '../loader/function-table.js';
import type { LoadedModule } from '../loader/loaded-module.js';
import type { ModuleTable } from '../loader/module-table.js';
import type { StackTraces } from '../processes/stack-traces.js';
import type { TraceMatch } from './trace-match.js';
import type { Tracer, TraceSession } from './trace-session.js';
import { type TraceStubImports, TraceStubs } from './trace-stubs.js';

/** A trace that a pattern has set on a function: with a specification, or of all calls. */
export interface CallSetting {
  match: TraceMatch | undefined;
}

/** A trace for one tracer, whoever calls. */
export interface MetaSetting extends CallSetting {
  tracer: Tracer | undefined;
}

/** What was measured of the calls of a process. */
export interface Measured {
  count: number;
  /** Microseconds, or words. */
  amount: number;
}

/** Calls that are counted. */
export interface CountSetting {
  count: number;
  isPaused: boolean;
}

/** Calls that are measured, by numbers of processes. */
export interface MeasureSetting {
  readonly processes: Map<number, Measured>;
  isPaused: boolean;
}

/** What a session has set on a function. */
export interface FunctionSettings {
  global?: CallSetting;
  local?: CallSetting;
  meta?: MetaSetting;
  count?: CountSetting;
  time?: MeasureSetting;
  memory?: MeasureSetting;
}

/** A function of loaded code, or a BIF, that has been traced. */
export interface Breakpoint {
  readonly number: number;
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  /** Undefined for a BIF. */
  readonly loaded: LoadedModule | undefined;
  /** Where it is called within its module; 0 for a BIF. */
  readonly index: number;
  /** What others call; undefined if that is not exported. */
  readonly entry: ExportEntry | undefined;
  readonly settings: Map<TraceSession, FunctionSettings>;
  /** Table index of the function itself. */
  readonly target: number;
  /** Its stubs for calls from inside and outside, as far as they were made. */
  readonly stubs: [WebAssembly.ExportValue | undefined, WebAssembly.ExportValue | undefined];
  /** Stubs that are in place. */
  hasInner: boolean;
  hasOuter: boolean;
}

/** A pattern of functions: names and arities, undefined for any. */
export interface FunctionPattern {
  readonly module: string | undefined;
  readonly name: string | undefined;
  readonly arity: number | undefined;
}

/** A function that a pattern is of. */
export interface TracedFunction {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  readonly loaded: LoadedModule | undefined;
}

interface BreakpointParts {
  readonly functions: FunctionTable;
  readonly exports: ExportTable;
  readonly modules: ModuleTable;
  readonly traces: StackTraces;
  readonly stubs: Omit<TraceStubImports, 'table'>;
}

function keyOf(module: string, name: string, arity: number): string {
  return `${module}:${name}/${arity}`;
}

/** What are instructions in OTP where code calls them: such calls are never seen. */
const INSTRUCTIONS: ReadonlySet<string> = new Set(['erlang:apply/2', 'erlang:apply/3']);

/** True if settings concern calls from inside of the module. */
function isInner({ local, meta, count, time, memory }: FunctionSettings): boolean {
  return local !== undefined || meta !== undefined || count !== undefined || time !== undefined || memory !== undefined;
}

function isEmpty(settings: FunctionSettings): boolean {
  return settings.global === undefined && !isInner(settings);
}

/** Functions with stubs in their places, by which calls are seen. */
export class Breakpoints {
  readonly #parts: BreakpointParts;
  readonly #byNumber: Breakpoint[] = [];
  /** Of the current code, and of BIFs. */
  readonly #byKey = new Map<string, Breakpoint>();
  readonly #stubs: (TraceStubs | undefined)[] = [];
  /** What modules call of others: functions are often traced one by one. */
  readonly #called = new WeakMap<LoadedModule, ReadonlySet<string>>();

  constructor(parts: BreakpointParts) {
    this.#parts = parts;
  }

  /** The breakpoint of a stub. */
  byNumber(number: number): Breakpoint | undefined {
    return this.#byNumber[number];
  }

  /** All that have settings, in no particular order. */
  get all(): Iterable<Breakpoint> {
    return this.#byKey.values();
  }

  /** The breakpoint of a function; undefined if it never had one. */
  find(module: string, name: string, arity: number): Breakpoint | undefined {
    return this.#byKey.get(keyOf(module, name, arity));
  }

  /** Functions of loaded code and BIFs that a pattern is of, exported ones or all. */
  matching({ module, name, arity }: FunctionPattern, onlyExported: boolean): TracedFunction[] {
    const { exports, modules } = this.#parts;
    const found = new Map<string, TracedFunction>();
    const isMeant = (own: string, count: number): boolean =>
      (name === undefined || own === name) && (arity === undefined || count === arity);
    for (const each of module === undefined ? modules.names() : [module]) {
      const loaded = modules.current(each);
      if (loaded === undefined) continue;
      const { atoms, exports: exported } = loaded.compiled.beam;
      const outside = new Set(exported.map((entry) => `${atoms[entry.function] ?? ''}/${entry.arity}`));
      for (const info of loaded.compiled.functions) {
        if (!isMeant(info.name, info.arity)) continue;
        const isBif = exports.isBif(each, info.name, info.arity);
        if (onlyExported && !isBif && !outside.has(`${info.name}/${info.arity}`)) continue;
        found.set(keyOf(each, info.name, info.arity), {
          module: each,
          name: info.name,
          arity: info.arity,
          loaded: isBif ? undefined : loaded,
        });
      }
    }
    for (const entry of this.#bifs(module, name, arity)) {
      const key = keyOf(entry.module, entry.function, entry.arity);
      if (!found.has(key) && isMeant(entry.function, entry.arity))
        found.set(key, { module: entry.module, name: entry.function, arity: entry.arity, loaded: undefined });
    }
    return [...found.values()];
  }

  /** Entries of BIFs that may be meant. One that is meant alone is not looked for among all, and has an entry even if no code has named it yet. */
  #bifs(module: string | undefined, name: string | undefined, arity: number | undefined): ExportEntry[] {
    const { exports } = this.#parts;
    if (module === undefined || name === undefined || arity === undefined) return exports.bifEntries(module);
    return exports.isBif(module, name, arity) ? [exports.entry(module, name, arity)] : [];
  }

  /** Modules that must be open for functions to be seen where they are called. */
  modulesFor(functions: readonly TracedFunction[], isInside: boolean): LoadedModule[] {
    const needed = new Set<LoadedModule>();
    const bifs = new Set<string>();
    for (const { module, name, arity, loaded } of functions) {
      if (loaded === undefined) bifs.add(keyOf(module, name, arity));
      else if (isInside) needed.add(loaded);
    }
    if (bifs.size > 0) {
      for (const name of this.#parts.modules.names()) {
        const loaded = this.#parts.modules.current(name);
        if (loaded !== undefined && this.#calls(loaded, bifs)) needed.add(loaded);
      }
    }
    return [...needed];
  }

  /** True for a module in which something that is set needs its open form. */
  needsOpen(loaded: LoadedModule): boolean {
    const bifs = new Set<string>();
    for (const breakpoint of this.#byKey.values()) {
      if (breakpoint.settings.size === 0) continue;
      if (breakpoint.loaded === loaded && [...breakpoint.settings.values()].some(isInner)) return true;
      if (breakpoint.loaded === undefined) bifs.add(keyOf(breakpoint.module, breakpoint.name, breakpoint.arity));
    }
    return bifs.size > 0 && this.#calls(loaded, bifs);
  }

  /** True if a module calls one of these BIFs. */
  #calls(loaded: LoadedModule, bifs: ReadonlySet<string>): boolean {
    let called = this.#called.get(loaded);
    if (called === undefined) {
      const { atoms, imports } = loaded.compiled.beam;
      called = new Set(imports.map((entry) => keyOf(atoms[entry.module] ?? '', atoms[entry.function] ?? '', entry.arity)));
      this.#called.set(loaded, called);
    }
    for (const bif of bifs) if (called.has(bif)) return true;
    return false;
  }

  /** Changes what a session has set on a function; its stubs come and go with that. */
  change(session: TraceSession, traced: TracedFunction, change: (settings: FunctionSettings) => void): void {
    const breakpoint = this.#breakpoint(traced);
    const settings = breakpoint.settings.get(session) ?? {};
    change(settings);
    if (isEmpty(settings)) breakpoint.settings.delete(session);
    else breakpoint.settings.set(session, settings);
    this.#update(breakpoint);
  }

  /** Forgets all that a session has set. */
  forget(session: TraceSession): void {
    for (const breakpoint of this.#byKey.values()) if (breakpoint.settings.delete(session)) this.#update(breakpoint);
  }

  /** The current code of a module is to be replaced, or is gone: what was set on its functions is. */
  forgetModule(loaded: LoadedModule): void {
    for (const [key, breakpoint] of this.#byKey) {
      if (breakpoint.loaded !== loaded) continue;
      this.#byKey.delete(key);
      breakpoint.settings.clear();
      this.#update(breakpoint);
    }
  }

  /** Takes all stubs out of a module, whose form is to change, or puts them in again. */
  suspend(loaded: LoadedModule): void {
    for (const breakpoint of this.#byKey.values()) if (breakpoint.loaded === loaded) this.#set(breakpoint, false, false);
  }

  resume(loaded: LoadedModule): void {
    const { functions, modules } = this.#parts;
    for (const breakpoint of this.#byKey.values()) {
      if (breakpoint.loaded !== loaded) continue;
      functions.copy(breakpoint.target, breakpoint.index);
      this.#update(breakpoint);
    }
    if (modules.current(loaded.name) !== loaded) return;
    // What others call is the function of this form.
    for (const info of loaded.compiled.functions) {
      const entry = this.#parts.exports.find(loaded.name, info.name, info.arity);
      if (entry?.state !== 'loaded' || this.find(loaded.name, info.name, info.arity)?.hasOuter === true) continue;
      functions.copy(entry.slot, loaded.tableBase + info.tableOffset);
    }
  }

  #breakpoint({ module, name, arity, loaded }: TracedFunction): Breakpoint {
    const key = keyOf(module, name, arity);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const { functions, exports, traces } = this.#parts;
    const info = loaded?.compiled.functions.find((each) => each.name === name && each.arity === arity);
    const index = loaded === undefined ? 0 : loaded.tableBase + (info?.tableOffset ?? 0);
    const entry = loaded === undefined ? exports.entry(module, name, arity) : exports.find(module, name, arity);
    functions.flush();
    const target = functions.reserve(1);
    const number = this.#byNumber.length;
    const breakpoint: Breakpoint = {
      number,
      module,
      name,
      arity,
      loaded,
      index,
      entry,
      settings: new Map(),
      target,
      stubs: [undefined, undefined],
      hasInner: false,
      hasOuter: false,
    };
    const place = index === 0 ? (entry?.slot ?? 0) : index;
    functions.setArity(target, arity);
    traces.aliases.set(target, place);
    functions.copy(target, place);
    this.#byNumber.push(breakpoint);
    this.#byKey.set(key, breakpoint);
    return breakpoint;
  }

  #stubsOf(arity: number): TraceStubs {
    let stubs = this.#stubs[arity];
    if (stubs === undefined) {
      stubs = new TraceStubs({ ...this.#parts.stubs, table: this.#parts.functions.table }, arity);
      this.#stubs[arity] = stubs;
    }
    return stubs;
  }

  #update(breakpoint: Breakpoint): void {
    const isInside = breakpoint.index !== 0 && [...breakpoint.settings.values()].some(isInner);
    this.#set(breakpoint, isInside, breakpoint.settings.size > 0);
  }

  #set(breakpoint: Breakpoint, isInside: boolean, isOutside: boolean): void {
    if (breakpoint.loaded === undefined && INSTRUCTIONS.has(keyOf(breakpoint.module, breakpoint.name, breakpoint.arity))) return;
    const { functions } = this.#parts;
    const { index, entry, target } = breakpoint;
    if (breakpoint.hasInner !== isInside) {
      breakpoint.hasInner = isInside;
      if (isInside) functions.set(index, this.#stub(breakpoint, 0));
      else functions.copy(index, target);
      functions.setReentry(index, isInside ? target : 0);
    }
    const hasEntry = entry !== undefined && entry.state !== 'undefined';
    if (breakpoint.hasOuter === isOutside || !hasEntry) return;
    breakpoint.hasOuter = isOutside;
    if (isOutside) functions.set(entry.slot, this.#stub(breakpoint, 1));
    else functions.copy(entry.slot, target);
  }

  /** The stub of a breakpoint for calls from inside (0) or outside (1) of its module. */
  #stub(breakpoint: Breakpoint, isOutside: 0 | 1): WebAssembly.ExportValue | undefined {
    const { number, arity, target, stubs } = breakpoint;
    stubs[isOutside] ??= this.#stubsOf(arity).take(2 * number + isOutside, target);
    return stubs[isOutside];
  }
}
