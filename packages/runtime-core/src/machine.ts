import {
  decodeExternalTerm,
  ExternalTermError,
  type FunTerm,
  formatTerm,
  type Lambda,
  type RecordDefinition,
  type Term,
} from '@beamline/beam-file';
import type { CompiledModule } from '@beamline/jit-compiler';
import { type KernelExports, kernelBytes } from '@beamline/kernel';
import {
  ContextOffset,
  ExceptionClass,
  FUNCTION_TABLE_BASE,
  FunOffset,
  guardBifIndex,
  HeaderTag,
  LINK_FIXUP_WORDS,
  LinkFixupKind,
  MachineRegister,
  RESUME_POINT_BITS,
  SCRATCH,
  smallTerm,
  TermTag,
  X_REGISTERS,
} from '@beamline/machine-model';
import { type CodeControl, characters, type NativeContext, NativeFailure, type PreparedCode, textBinary } from './bifs/arguments.js';
import { type NativeTable, nativeTable, type UserNative } from './bifs/bif-table.js';
import { matchErrorText } from './bifs/match-errors.js';
import type { Host } from './io/host.js';
import { type ExportEntry, ExportTable } from './loader/export-table.js';
import { externalFunInfo, localFunInfo } from './loader/fun-info.js';
import { LinkError } from './loader/link-error.js';
import { LoadedModule } from './loader/loaded-module.js';
import { moduleInfo } from './loader/module-info.js';
import { buildStubModule, type Stub } from './loader/stub-module.js';
import { ErlangError } from './processes/erlang-error.js';
import { ProcessInfo } from './processes/process-info.js';
import { type Outcome, Processes } from './processes/processes.js';
import { StackTraces } from './processes/stack-traces.js';
import { SystemLimitError } from './system-limit-error.js';
import { AtomTable } from './terms/atom-table.js';
import { bigBinary, bigToFloat } from './terms/big-arithmetic.js';
import { readBigInt } from './terms/integer-term.js';
import { LinearMemory } from './terms/linear-memory.js';
import { TermArea } from './terms/scratch-heap.js';
import { LOCAL_NODE, pidTerm, TermConversionError, TermMemory } from './terms/term-memory.js';

/** Choices made when a machine is made. */
export interface MachineOptions {
  /** Collect at every allocation: slow, for tests. Default false. */
  readonly collectAlways?: boolean;
  /** False to run without tail calls of the engine. Default: as the engine has them. */
  readonly tailCalls?: boolean;
  /** Processes that there may be at the same time, at most. Default 262,144. */
  readonly processLimit?: number;
  /** Bytes that all heaps, stacks, tables and literals may take together. Default: what the engine gives, up to 4 GiB. */
  readonly memoryLimit?: number;
  /** Atoms that there may be. Default 1,048,576, which is also the most. */
  readonly atomLimit?: number;
  /** Functions in JavaScript that Erlang code calls, by `module:function/arity`: they go before those of a module that is loaded. */
  readonly natives?: Readonly<Record<string, UserNative>>;
  /** What `init:get_plain_arguments/0` gives. Default: nothing. */
  readonly programArguments?: readonly string[];
  /** Bytes of Erlang stack that native frames may mirror before the native stack is unwound. Default 24576. */
  readonly nativeDepth?: number;
}

/** `(func (result i32) (return_call 0))`, as a module. */
const TAIL_CALL_PROBE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 10, 6, 1, 4, 0, 18, 0, 11);

/** True if the engine has tail calls. */
export function hasTailCalls(): boolean {
  return WebAssembly.validate(TAIL_CALL_PROBE);
}

/** A description of a fun by its identity. */
type FunDescription = { readonly module: LoadedModule; readonly lambda: number } | { readonly entry: ExportEntry };

/**
 * An Erlang machine: one memory, one table, one kernel, the modules that are linked into it and the
 * processes that run in it. It knows nothing of time slices; see Scheduler.
 */
