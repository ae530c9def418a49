import type { Term } from '@beamline/beam-file';
import { ContextOffset, MachineRegister, ProcessFlag, TraceEvent } from '@beamline/machine-model';
import { collectionInfo, type ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, boolean, integer, list, tuple } from '../terms/plain-terms.js';
import type { TraceSender } from './trace-sender.js';
import type { Tracer, TraceSession } from './trace-session.js';
import type { Tracing } from './tracing.js';
import type { Watcher } from './watcher.js';

/** Of what a system monitor is told. */
export interface MonitorSettings {
  readonly busyDistPort?: boolean;
  /** There are no busy ports here: it is kept, and nothing is told. */
  readonly busyPort?: boolean;
  /** Words of a heap. */
  readonly largeHeap?: bigint;
  /** Milliseconds of a slice. */
  readonly longSchedule?: bigint;
  /** Milliseconds of a collection. */
  readonly longGc?: bigint;
  /** Messages in a mailbox: from `on` on it is long, down from `off` no longer. */
  readonly longQueue?: { readonly off: bigint; readonly on: bigint };
}

interface Monitor {
  readonly tracer: Tracer;
  readonly settings: MonitorSettings;
  /** Numbers of the processes whose mailboxes it was told to be long. */
  readonly long: Set<number>;
}

/** Items of `collectionInfo` that are told here, as by OTP. */
const COLLECTION_ITEMS = new Set(['old_heap_block_size', 'heap_block_size', 'mbuf_size', 'stack_size', 'old_heap_size', 'heap_size']);

/** The parts of a machine that a system monitor needs. */
export interface MonitorParts {
  readonly memory: LinearMemory;
  readonly now: () => number;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly tracing: Tracing;
}

