import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister, ProcessFlag } from '@beamline/machine-model';
import type { Processes } from '../processes/processes.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { INHERITS_BY_LINK, INHERITS_BY_SPAWN, TraceFlag } from './trace-flags.js';
import { type Tracee, type Tracer, TraceSession } from './trace-session.js';

const LIFE = TraceFlag.procs | TraceFlag.exiting | INHERITS_BY_SPAWN | INHERITS_BY_LINK;
const RUNNING = TraceFlag.running | TraceFlag.running_procs | TraceFlag.exiting;
const KERNEL_FLAGS =
  ProcessFlag.tracedLife |
  ProcessFlag.tracedReceive |
  ProcessFlag.tracedSend |
  ProcessFlag.tracedRunning |
  ProcessFlag.tracedCollections |
  ProcessFlag.tracedQueueing;

/** Which processes are traced, in which sessions. What the kernel has to tell of each is in its flags. */
export class Tracees {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #processes: Processes;
  /** The session of `erlang:trace/3`, then those that programs have made. */
  readonly sessions: TraceSession[] = [new TraceSession('default', 0, undefined)];
  /** Processes whose slices must be told, as the time of their calls is measured. */
  readonly measured: Set<number> = new Set();
  /** Bits of `ProcessFlag` that all processes have, whether they are traced or not. */
  #common = 0;
  #lastSession = 0;
  #tracesFuture = false;
  /** Numbers of processes that were traced and have ended. */
  readonly #ended = new Set<number>();

  constructor(memory: LinearMemory, kernel: KernelExports, processes: Processes) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#processes = processes;
  }

  /** The session of `erlang:trace/3`. */
  get default(): TraceSession {
    return this.sessions[0] as TraceSession;
  }

  /** Makes a session. */
  add(name: string, tracer: Tracer): TraceSession {
    const session = new TraceSession(name, ++this.#lastSession, tracer);
    this.sessions.push(session);
    return session;
  }

  /** Ends a session: it traces nothing any more. */
  remove(session: TraceSession): void {
    session.isDestroyed = true;
    this.sessions.splice(this.sessions.indexOf(session), 1);
    for (const number of [...session.tracees.keys()]) this.set(session, number, undefined);
  }

  /** How a process is traced in a session; undefined if it is not, or its tracer is gone. */
  of(session: TraceSession, number: number): Tracee | undefined {
    const tracee = session.tracees.get(number);
    if (tracee === undefined) return undefined;
    const tracer = this.#processes.find(tracee.tracer.number);
    if (tracer !== 0 && !this.#processes.isEnding(tracer)) return tracee;
    this.set(session, number, undefined);
    return undefined;
  }

  /** Sets how a process is traced in a session. */
  set(session: TraceSession, number: number, tracee: Tracee | undefined): void {
    if (tracee === undefined || tracee.flags === 0) session.tracees.delete(number);
    else session.tracees.set(number, tracee);
    this.update(number);
  }

  /** Sets how processes to come are traced in a session. */
  setFuture(session: TraceSession, tracee: Tracee | undefined): void {
    session.future.processes = tracee;
    this.#tracesFuture = this.sessions.some(({ future }) => future.processes !== undefined);
    // Whoever makes one has to tell.
    this.#updateAll();
  }

  /** Gives all processes, those to come too, bits of `ProcessFlag`, and takes away those that they had of it. */
  setCommon(flags: number): void {
    // A process that makes another one has to tell, so that this gets them.
    this.#common = flags === 0 ? 0 : flags | ProcessFlag.tracedLife;
    this.#updateAll();
  }

  #updateAll(): void {
    for (const context of this.#processes.all()) this.update(this.#processes.number(context));
  }

  /** A process ends: it is forgotten when it is gone. */
  ending(number: number): void {
    for (const each of this.#ended) if (this.#processes.find(each) === 0) this.#forget(each);
    this.#ended.add(number);
  }

  #forget(number: number): void {
    this.#ended.delete(number);
    for (const session of this.sessions) session.tracees.delete(number);
    this.measured.delete(number);
  }

  /** Has the kernel tell what the flags of a process want to know. */
  update(number: number): void {
    const context = this.#processes.find(number);
    if (context === 0) return;
    let bits = 0;
    for (const { tracees } of this.sessions) bits |= tracees.get(number)?.flags ?? 0;
    let flags = 0;
    const hasToken = this.#memory.load(context + ContextOffset.traceToken) !== 0;
    if ((bits & LIFE) !== 0 || hasToken || this.#tracesFuture) flags |= ProcessFlag.tracedLife;
    if ((bits & TraceFlag.receive) !== 0) flags |= ProcessFlag.tracedReceive;
    if ((bits & TraceFlag.send) !== 0 || hasToken) flags |= ProcessFlag.tracedSend;
    if ((bits & (RUNNING | TraceFlag.receive)) !== 0 || this.measured.has(number)) flags |= ProcessFlag.tracedRunning;
    if ((bits & TraceFlag.garbage_collection) !== 0) flags |= ProcessFlag.tracedCollections;
    flags |= this.#common;
    const before = this.#memory.load(context + ContextOffset.flags);
    this.#memory.store(context + ContextOffset.flags, (before & ~KERNEL_FLAGS) | flags);
    if (context === this.#memory.load(MachineRegister.context)) this.#kernel.refreshTracedSlice();
  }
}