export class Machine {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly atoms: AtomTable;
  readonly terms: TermMemory;
  readonly tailCalls: boolean;
  readonly processes: Processes;
  /** What the machine tells its owner. */
  readonly #events: MachineEvents;
  readonly #nativeContext: NativeContext;
  readonly #table: WebAssembly.Table;
  readonly #traces: StackTraces;
  readonly #exports: ExportTable;
  readonly #modules = new Map<string, LoadedModule>();
  /** Modules that were replaced or deleted, and may still be run. */
  readonly #old = new Map<string, LoadedModule[]>();
  /** All modules that have code in the machine. */
  readonly #loaded: LoadedModule[] = [];
  /** Parts of the table that purged modules have left: first index and length. */
  readonly #freeIndices: { start: number; count: number }[] = [];
  readonly #lastNumbers = new Map<string, number>();
  readonly #funs: FunDescription[] = [];
  /** Stubs that wait to be put into the table. */
  #stubs: Stub[] = [];
  readonly #arities = new Set<number>();
  #nextIndex = FUNCTION_TABLE_BASE;
  #nextSite = 1;
  #infoCapacity = 0;
  #nextCatch = 0;
  #catchCapacity = 0;
  readonly #natives: NativeTable;
  readonly #area: TermArea;
  readonly #info: ProcessInfo;

  /** Makes a machine. Compiles the kernel synchronously unless its module is given. */
  constructor(host: Host, options: MachineOptions = {}, kernelModule?: WebAssembly.Module, events: MachineEvents = {}) {
    this.#events = events;
    this.#natives = nativeTable(options.natives ?? {});
    const startTime = BigInt(Math.round(host.now() * 1e6));
    const machine = this;
    this.#nativeContext = {
      host,
      get processes() {
        return machine.processes;
      },
      get info() {
        return machine.#info;
      },
      code: this.#codeControl(),
      atomCount: () => this.atoms.size,
      memoryBytes: () => this.memory.bytes.length,
      startTime: () => startTime,
      sinceLast: (what, value) => {
        const last = this.#lastNumbers.get(what) ?? 0;
        this.#lastNumbers.set(what, value);
        return value - last;
      },
      programArguments: () => options.programArguments ?? [],
      halt: (status) => {
        events.halted?.(status);
      },
      hasAtom: (name) => this.atoms.has(name),
      moduleInfo: (module, item) => {
        const loaded = this.#modules.get(module);
        return loaded === undefined ? undefined : moduleInfo(loaded, item);
      },
      isLoaded: (module) => this.#modules.has(module),
      loadedModules: () => [...this.#modules.keys()],
      isExported: (module, name, arity) => this.#exports.find(module, name, arity)?.state === 'loaded',
    };
    this.tailCalls = options.tailCalls ?? hasTailCalls();
    const memory = new WebAssembly.Memory({ initial: 32 });
    this.memory = new LinearMemory(memory);
    this.#table = new WebAssembly.Table({ element: 'anyfunc', initial: 1024 });
    const instance = new WebAssembly.Instance(kernelModule ?? new WebAssembly.Module(kernelBytes()), {
      env: { memory, table: this.#table },
      host: {
        now: () => host.now(),
        systemTime: () => host.systemTime(),
        bigBinary: (operation: number, a: number, b: number) =>
          bigBinary(this.memory, (bytes) => this.kernel.allocateNoCollect(bytes), operation, a, b),
        bigToFloat: (a: number) => bigToFloat(this.memory, a),
        stacktrace: (trace: number) => this.#stacktraceTerm(trace),
        exportSlot: (module: number, name: number, arity: number) => {
          const { slot } = this.#entry(this.atoms.name(module), this.atoms.name(name), arity);
          this.#flushStubs();
          return slot;
        },
        funHash: (identity: number) => this.#funHash(identity),
        funInfo: (identity: number, item: number) => this.#funInfo(identity, this.atoms.name(item)),
        integerText: (integer: number, asBinary: number) => this.#integerText(integer, asBinary !== 0),
        recordDefinition: (module: number, name: number) =>
          this.#modules.get(this.atoms.name(module))?.records.get(this.atoms.name(name)) ?? 0,
        matchError: (kind: number, term: number) => this.#newTerm(characters(matchErrorText(kind, this.terms.read(term)))),
        received: (context: number) => {
          events.received?.(context >>> 0);
        },
        ended: (context: number, trap: number) => {
          events.ended?.(context >>> 0, trap);
        },
        crashed: (context: number, reason: number) => {
          events.crashed?.(this.processes.pid(context >>> 0), this.terms.read(reason));
        },
        outOfMemory: () => {
          throw new SystemLimitError('the machine has no more memory', 'memory');
        },
        loadsModule: (context: number, slot: number) => this.#loadsModule(context >>> 0, slot),
      },
    });
    this.kernel = instance.exports as unknown as KernelExports;
    this.#growInfo(1024);
    this.atoms = new AtomTable(this.memory, this.kernel, options.atomLimit);
    this.#exports = new ExportTable((arity) => {
      const index = this.#reserve(1);
      this.#setArity(index, arity);
      return index;
    });
    this.terms = new TermMemory(
      this.memory,
      this.atoms,
      {
        exportFun: (module, name, arity) => this.#exportFun(module, name, arity),
        localFun: (fun) => this.#localFun(fun),
        describe: (identity) => this.#describeFun(identity),
      },
      this.kernel,
    );
    this.#traces = new StackTraces(this.memory, this.terms, this.#exports, this.#natives.functions, this.#loaded);
    this.#area = new TermArea(this.memory, this.kernel, this.terms);
    this.processes = new Processes(this.memory, this.kernel, this.atoms, this.terms, this.#area, this.#traces);
    this.#info = new ProcessInfo(this.memory, this.kernel, this.terms, this.#traces, this.processes);
    if (options.processLimit !== undefined) this.kernel.setProcessLimit(options.processLimit);
    if (options.memoryLimit !== undefined) this.kernel.setMemoryLimit(options.memoryLimit);
    this.memory.store(MachineRegister.collectAlways, options.collectAlways === true ? 1 : 0);
    if (options.nativeDepth !== undefined) this.kernel.setNativeDepth(options.nativeDepth);
  }