/** `erlang:system_monitor/2`, and `trace:system/3` of OTP 27: one monitor for each session of tracing. */
export class SystemMonitor implements Watcher {
  readonly #parts: MonitorParts;
  readonly #sender: TraceSender;
  readonly #monitors = new Map<TraceSession, Monitor>();
  /** Where and when the slice began that is under way. */
  #slice: { readonly context: number; readonly since: number; readonly place: Term } | undefined;
  /** By Contexts: the time that their collections which are under way have taken, and since when they go on. */
  readonly #collections = new Map<number, { taken: number; since: number }>();

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#sender = parts.tracing.sender;
  }

  /** What the monitor of a session is told of, and who that is; undefined if there is none, or it is gone. */
  of(session: TraceSession): { readonly tracer: Tracer; readonly settings: MonitorSettings } | undefined {
    this.#forgetEnded();
    return this.#monitors.get(session);
  }

  /** Sets the monitor of a session, or with undefined takes it away. */
  set(session: TraceSession, tracer: Tracer, settings: MonitorSettings | undefined): void {
    if (settings === undefined) this.#monitors.delete(session);
    else this.#monitors.set(session, { tracer, settings, long: new Set() });
    this.#forgetEnded();
    this.#refresh();
  }

  #forgetEnded(): void {
    for (const [session, { tracer }] of this.#monitors)
      if (session.isDestroyed || this.#sender.contextOf(tracer) === 0) this.#monitors.delete(session);
  }

  #refresh(): void {
    const { memory, tracing } = this.#parts;
    if (this.#has('longQueue')) memory.store(MachineRegister.tellsTaken, 1);
    if (this.#monitors.size === 0) tracing.unwatch(this);
    else tracing.watch(this);
  }

  #has(...names: readonly (keyof MonitorSettings)[]): boolean {
    return [...this.#monitors.values()].some(({ settings }) => names.some((name) => settings[name] !== undefined));
  }

  get flags(): number {
    let flags = 0;
    if (this.#has('longSchedule')) flags |= ProcessFlag.tracedRunning;
    if (this.#has('longGc', 'largeHeap')) flags |= ProcessFlag.tracedCollections;
    if (this.#has('longQueue')) flags |= ProcessFlag.tracedReceive;
    return flags;
  }

  happened(event: number, context: number): void {
    switch (event) {
      case TraceEvent.scheduledIn:
        this.#slice = { context, since: this.#parts.now(), place: this.#place(context) };
        break;
      case TraceEvent.scheduledOut:
        this.#sliceEnded(context);
        break;
      case TraceEvent.minorStart:
      case TraceEvent.majorStart:
        this.#collections.set(context, { taken: 0, since: this.#parts.now() });
        break;
      case TraceEvent.collectionLeft:
      case TraceEvent.collectionResumed: {
        const collection = this.#collections.get(context);
        if (collection === undefined) break;
        if (event === TraceEvent.collectionLeft) collection.taken += this.#parts.now() - collection.since;
        collection.since = this.#parts.now();
        break;
      }
      case TraceEvent.minorEnd:
      case TraceEvent.majorEnd:
        this.#collected(context);
        break;
      default:
    }
  }

  #sliceEnded(context: number): void {
    const slice = this.#slice;
    this.#slice = undefined;
    if (slice?.context !== context) return;
    const time = Math.floor(this.#parts.now() - slice.since);
    for (const monitor of this.#monitors.values()) {
      const { longSchedule } = monitor.settings;
      if (longSchedule === undefined || time < longSchedule) continue;
      this.#tell(monitor, context, 'long_schedule', () =>
        list([tuple(atom('timeout'), integer(time)), tuple(atom('in'), slice.place), tuple(atom('out'), this.#place(context))]),
      );
    }
  }

  /** The innermost function of a stack; undefined, as an atom, where there is none. */
  #place(context: number): Term {
    const frame = this.#parts.info.innermost(context);
    return frame === undefined ? atom('undefined') : tuple(atom(frame.module), atom(frame.function), integer(frame.arity));
  }

  #collected(context: number): void {
    const { info, memory, now } = this.#parts;
    const collection = this.#collections.get(context);
    this.#collections.delete(context);
    const load = (offset: number): number => memory.load(context + offset) >>> 0;
    const bytes = load(ContextOffset.heapEnd) - load(ContextOffset.heapStart) + load(ContextOffset.oldEnd) - load(ContextOffset.oldStart);
    const time = collection === undefined ? 0 : Math.floor(collection.taken + now() - collection.since);
    const items = (): Term[] =>
      collectionInfo(context, info).filter(
        (item) => item.kind === 'tuple' && item.elements[0]?.kind === 'atom' && COLLECTION_ITEMS.has(item.elements[0].name),
      );
    for (const monitor of this.#monitors.values()) {
      const { largeHeap, longGc } = monitor.settings;
      if (longGc !== undefined && time > longGc)
        this.#tell(monitor, context, 'long_gc', () => list([tuple(atom('timeout'), integer(time)), ...items()]));
      if (largeHeap !== undefined && bytes >>> 2 >= largeHeap) this.#tell(monitor, context, 'large_heap', () => list(items()));
    }
  }

  comes(context: number): void {
    const { memory, processes } = this.#parts;
    if ((memory.load(context + ContextOffset.flags) & ProcessFlag.mailbox) !== 0) return;
    const count = memory.load(context + ContextOffset.messageCount) + 1;
    const number = processes.number(context);
    for (const monitor of this.#monitors.values()) {
      const { longQueue } = monitor.settings;
      if (longQueue === undefined || count < longQueue.on || monitor.long.has(number)) continue;
      if (this.#tell(monitor, context, 'long_message_queue', () => boolean(true))) monitor.long.add(number);
    }
  }

  took(context: number): void {
    const { memory, processes } = this.#parts;
    const count = memory.load(context + ContextOffset.messageCount);
    const number = processes.number(context);
    for (const monitor of this.#monitors.values()) {
      const { longQueue } = monitor.settings;
      if (longQueue === undefined || count > longQueue.off || !monitor.long.delete(number)) continue;
      this.#tell(monitor, context, 'long_message_queue', () => boolean(false));
    }
  }

  suspended(context: number, controller: Term): void {
    for (const monitor of this.#monitors.values())
      if (monitor.settings.busyDistPort === true) this.#tell(monitor, context, 'busy_dist_port', () => controller);
  }

  idle(): void {
    // Who has ended in the middle of a slice or of a collection, or with a long mailbox, is of no interest any more.
    const { processes } = this.#parts;
    for (const { long } of this.#monitors.values()) for (const number of long) if (processes.find(number) === 0) long.delete(number);
    this.#collections.clear();
  }

  /** Sends `{monitor, Pid, Tag, Info}`; false if that would be of the monitor itself, or that is gone. */
  #tell({ tracer }: Monitor, context: number, tag: string, info: () => Term): boolean {
    const { processes } = this.#parts;
    if (processes.number(context) === tracer.number) return false;
    return this.#sender.deliver(tracer, (words) => [
      words.atom('monitor'),
      words.term(processes.pid(context)),
      words.atom(tag),
      words.term(info()),
    ]);
  }
}
