import type { Term } from '@beamline/beam-file';
import { ContextOffset, ProcessFlag, smallTerm, TraceEvent, TrapReason } from '@beamline/machine-model';
import type { ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import type { Tracer } from './trace-session.js';
import type { TraceWords } from './trace-words.js';
import type { Tracing } from './tracing.js';
import type { Watcher } from './watcher.js';

/** What a profiler is told. Ports have no queue of their own here: of those nothing is told. */
export interface ProfileSettings {
  /** A process can run, or no longer. */
  readonly processes: boolean;
  /** The scheduler has something to do, or no longer. */
  readonly scheduler: boolean;
  /** A bit of `TraceFlag`: what stamps the messages. */
  readonly stamp: number;
}

/** The parts of a machine that profiling needs. */
export interface ProfileParts {
  readonly memory: LinearMemory;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly tracing: Tracing;
}

const ENDED: ReadonlySet<number> = new Set([TrapReason.finished, TrapReason.failed, TrapReason.exited]);
const RESTING: ReadonlySet<number> = new Set([TrapReason.waiting, TrapReason.blocked, TrapReason.hibernating]);

/** `erlang:system_profile/2`. */
export class SystemProfile implements Watcher {
  readonly #parts: ProfileParts;
  readonly #tracer: Tracer;
  readonly #settings: ProfileSettings;
  /** Numbers of the processes that can run, as far as that was told. */
  readonly #active = new Set<number>();
  #isSchedulerActive = true;

  constructor(parts: ProfileParts, tracer: Tracer, settings: ProfileSettings) {
    this.#parts = parts;
    this.#tracer = tracer;
    this.#settings = settings;
    const { memory, processes } = parts;
    for (const context of processes.all()) {
      const isQueued = (memory.load(context + ContextOffset.flags) & ProcessFlag.queued) !== 0;
      if (isQueued || processes.isRunning(context)) this.#active.add(processes.number(context));
    }
  }

  get flags(): number {
    const { processes, scheduler } = this.#settings;
    return (processes || scheduler ? ProcessFlag.tracedRunning : 0) | (processes ? ProcessFlag.tracedQueueing : 0);
  }

  happened(event: number, context: number, term: number): void {
    const { processes } = this.#parts;
    const number = processes.number(context);
    // What the profiler does is not told: that would never end.
    if (number === this.#tracer.number) return;
    if (event === TraceEvent.scheduledIn) this.#schedulerRuns();
    if (!this.#settings.processes) return;
    if (event === TraceEvent.queued) {
      if (!this.#active.has(number)) this.#tell(context, true);
    } else if (event === TraceEvent.scheduledOut && this.#rests(context, term)) {
      this.#tell(context, false, ENDED.has(term));
    }
  }

  /** True for a process whose slice was over by a reason, and that cannot run on. */
  #rests(context: number, trap: number): boolean {
    const load = (offset: number): number => this.#parts.memory.load(context + offset);
    if (ENDED.has(trap)) return true;
    return (RESTING.has(trap) || load(ContextOffset.suspended) !== 0) && load(ContextOffset.exitSignal) === 0;
  }

  #tell(context: number, isActive: boolean, isEnded = false): void {
    const { info, processes } = this.#parts;
    const number = processes.number(context);
    if (isActive) this.#active.add(number);
    else this.#active.delete(number);
    const place: Term | undefined = isEnded ? undefined : info.value(context, 'current_function');
    this.#send((words) => [
      words.term(processes.pid(context)),
      words.atom(isActive ? 'active' : 'inactive'),
      place?.kind === 'tuple' ? words.term(place) : smallTerm(0),
    ]);
  }

  #schedulerRuns(): void {
    if (this.#isSchedulerActive || !this.#settings.scheduler) return;
    this.#tellScheduler(true);
  }

  idle(): void {
    if (this.#isSchedulerActive && this.#settings.scheduler) this.#tellScheduler(false);
  }

  #tellScheduler(isActive: boolean): void {
    this.#isSchedulerActive = isActive;
    this.#send((words) => [
      words.atom('scheduler'),
      smallTerm(1),
      words.atom(isActive ? 'active' : 'inactive'),
      smallTerm(isActive ? 1 : 0),
    ]);
  }

  /** Sends `{profile, …, Time}`; ends the profile if the profiler is gone. */
  #send(parts: (words: TraceWords) => readonly number[]): void {
    const { tracing } = this.#parts;
    const { sender } = tracing;
    const isSent = sender.deliver(this.#tracer, (words) => [words.atom('profile'), ...parts(words), sender.stamp(this.#settings.stamp)]);
    if (!isSent) tracing.unwatch(this);
  }

  comes(): void {
    // Messages are of no interest.
  }

  took(): void {
    // As above.
  }

  suspended(): void {
    // Its slice ends, which tells it.
  }
}