  /** The module of that name that was linked last. */
  module(name: string): LoadedModule | undefined {
    return this.#modules.get(name);
  }

  /** True if a call of the function would find it. */
  isCallable(module: string, name: string, arity: number): boolean {
    return this.#entry(module, name, arity).state !== 'undefined';
  }

  /** Links a compiled module without an on_load function and replaces one of the same name. Compiles the WebAssembly synchronously unless its module is given. */
  link(compiled: CompiledModule, wasm?: WebAssembly.Module): LoadedModule {
    if (compiled.onLoad >= 0)
      throw new LinkError(`${compiled.beam.module} has an on_load function, which a Runtime has to call`, compiled.beam.module);
    const prepared = this.prepare(compiled);
    const loaded = this.instantiate(prepared, wasm ?? new WebAssembly.Module(prepared.bytes));
    this.publish(loaded);
    return loaded;
  }

  /** First part of `link`: places the module and fills in its constants. */
  prepare(compiled: CompiledModule): PreparedModule {
    const { beam } = compiled;
    const tableBase = this.#reserve(compiled.tableSize);
    for (let i = 0; i < compiled.tableSize; i++) this.#setArity(tableBase + i, compiled.tableArities[i] ?? 0);
    const loaded = new LoadedModule(compiled, tableBase, this.#nextSite, this.#funs.length, this.#area.newContext());
    this.#nextSite += compiled.sites.length / 2;
    for (let i = 0; i < beam.lambdas.length; i++) this.#funs.push({ module: loaded, lambda: i });
    this.#loaded.push(loaded);
    const literals = this.#writeLiterals(loaded);
    const slots = beam.imports.map(
      (entry) => this.#entry(beam.atoms[entry.module] ?? '', beam.atoms[entry.function] ?? '', entry.arity).slot,
    );
    const catchBase = this.#placeHandlers(compiled, tableBase);
    const strings = this.#writeStrings(beam.strings);
    loaded.strings = strings;
    const bytes = compiled.bytes.slice();
    const { fixups } = compiled;
    for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) {
      const kind = fixups[i + 1];
      const value = fixups[i + 2] ?? 0;
      let word: number;
      switch (kind) {
        case LinkFixupKind.atom:
          word = this.atoms.term(beam.atoms[value] ?? '');
          break;
        case LinkFixupKind.literal:
          word = literals[value] ?? 0;
          break;
        case LinkFixupKind.returnAddress:
          word = ((tableBase << RESUME_POINT_BITS) + value) << 2;
          break;
        case LinkFixupKind.tableIndex:
          word = tableBase + value;
          break;
        case LinkFixupKind.tableIndexTerm:
          word = smallTerm(tableBase + value);
          break;
        case LinkFixupKind.catchTag:
          word = ((catchBase + value) << TermTag.atomShift) | TermTag.catchTag;
          break;
        case LinkFixupKind.exportSlot:
          word = slots[value] ?? 0;
          break;
        case LinkFixupKind.ownSlot: {
          const info = compiled.functions[value];
          word = this.#entry(beam.module, info?.name ?? '', info?.arity ?? 0).slot;
          break;
        }
        case LinkFixupKind.site:
          word = loaded.siteBase + value;
          break;
        case LinkFixupKind.lambda:
          word = smallTerm(loaded.lambdaBase + value);
          break;
        case LinkFixupKind.string:
          word = strings + value;
          break;
        case LinkFixupKind.resumeBase:
          word = (tableBase + value) << RESUME_POINT_BITS;
          break;
        default:
          throw new LinkError(`unknown relocation ${kind}`, beam.module);
      }
      writePaddedS32(bytes, fixups[i] ?? 0, word);
    }
    return { loaded, bytes };
  }

