import type { Term } from '@beamline/beam-file';
import type { CompileOptions } from '@beamline/jit-compiler';
import type { KernelExports, KernelHost } from '@beamline/kernel';
import { MachineRegister, MessageOffset } from '@beamline/machine-model';
import { BifFailure } from '../bifs/bif-failure.js';
import type { Host } from '../io/host.js';
import type { ExportTable } from '../loader/export-table.js';
import type { FunctionTable } from '../loader/function-table.js';
import type { HandlerTable } from '../loader/handler-table.js';
import type { Linker } from '../loader/linker.js';
import type { LoadedModule } from '../loader/loaded-module.js';
import type { ModuleTable } from '../loader/module-table.js';
import type { ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import type { StackTraces } from '../processes/stack-traces.js';
import type { AtomTable } from '../terms/atom-table.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import { Breakpoints, type FunctionSettings, type TracedFunction } from './breakpoints.js';
import { CallTimes } from './call-times.js';
import { CallTracing } from './call-tracing.js';
import { EventTracing } from './event-tracing.js';
import { MatchActions } from './match-actions.js';
import { OpenModules } from './open-modules.js';
import { SequentialTracing } from './sequential-tracing.js';
import type { TraceMatch } from './trace-match.js';
import { TraceSender } from './trace-sender.js';
import type { TraceSession } from './trace-session.js';
import { TraceWords } from './trace-words.js';
import { Tracees } from './tracees.js';
import type { Watcher } from './watcher.js';

/** What specifications are for, as the kernel's `compileTraceMatch` knows it. */
export const MatchPurpose = { call: 1, message: 2 } as const;

/** The parts of a machine that tracing works on. */
export interface TracingParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly atoms: AtomTable;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly scratch: ScratchHeap;
  readonly functions: FunctionTable;
  readonly exports: ExportTable;
  readonly modules: ModuleTable;
  readonly handlers: HandlerTable;
  readonly traces: StackTraces;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly host: Host;
  readonly otpRelease: number;
  /** Writes a trace message in the external term format to the port with a number. */
  readonly writeToPort: (number: number, message: Uint8Array) => void;
  readonly linker: () => Linker;
  readonly compileOptions: CompileOptions;
  /** Called when a process may have become runnable. */
  readonly runnable: () => void;
  /** Writes to the standard error. */
  readonly display: (text: string) => void;
  /** A term as `erlang:display/1` shows it. */
  readonly show: (term: Term) => string;
}

/** What of the kernel's imports is tracing's. */
type TracingHost = Pick<KernelHost, 'sent' | 'comes' | 'tookMessage' | 'spawned' | 'traced' | 'traceAction'>;

/** Tracing of a machine. Without it nothing of this does anything. */
export class Tracing {
  readonly tracees: Tracees;
  readonly sequential: SequentialTracing;
  readonly breakpoints: Breakpoints;
  /** Functions that the kernel imports. */
  readonly kernelHost: TracingHost;
  readonly #parts: TracingParts;
  readonly #calls: CallTracing;
  readonly #events: EventTracing;
  readonly #actions: MatchActions;
  /** Sends trace messages. */
  readonly sender: TraceSender;
  readonly #watchers = new Set<Watcher>();
  #open: OpenModules | undefined;