  /** Second part of `link`: makes the instance of the module that `prepare` gave. */
  instantiate(prepared: PreparedModule, wasm: WebAssembly.Module): LoadedModule {
    const { loaded } = prepared;
    const { compiled, tableBase } = loaded;
    const { beam } = compiled;
    const defined = new Set(compiled.functions.map((info) => `${info.name}/${info.arity}`));
    // All is checked before the first export changes: a module that cannot be linked leaves the old one whole.
    for (const exported of beam.exports) {
      const name = `${beam.atoms[exported.function] ?? ''}/${exported.arity}`;
      if (!defined.has(name)) throw new LinkError(`${loaded.name}:${name} is exported but not defined`, loaded.name);
    }
    new WebAssembly.Instance(wasm, {
      kernel: this.kernel as unknown as WebAssembly.ModuleImports,
      env: { memory: this.memory.memory, __indirect_function_table: this.#table, __table_base: tableBase },
    });
    return loaded;
  }

  /** Last part of `link`: other modules find the functions of the one that `instantiate` gave, no longer those of an older one. */
  publish(loaded: LoadedModule): void {
    const { compiled, tableBase } = loaded;
    const { beam } = compiled;
    const functionOf = new Map(compiled.functions.map((info, i) => [`${info.name}/${info.arity}`, i]));
    const previous = this.#modules.get(loaded.name);
    const removed = new Set(previous === undefined ? [] : this.#exports.ofModule(previous));
    for (const exported of beam.exports) {
      const name = beam.atoms[exported.function] ?? '';
      const info = compiled.functions[functionOf.get(`${name}/${exported.arity}`) ?? -1];
      if (info === undefined) continue;
      // OTP's libraries have stubs in place of native functions.
      if (this.#isNative(loaded.name, name, exported.arity)) continue;
      const entry = this.#entry(loaded.name, name, exported.arity);
      entry.state = 'loaded';
      removed.delete(entry);
      this.#table.set(entry.slot, this.#table.get(tableBase + info.tableOffset));
    }
    for (const entry of removed) {
      entry.state = 'undefined';
      this.#stubs.push({ kind: 'undefined', arity: entry.arity, slot: entry.slot });
    }
    this.#modules.set(loaded.name, loaded);
    if (previous !== undefined) this.#makeOld(previous);
    this.#flushStubs();
  }

  /** A new watched process that will call the `-on_load` function of a module, which need not be published. */
  spawnOnLoad(loaded: LoadedModule): number {
    const { compiled, tableBase } = loaded;
    this.#flushStubs();
    const info = compiled.functions[compiled.onLoad];
    return this.processes.create(tableBase + (info?.tableOffset ?? 0), { module: loaded.name, function: info?.name ?? '' }, [], true);
  }

  /** A new process that will call a function, not yet started; its Context. Throws TermConversionError, SystemLimitError. */
  spawn(module: string, name: string, args: readonly Term[], watched = true): number {
    const { slot } = this.#entry(module, name, args.length);
    this.#flushStubs();
    return this.processes.create(slot, { module, function: name }, args, watched);
  }

  /** Runs processes until none can run or the host's clock passes `until`; answers how many can. What the engine throws ends a slice. */
  run(until: number): number {
    return this.kernel.runProcesses(until) >>> 0;
  }

  /** When the next timer is due on the host's clock; infinite if there is none. */
  nextTimer(): number {
    return this.kernel.nextTimer();
  }

  /** The kernel's `loadsModule`: has the process wait while the owner of the machine looks for the module. */
  #loadsModule(context: number, slot: number): number {
    const entry = this.#exports.bySlot(slot);
    if (entry === undefined || this.#modules.has(entry.module)) return 0;
    const loading = this.#events.missing?.(entry.module);
    if (loading === undefined) return 0;
    const reenter = this.processes.reentering(context);
    const again = (): void => {
      reenter();
      this.#events.runnable?.();
    };
    loading.then(again, again);
    return 1;
  }

  /** The stack trace as a term, of a raw one: what Erlang code sees. */
  #stacktraceTerm(trace: number): number {
    const given = this.#traces.givenList(trace);
    if (given !== 0) return given;
    const list = this.#traces.term(trace);
    return this.atoms.withSpare(() => this.#newTerm(list));
  }

  /** True for what the machine has a function of its own for. */
  #isNative(module: string, name: string, arity: number): boolean {
    return this.#natives.index(module, name, arity) > 0 || guardBifIndex(module, name, arity) >= 0;
  }

  /** Code that nothing finds any more is kept until it is purged. */
  #makeOld(loaded: LoadedModule): void {
    this.#old.set(loaded.name, [...(this.#old.get(loaded.name) ?? []), loaded]);
  }

  /** Makes the current code of a module old: calls from outside find nothing. */
  #delete(name: string): 'deleted' | 'not loaded' | 'not purged' {
    const current = this.#modules.get(name);
    if (current === undefined) return 'not loaded';
    if (this.#old.has(name)) return 'not purged';
    for (const entry of this.#exports.ofModule(current)) {
      entry.state = 'undefined';
      this.#stubs.push({ kind: 'undefined', arity: entry.arity, slot: entry.slot });
    }
    this.#modules.delete(name);
    this.#makeOld(current);
    this.#flushStubs();
    return 'deleted';
  }

  /** True if a process is in old code of a module. */
  #uses(context: number, name: string): boolean {
    return (this.#old.get(name) ?? []).some(({ tableBase, tableEnd }) => this.processes.isIn(context, tableBase, tableEnd));
  }

  /** Removes old code of a module; the processes that use it end. No process may run. True if there were any. */
  #purge(name: string): boolean {
    const all = this.processes.all();
    const using = all.filter((context) => this.#uses(context, name));
    for (const context of using) this.processes.exit(context, { kind: 'atom', name: 'killed' });
    for (const loaded of this.#old.get(name) ?? []) {
      for (const context of all) this.kernel.collectLeaving(context, loaded.area);
      this.#free(loaded);
    }
    this.#old.delete(name);
    this.#flushStubs();
    if (using.length > 0) this.#events.runnable?.();
    return using.length > 0;
  }

  /** Gives back what a module has in the table and in memory. A fun of it that is called is undefined from now on. */
  #free(loaded: LoadedModule): void {
    const { compiled, tableBase, tableEnd } = loaded;
    const lambdas = tableBase + compiled.lambdaTableBase;
    for (let index = tableBase; index < tableEnd; index++) {
      const arity = compiled.tableArities[index - tableBase] ?? 0;
      if (index < lambdas) this.#table.set(index, null);
      else this.#stubs.push({ kind: 'undefined', arity, slot: index });
    }
    // The entries of lambdas stay, as funs may be about.
    if (lambdas > tableBase) this.#freeIndices.push({ start: tableBase, count: lambdas - tableBase });
    this.kernel.clearArea(loaded.area);
    this.kernel.freeBlock(loaded.area);
    this.kernel.freeBlock(loaded.strings);
    this.#loaded.splice(this.#loaded.indexOf(loaded), 1);
  }