  constructor(parts: TracingParts) {
    this.#parts = parts;
    const { memory, kernel, atoms, reader, writer, scratch, functions, exports, modules, handlers, traces, processes, info, host } = parts;
    const words = new TraceWords(memory, kernel, atoms, writer, scratch);
    const sender = new TraceSender({ ...parts, words });
    const tracees = new Tracees(memory, kernel, processes);
    const sequential = new SequentialTracing({ memory, kernel, reader, writer, processes, tracees, sender });
    const { display, show } = parts;
    const actions = new MatchActions({ memory, reader, writer, processes, info, tracees, sequential, display, show });
    const times = new CallTimes(memory, host);
    this.#actions = actions;
    this.sender = sender;
    this.tracees = tracees;
    this.sequential = sequential;
    this.#calls = new CallTracing({ memory, kernel, functions, handlers, processes, traces, tracees, sender, actions, times });
    this.#events = new EventTracing({ memory, host, kernel, processes, info, reader, tracees, sender, actions, sequential, times });
    this.kernelHost = this.#hostFunctions();
    const { tailCalls = true } = parts.compileOptions;
    this.breakpoints = new Breakpoints({
      functions,
      exports,
      modules,
      traces,
      stubs: { kernel, memory, tailCalls, host: this.#calls },
    });
  }

  #hostFunctions(): TracingHost {
    const { memory } = this.#parts;
    const running = (): number => memory.load(MachineRegister.context);
    return {
      sent: (to, message, isKnown) => this.#events.sent(running(), to, message, isKnown !== 0),
      comes: (context, message) => {
        if (!this.sender.isSending) for (const watcher of this.#watchers) watcher.comes(context >>> 0);
        this.#events.comes(context >>> 0, message >>> 0);
      },
      tookMessage: (message, token) => {
        for (const watcher of this.#watchers) watcher.took(running());
        this.#events.took(running(), message >>> 0);
        this.sequential.took(running(), memory.load(message + MessageOffset.term), token >>> 0);
      },
      spawned: (parent, child, module, name, list, isLinked) => {
        this.sequential.spawned(parent >>> 0, child >>> 0, { module, list, isLinked: isLinked !== 0 });
        this.#events.spawned(parent >>> 0, child >>> 0, module, name, list, isLinked !== 0);
        if (this.#watchers.size > 0) this.tracees.update(this.#parts.processes.number(child >>> 0));
      },
      traced: (event, context, term) => {
        for (const watcher of this.#watchers) watcher.happened(event, context >>> 0, term >>> 0);
        this.#events.happened(event, context >>> 0, term);
      },
      traceAction: (action, count, a, b, c) => this.#actions.act(action, [a, b, c].slice(0, count)),
    };
  }

  /** The program of a specification; fails with badarg if something is wrong with it. */
  match(specification: Term, purpose: number): TraceMatch {
    const program = this.#parts.kernel.compileTraceMatch(this.#parts.writer.toHeap(specification), purpose) >>> 0;
    if (program === 0) throw new BifFailure('badarg', 'match_spec');
    return { specification, program };
  }

  /**
   * Changes what a session has set on functions. A promise if modules have to be compiled first.
   * @param isInside - calls from inside of the modules are meant, too
   */
  change(
    session: TraceSession,
    functions: readonly TracedFunction[],
    isInside: boolean,
    change: (settings: FunctionSettings) => void,
  ): Promise<void> | undefined {
    this.#calls.start(this.breakpoints);
    const apply = (): void => {
      for (const traced of functions) {
        if (traced.loaded !== undefined && !this.#isCurrent(traced.loaded)) continue;
        this.breakpoints.change(session, traced, change);
      }
    };
    const closed = this.breakpoints.modulesFor(functions, isInside).filter((loaded) => !this.#modules.isOpen(loaded));
    if (closed.length === 0) {
      apply();
      return undefined;
    }
    return this.#openAll(closed).then(apply);
  }

  /** The host has made a process. */
  created(context: number): void {
    const { processes } = this.#parts;
    for (const session of this.tracees.sessions) {
      const { processes: future } = session.future;
      if (future !== undefined) this.tracees.set(session, processes.number(context), { ...future });
    }
    if (this.#watchers.size > 0) this.tracees.update(processes.number(context));
  }

  /** Has somebody be told of all processes, or be told of other things than before. */
  watch(watcher: Watcher): void {
    this.#watchers.add(watcher);
    this.#setCommon();
  }

  /** Takes back a `watch`. */
  unwatch(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    this.#setCommon();
  }

  #setCommon(): void {
    let flags = 0;
    for (const watcher of this.#watchers) flags |= watcher.flags;
    this.tracees.setCommon(flags);
  }

  /** A process does not run on until a node has taken some of what waits for it. */
  suspended(context: number, controller: Term): void {
    for (const watcher of this.#watchers) watcher.suspended(context, controller);
  }

  /** Processes had their turn, and now none can run. */
  idle(): void {
    for (const watcher of this.#watchers) watcher.idle();
  }

  /** Gives modules that nothing is set in any more their plain code again. */
  tidy(): void {
    for (const name of this.#parts.modules.names()) {
      const loaded = this.#parts.modules.current(name);
      if (loaded !== undefined && this.#modules.isOpen(loaded) && !this.breakpoints.needsOpen(loaded)) this.#close(loaded);
    }
  }

  /** Sets the word that specifications read by `get_tcw`; what it was before. */
  setControlWord(word: number): number {
    const before = this.#actions.controlWord;
    this.#actions.controlWord = word;
    return before;
  }

  /** The word that specifications read by `get_tcw`. */
  get controlWord(): number {
    return this.#actions.controlWord;
  }

  /** Ends a session. */
  destroy(session: TraceSession): void {
    if (session.isDestroyed) return;
    this.tracees.remove(session);
    this.breakpoints.forget(session);
    this.tidy();
  }

  /** The current code of a module is about to be replaced or deleted. */
  leaving(loaded: LoadedModule | undefined): void {
    if (loaded !== undefined) this.breakpoints.forgetModule(loaded);
  }

  /** A module has been loaded; a promise if it has to be compiled again first, since something in it is traced. */
  published(loaded: LoadedModule): Promise<void> | undefined {
    const changes: Promise<void>[] = [];
    for (const session of this.tracees.sessions) {
      const { onLoad } = session;
      if (onLoad === undefined) continue;
      const { kind, match } = onLoad;
      const functions = this.breakpoints.matching({ module: loaded.name, name: undefined, arity: undefined }, kind === 'global');
      const change = this.change(session, functions, kind === 'local', (settings) => {
        settings[kind] = { match };
      });
      if (change !== undefined) changes.push(change);
    }
    if (this.breakpoints.needsOpen(loaded) && !this.#modules.isOpen(loaded)) changes.push(this.#openAll([loaded]));
    return changes.length === 0 ? undefined : Promise.all(changes).then(() => undefined);
  }

  get #modules(): OpenModules {
    const { functions, linker, host, compileOptions } = this.#parts;
    this.#open ??= new OpenModules(functions, linker(), host, compileOptions);
    return this.#open;
  }

  #isCurrent(loaded: LoadedModule): boolean {
    return this.#parts.modules.current(loaded.name) === loaded;
  }

  async #openAll(modules: readonly LoadedModule[]): Promise<void> {
    for (const loaded of modules) this.breakpoints.suspend(loaded);
    await this.#modules.open(modules, (loaded) => this.#isCurrent(loaded));
    for (const loaded of modules) if (this.#isCurrent(loaded)) this.breakpoints.resume(loaded);
  }

  #close(loaded: LoadedModule): void {
    this.breakpoints.suspend(loaded);
    this.#modules.close(loaded);
    this.breakpoints.resume(loaded);
  }
}