  #codeControl(): CodeControl {
    const kept = new Map<string, PreparedCode>();
    let number = 0;
    return {
      prepare: (bytes) => {
        if (this.#events.prepare === undefined) throw new LinkError('this machine loads no code by itself', '');
        return this.#events.prepare(bytes);
      },
      keep: (prepared) => {
        number++;
        // A reference that the kernel never makes.
        const reference: Term = { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: [number, 0, 2 ** 31] };
        kept.set(formatTerm(reference), prepared);
        return reference;
      },
      prepared: (reference) => kept.get(formatTerm(reference)),
      delete: (module) => this.#delete(module),
      hasOld: (module) => this.#old.has(module),
      purge: (module) => this.#purge(module),
      softPurge: (module) => {
        if (this.processes.all().some((context) => this.#uses(context, module))) return false;
        this.#purge(module);
        return true;
      },
      uses: (context, module) => this.#uses(context, module),
    };
  }

  /** Takes `count` table indices. */
  #reserve(count: number): number {
    const free = this.#freeIndices.find((part) => part.count >= count);
    if (free !== undefined) {
      const { start } = free;
      free.start += count;
      free.count -= count;
      return start;
    }
    const index = this.#nextIndex;
    this.#nextIndex += count;
    if (this.#nextIndex > this.#table.length) this.#table.grow(Math.max(this.#nextIndex - this.#table.length, this.#table.length));
    if (this.#nextIndex > this.#infoCapacity) this.#growInfo(2 * this.#nextIndex);
    return index;
  }

  #growInfo(capacity: number): void {
    const block = this.kernel.allocateBlock(4 * capacity) >>> 0;
    const old = this.memory.load(MachineRegister.functionInfo);
    this.memory.bytes.fill(0, block, block + 4 * capacity);
    if (old !== 0) {
      this.memory.bytes.copyWithin(block, old, old + 4 * this.#infoCapacity);
      this.kernel.freeBlock(old);
    }
    this.memory.store(MachineRegister.functionInfo, block);
    this.#infoCapacity = capacity;
  }

  /** Gives each handler of a module its catch tag; answers the first one's number. */
  #placeHandlers(compiled: CompiledModule, tableBase: number): number {
    const base = this.#nextCatch;
    this.#nextCatch += compiled.handlers.length;
    if (this.#nextCatch > this.#catchCapacity) {
      const capacity = Math.max(256, 2 * this.#nextCatch);
      const table = this.kernel.allocateBlock(4 * capacity) >>> 0;
      const old = this.memory.load(MachineRegister.catchTable);
      if (old !== 0) {
        this.memory.bytes.copyWithin(table, old, old + 4 * base);
        this.kernel.freeBlock(old);
      }
      this.memory.store(MachineRegister.catchTable, table);
      this.#catchCapacity = capacity;
    }
    const table = this.memory.load(MachineRegister.catchTable);
    compiled.handlers.forEach((returnAddress, i) => {
      this.memory.store(table + 4 * (base + i), ((tableBase << RESUME_POINT_BITS) + returnAddress) << 2);
    });
    return base;
  }

  #setArity(index: number, arity: number): void {
    this.memory.store(this.memory.load(MachineRegister.functionInfo) + 4 * index, arity);
    if (!this.#arities.has(arity)) {
      this.#arities.add(arity);
      this.#stubs.push({ kind: 'enter', arity });
    }
  }

  #entry(module: string, name: string, arity: number): ExportEntry {
    return this.#exports.entry(module, name, arity, (entry) => {
      const native = this.#natives.index(module, name, arity);
      const bif = guardBifIndex(module, name, arity);
      const kernelName = this.#natives.functions[native]?.kernelName;
      if (kernelName !== undefined) {
        entry.state = 'native';
        this.#table.set(entry.slot, (this.kernel as unknown as Record<string, WebAssembly.ExportValue>)[kernelName]);
      } else if (native > 0) {
        entry.state = 'native';
        this.#stubs.push({ kind: 'native', arity, slot: entry.slot, native });
      } else if (bif >= 0) {
        entry.state = 'native';
        this.#stubs.push({ kind: 'guard', arity, slot: entry.slot, bif });
      } else {
        this.#stubs.push({ kind: 'undefined', arity, slot: entry.slot });
      }
    });
  }

  #flushStubs(): void {
    // What has been loaded since its stub was asked for keeps its function.
    const stubs = this.#stubs.filter(
      (stub) => stub.kind !== 'undefined' || (this.#exports.bySlot(stub.slot)?.state ?? 'undefined') === 'undefined',
    );
    this.#stubs = [];
    if (stubs.length === 0) return;
    const wasm = new WebAssembly.Module(buildStubModule(stubs, this.tailCalls));
    new WebAssembly.Instance(wasm, {
      kernel: this.kernel as unknown as WebAssembly.ModuleImports,
      env: { memory: this.memory.memory, __indirect_function_table: this.#table },
      host: { native: (native: number, sp: number) => this.#callNative(native, sp) },
    });
  }

  /** Calls a native function of the host with the arguments in X. */
  #callNative(native: number, sp: number): number {
    const arity = this.#natives.functions[native]?.arity ?? 0;
    const args: Term[] = [];
    for (let i = 0; i < arity; i++) args.push(this.terms.read(this.memory.load(X_REGISTERS + 4 * i)));
    // What asks for the stack of its own process finds it here.
    this.memory.store(MachineRegister.trapSp, sp);
    try {
      const implementation = this.#natives.implementations[native];
      if (implementation === undefined) throw new NativeFailure('badarg');
      const result = implementation(args, this.#nativeContext);
      if (!(result instanceof Promise)) return this.#newTerm(result);
      const settle = this.processes.suspendRunning(native, arity, sp);
      const done = (outcome: Outcome): void => {
        settle(outcome);
        this.#events.runnable?.();
      };
      result.then(
        (value) => {
          done({ value });
        },
        (error: unknown) => {
          done(outcomeOf(error));
        },
      );
      return 0;
    } catch (error) {
      // What the engine or the kernel breaks off is not the native function's to raise.
      if (error instanceof WebAssembly.RuntimeError || (error instanceof SystemLimitError && error.limit === 'memory')) throw error;
      const outcome = outcomeOf(error);
      return this.kernel.failNativeWith(sp, ExceptionClass[outcome.exceptionClass], this.#newTerm(outcome.reason), native, arity);
    }
  }

  /** Puts the string table of a module into memory; answers its address. */
  #writeStrings(strings: Uint8Array): number {
    if (strings.length === 0) return 0;
    const address = this.kernel.allocateBlock(strings.length) >>> 0;
    this.memory.bytes.set(strings, address);
    return address;
  }

  #writeLiterals(loaded: LoadedModule): number[] {
    const { compiled, area } = loaded;
    const { module } = compiled.beam;
    let terms: Term[];
    let bytes: number;
    try {
      terms = [
        ...compiled.beam.literals.map((literal) => decodeExternalTerm(literal)),
        ...compiled.extraLiterals,
        ...compiled.beam.records.map((record) => recordDefinitionTerm(module, record)),
      ];
      bytes = this.terms.size(terms);
    } catch (error) {
      if (!(error instanceof ExternalTermError || error instanceof TermConversionError)) throw error;
      throw new LinkError(`a literal of ${module} cannot be had: ${error.message}`, module);
    }
    const words = this.#area.on(area, () => this.terms.write(terms, bytes === 0 ? 0 : this.kernel.allocateNoCollect(bytes) >>> 0));
    const { records } = compiled.beam;
    records.forEach((record, i) => {
      loaded.records.set(record.name, words[words.length - records.length + i] ?? 0);
    });
    return words;
  }

  #exportFun(module: string, name: string, arity: number): number {
    const entry = this.#entry(module, name, arity);
    if (entry.funEntry === 0) {
      entry.funEntry = this.#reserve(1);
      this.#setArity(entry.funEntry, arity + 1);
      this.#stubs.push({ kind: 'fun', arity, slot: entry.funEntry, target: entry.slot });
      entry.funIdentity = this.#funs.push({ entry }) - 1;
      // A program that is running may have made the fun, and call it next.
      this.#flushStubs();
    }
    const at = this.kernel.allocateBlock(FunOffset.free) >>> 0;
    this.memory.store(at, ((FunOffset.free / 4 - 1) << TermTag.arityShift) | HeaderTag.fun);
    this.memory.store(at + FunOffset.entry, smallTerm(entry.funEntry));
    this.memory.store(at + FunOffset.arity, smallTerm(arity));
    this.memory.store(at + FunOffset.identity, smallTerm(entry.funIdentity));
    return at | TermTag.boxed;
  }

  /** The kernel's `funHash`. */
  #funHash(identity: number): number {
    const fun = this.#funs[identity];
    if (fun === undefined) return 0;
    const words =
      'entry' in fun
        ? [this.atoms.term(fun.entry.module), this.atoms.term(fun.entry.function), fun.entry.arity]
        : [this.atoms.term(fun.module.name), ...lambdaHash(fun.module.compiled.beam.lambdas[fun.lambda])];
    words.forEach((word, i) => {
      this.memory.store(SCRATCH + 4 * i, word);
    });
    return 'entry' in fun ? 0 : 1;
  }

  /** Of a module that was replaced the funs are known too, newest first. */
  #localFun(fun: FunTerm): { entry: number; identity: number } | undefined {
    const module = this.#loaded.findLast(({ name, md5 }) => name === fun.module && md5.every((byte, i) => byte === fun.uniq[i]));
    const lambda = module?.compiled.beam.lambdas.findIndex(
      ({ index, arity, numFree }) => index === fun.index && numFree === fun.free.length && arity - numFree === fun.arity,
    );
    if (module === undefined || lambda === undefined || lambda < 0) return undefined;
    return { entry: module.tableBase + module.compiled.lambdaTableBase + lambda, identity: module.lambdaBase + lambda };
  }

  /** The kernel's `integerText`. */
  #integerText(integer: number, asBinary: boolean): number {
    const text = readBigInt(this.memory, integer).toString();
    return this.#newTerm(asBinary ? textBinary(text) : characters(text));
  }

  /** A term on the heap of the running process. */
  #newTerm(term: Term): number {
    return this.terms.write([term], this.kernel.allocateNoCollect(this.terms.size([term])) >>> 0)[0] ?? 0;
  }

  /** The kernel's `funInfo`. */
  #funInfo(identity: number, item: string): number {
    const fun = this.#funs[identity];
    const info =
      fun === undefined ? undefined : 'entry' in fun ? externalFunInfo(fun.entry, item) : localFunInfo(fun.module, fun.lambda, item);
    if (info === 'self') return (this.memory.load(this.memory.load(MachineRegister.context) + ContextOffset.processId) << 4) | TermTag.pid;
    if (info === undefined) return 0;
    return this.#newTerm(info);
  }

  #describeFun(identity: number): Term {
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
}

function lambdaHash(lambda: Lambda | undefined): number[] {
  return [lambda?.index ?? 0, lambda?.oldUniq ?? 0];
}

/** A module that has its place in a machine, not yet instantiated. */
export interface PreparedModule {
  readonly loaded: LoadedModule;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a machine tells its owner. */
export interface MachineEvents {
  /** A watched process has ended with an `TrapReason`; it is to be freed. */
  readonly ended?: (context: number, trap: number) => void;
  /** A message has come for a mailbox of the host. */
  readonly received?: (context: number) => void;
  /** A process that nobody watches has ended by an error; its pid, and the reason as others are told it. */
  readonly crashed?: (pid: Term, reason: Term) => void;
  /** A process calls a module that is not loaded: settled when that is loaded or cannot be; undefined if nobody looks for it. */
  readonly missing?: (module: string) => Promise<void> | undefined;
  /** Reads and compiles a module that a program loads. Throws BeamFileError, CompileError. */
  readonly prepare?: (bytes: Uint8Array) => PreparedCode;
  /** A program has called `halt`. */
  readonly halted?: (status: number) => void;
  /** A process that has waited for the host can run. */
  readonly runnable?: () => void;
}

/** What a native function of the host that has thrown does to its process: what it did not foresee is an error with a text. */
function outcomeOf(error: unknown): { readonly exceptionClass: 'error' | 'exit' | 'throw'; readonly reason: Term } {
  if (error instanceof NativeFailure) return { exceptionClass: 'error', reason: { kind: 'atom', name: error.reason } };
  if (error instanceof SystemLimitError && error.limit !== 'memory')
    return { exceptionClass: 'error', reason: { kind: 'atom', name: 'system_limit' } };
  if (error instanceof ErlangError) return { exceptionClass: error.class, reason: error.reasonTerm };
  // What cannot be brought in, such as a pid of another node, was a wrong argument.
  if (error instanceof TermConversionError) return { exceptionClass: 'error', reason: { kind: 'atom', name: 'badarg' } };
  const text = textBinary(error instanceof Error ? error.message : String(error));
  return { exceptionClass: 'error', reason: { kind: 'tuple', elements: [{ kind: 'atom', name: 'host_error' }, text] } };
}

/** Overwrites a five-byte signed LEB128 constant. */
function writePaddedS32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value & 0x7f) | 0x80;
  bytes[at + 1] = ((value >> 7) & 0x7f) | 0x80;
  bytes[at + 2] = ((value >> 14) & 0x7f) | 0x80;
  bytes[at + 3] = ((value >> 21) & 0x7f) | 0x80;
  bytes[at + 4] = (value >> 28) & 0x7f;
}

/**
 * What the kernel's `recordDefinition` gives: the definition of a native record, and its fields as `records:get_definition/2`
 * has them, a name or a name and a value each.
 */
function recordDefinitionTerm(module: string, record: RecordDefinition): Term {
  const atom = (name: string): Term => ({ kind: 'atom', name });
  const tuple = (...elements: Term[]): Term => ({ kind: 'tuple', elements });
  const fields = record.fields.map(({ name, value }) => (value === undefined ? atom(name) : tuple(atom(name), value)));
  return tuple(
    tuple(atom(module), atom(record.name), atom(String(record.exported)), tuple(...record.fields.map(({ name }) => atom(name)))),
    fields.length === 0 ? { kind: 'nil' } : { kind: 'list', elements: fields, tail: { kind: 'nil' } },
  );
}
