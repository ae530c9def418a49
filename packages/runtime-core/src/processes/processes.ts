import type { PidTerm, Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import {
  ContextOffset,
  ExceptionClass,
  MachineRegister,
  MessageOffset,
  PORT_NUMBER_FLAG,
  ProcessFlag,
  RESUME_POINT_BITS,
  TermTag,
  TrapReason,
} from '@beamline/machine-model';
import type { HostError } from '../bifs/host-error.js';
import { SystemLimitError } from '../system-limit-error.js';
import type { AtomTable } from '../terms/atom-table.js';
import { isOfThisNode, pidNumber, pidTerm, portTerm } from '../terms/identifiers.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, NIL, tuple } from '../terms/plain-terms.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import { ErlangError, type StackFrame } from './erlang-error.js';
import { causeInfo, findCause } from './error-causes.js';
import { Relations } from './relations.js';
import type { StackTraces } from './stack-traces.js';

const exceptionClasses = ['error', 'exit', 'throw'] as const;

/** A destination of messages: a pid, a registered name, or an alias. */
export type Destination = Term;

/** The outcome of a host BIF that a process was waiting for. */
export type Outcome = { readonly value: Term } | Failure;

/** The exception with which a host BIF fails. */
export interface Failure {
  readonly exceptionClass: 'error' | 'exit' | 'throw';
  readonly reason: Term;
  /** True for what OTP's BIFs fail with too: the stack trace has `error_info`. */
  readonly isDescribed?: boolean;
  /** What `error_info` says beyond that. */
  readonly detail?: Term | undefined;
  /** The module that tells that in words, if it is not `erl_erts_errors`. */
  readonly describing?: Term | undefined;
  /** What was thrown in JavaScript: the stack trace refers to it. */
  readonly cause?: HostError;
}

/** The module of OTP that explains the failures of BIFs. */
const ERRORS = atom('erl_erts_errors');

/** The class of a failure as the kernel takes it. */
export function classWord({ exceptionClass }: Failure): number {
  return ExceptionClass[exceptionClass];
}

/** What the stack trace says of a failure, as the kernel takes it: an `exceptionInfo`, on the heap of the running process. */
export function infoWord({ isDescribed, detail, describing = ERRORS, cause }: Failure, writer: TermWriter): number {
  if (cause !== undefined) return writer.toHeap(causeInfo(cause));
  if (detail !== undefined)
    return writer.toHeap({
      kind: 'map',
      pairs: [
        [atom('cause'), detail],
        [atom('module'), describing],
      ],
    });
  return isDescribed === true ? 1 : 0;
}

/** The processes of a machine as the host sees them: by their Contexts. */
export class Processes {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #atoms: AtomTable;
  readonly #reader: TermReader;
  readonly #writer: TermWriter;
  readonly #scratch: ScratchHeap;
  readonly #traces: StackTraces;
  /** What processes have with each other. */
  readonly relations: Relations;
  /** Number of the process that is the group leader of new processes; 0 to make each its own. */
  groupLeader = 0;
  /** Numbers of the processes without which OTP cannot go on, and that it leaves alone when it stops. */
  readonly systemNumbers: Set<number> = new Set();
  /** Destination of the machine's reports: a pid, the name `logger`, or `undefined` for none (`erlang:system_flag(system_logger, …)`). */
  systemLogger: Term = { kind: 'atom', name: 'logger' };

  constructor(
    memory: LinearMemory,
    kernel: KernelExports,
    atoms: AtomTable,
    reader: TermReader,
    writer: TermWriter,
    scratch: ScratchHeap,
    traces: StackTraces,
  ) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#atoms = atoms;
    this.#reader = reader;
    this.#writer = writer;
    this.#scratch = scratch;
    this.#traces = traces;
    this.relations = new Relations(memory, kernel, reader, this);
  }

  /**
   * A new process that will enter the function at a table index, not yet started. A watched one stays when it has ended, until it
   * is freed. Throws TermConversionError, SystemLimitError.
   */
  create(index: number, name: { module: string; function: string }, args: readonly Term[], watched: boolean): number {
    const memory = this.#memory;
    const bytes = this.#writer.size(args);
    const context = this.#kernel.createProcess(index, args.length, bytes) >>> 0;
    if (context === 0) throw new SystemLimitError('the machine has reached its limit of processes', 'processes');
    const heap = memory.load(context + ContextOffset.heapTop);
    memory.store(context + ContextOffset.heapTop, heap + bytes);
    let words: number[];
    try {
      words = this.#scratch.withHeapOf(context, () => this.#writer.write(args, heap));
    } catch (error) {
      this.#kernel.destroyProcess(context);
      throw error;
    }
    const saved = memory.load(context + ContextOffset.savedX);
    words.forEach((word, i) => {
      memory.store(saved + 4 * i, word);
    });
    if (watched) memory.store(context + ContextOffset.flags, ProcessFlag.watched);
    memory.store(
      context + ContextOffset.groupLeader,
      ((this.groupLeader === 0 ? this.number(context) : this.groupLeader) << 4) | TermTag.pid,
    );
    this.#atoms.withSpare(() => {
      memory.store(context + ContextOffset.initialModule, this.#atoms.term(name.module));
      memory.store(context + ContextOffset.initialFunction, this.#atoms.term(name.function));
    });
    memory.store(context + ContextOffset.initialArity, args.length);
    return context;
  }

  /** Takes back a process that was created and not started. */
  destroy(context: number): void {
    this.#kernel.destroyProcess(context);
  }

  /** Starts a process that was created. */
  start(context: number): void {
    this.#kernel.makeRunnable(context);
  }

  /** Number of a process. Numbers are not used again for a long time. */
  number(context: number): number {
    return this.#memory.load(context + ContextOffset.processId);
  }

  /** Contexts of all processes, mailboxes excepted. */
  all(): number[] {
    const memory = this.#memory;
    const table = memory.load(MachineRegister.processTable);
    const contexts: number[] = [];
    for (let i = 0; i < memory.load(MachineRegister.processCapacity); i++) {
      const context = memory.load(table + 4 * i) >>> 0;
      if (context !== 0 && (memory.load(context + ContextOffset.flags) & ProcessFlag.mailbox) === 0) contexts.push(context);
    }
    return contexts;
  }

  /** Pid of a process, or the port that it is. */
  pid(context: number): Term {
    const number = this.number(context);
    return (number & PORT_NUMBER_FLAG) === 0 ? pidTerm(number) : portTerm(number & ~PORT_NUMBER_FLAG);
  }

  /** Context of the process with that number; 0 if there is none. */
  find(number: number): number {
    return this.#kernel.processOf(number) >>> 0;
  }

  /** Context of the process of a pid; 0 if it has ended. */
  contextOf(pid: PidTerm): number {
    const context = isOfThisNode(pid) ? this.find(pidNumber(pid)) : 0;
    return context === 0 || this.isEnding(context) ? 0 : context;
  }

  /** Context of the process with a registered name; 0 if there is none. */
  named(name: string): number {
    return this.#kernel.processNamed(this.#atoms.term(name)) >>> 0;
  }

  /** Sends a message; returns false if the destination is not one, or a name that is not registered. Throws TermConversionError. */
  send(to: Destination, message: Term): boolean {
    let sent = false;
    this.#scratch.withTerm({ kind: 'tuple', elements: [to, message] }, (pair) => {
      const at = (pair >>> 0) - TermTag.boxed;
      sent = this.#kernel.sendFromHost(this.#memory.load(at + 4), this.#memory.load(at + 8)) !== 0;
    });
    return sent;
  }

  /** Sends a message that its destination waits for: without the memory for it that ends, if it is a process. */
  sendOrEnd(to: Destination, message: Term): void {
    try {
      this.send(to, message);
    } catch (error) {
      if (!(error instanceof SystemLimitError)) throw error;
      const context = to.kind === 'pid' ? this.find(pidNumber(to)) : to.kind === 'atom' ? this.named(to.name) : 0;
      if (context !== 0) this.end(context, 'system_limit');
    }
  }

  /** Ends a process with an exit signal that it cannot trap. */
  exit(context: number, reason: Term): void {
    this.#scratch.withTerm(reason, (word) => {
      this.#kernel.setExitSignal(context, word);
    });
  }

  /** Ends a process with an atom as the reason, which takes no memory. */
  end(context: number, reason: 'system_limit' | 'internal_error'): void {
    this.#kernel.setExitSignal(
      context,
      this.#atoms.withSpare(() => this.#atoms.term(reason)),
    );
  }

  /** Ends all processes, mailboxes excepted, as `exit` does one. */
  exitAll(reason: Term): void {
    this.#scratch.withTerm(reason, (word) => {
      for (const context of this.all()) this.#kernel.setExitSignal(context, word);
    });
  }

  /** Has a process not run any more, but to end. */
  suspend(context: number): void {
    this.#memory.store(context + ContextOffset.suspended, this.#memory.load(context + ContextOffset.suspended) + 1);
  }

  /** Takes back a `suspend`. */
  resume(context: number): void {
    const times = this.#memory.load(context + ContextOffset.suspended);
    if (times > 0) this.#memory.store(context + ContextOffset.suspended, times - 1);
    if (times === 1) this.#kernel.makeRunnable(context);
  }

  /** Number of the process that made a process; 0 if nobody did. */
  parent(context: number): number {
    return this.#memory.load(context + ContextOffset.parent) >>> 4;
  }

  /** Result of a process that has finished. */
  result(context: number): Term {
    return this.#reader.read(this.#memory.load(context + ContextOffset.result));
  }

  /** The exception that ended a process. */
  failure(context: number): ErlangError {
    const memory = this.#memory;
    const reason = this.#reader.read(memory.load(context + ContextOffset.result));
    const exceptionClass = exceptionClasses[memory.load(context + ContextOffset.exitClass)] ?? 'error';
    const trace = memory.load(context + ContextOffset.exitTrace);
    const frames = trace === 0 ? [] : this.#traces.frames(trace);
    const cause = findCause(frames, reason);
    return new ErlangError(exceptionClass, reason, frames, cause === undefined ? undefined : { cause: cause.thrown });
  }

  /** Frees a watched process that has ended. */
  free(context: number): void {
    this.#kernel.freeProcess(context);
  }

  /** Makes the running process wait for a host BIF, whose arguments are in X. Returns the function to call with the outcome. */
  suspendRunning(bif: number, arity: number, sp: number): (outcome: Outcome) => void {
    const memory = this.#memory;
    const context = memory.load(MachineRegister.context);
    const number = this.number(context);
    memory.store(context + ContextOffset.asyncBif, bif);
    memory.store(MachineRegister.trapReason, TrapReason.blocked);
    memory.store(MachineRegister.trapSp, sp);
    memory.store(MachineRegister.trapFunction, 0);
    memory.store(MachineRegister.trapSite, 0);
    memory.store(MachineRegister.trapFrame, arity);
    return (outcome) => {
      if (this.find(number) !== context || memory.load(context + ContextOffset.pending) !== TrapReason.blocked) return;
      const failed = 'reason' in outcome;
      let word: number;
      let info = 0;
      try {
        word = this.#scratch.writeFor(context, failed ? outcome.reason : outcome.value);
        if (failed) info = this.#scratch.withHeapOf(context, () => infoWord(outcome, this.#writer));
      } catch (error) {
        // There is no memory for it, or it is not a term.
        this.end(context, error instanceof SystemLimitError ? 'system_limit' : 'internal_error');
        return;
      }
      memory.store(context + ContextOffset.result, word);
      if (failed) {
        memory.store(context + ContextOffset.exitClass, classWord(outcome));
        memory.store(context + ContextOffset.exitTrace, info);
      }
      this.#kernel.unblock(context, failed ? TrapReason.failBif : TrapReason.resume);
    };
  }

  /** What becomes of a process that waits for a module: it calls its function again, or ends for want of memory. */
  waitingForModule(context: number): { reenter(): void; end(): void } {
    const number = this.number(context);
    const isWaiting = (): boolean =>
      this.find(number) === context && this.#memory.load(context + ContextOffset.pending) === TrapReason.blocked;
    return {
      reenter: () => {
        if (isWaiting()) this.#kernel.unblock(context, TrapReason.call);
      },
      end: () => {
        if (isWaiting()) this.end(context, 'system_limit');
      },
    };
  }

  /** A mailbox of the host: a process without code. */
  createMailbox(): number {
    const context = this.#kernel.createProcess(0, 0, 0) >>> 0;
    if (context === 0) throw new SystemLimitError('the machine has reached its limit of processes', 'processes');
    this.#memory.store(context + ContextOffset.flags, ProcessFlag.mailbox);
    this.#memory.store(context + ContextOffset.pending, TrapReason.none);
    return context;
  }

  /** A port, which is a mailbox of another kind. Throws SystemLimitError. */
  createPort(): number {
    const context = this.createMailbox();
    this.#kernel.makePort(context);
    return context;
  }

  /** Ends a port: who is linked to it gets an exit signal with the reason. */
  closePort(context: number, reason: Term): void {
    this.#scratch.withTerm(reason, (word) => {
      this.#kernel.closePort(context, word);
    });
  }

  /** Has a mailbox be told when a process, given by its pid or name, ends; false if there is none. */
  monitor(mailbox: number, process: Term): boolean {
    const context = process.kind === 'pid' ? this.contextOf(process) : process.kind === 'atom' ? this.named(process.name) : 0;
    if (context === 0) return false;
    this.#kernel.monitor(mailbox, context, 0, 0, 0);
    return true;
  }

  /** Links two processes. */
  link(context: number, other: number): void {
    this.#kernel.link(context, other);
  }

  /** Takes all links from a process, which tells nobody. */
  unlinkAll(context: number): void {
    for (const other of this.relations.links(context)) {
      const linked = other.kind === 'pid' ? this.find(pidNumber(other)) : 0;
      if (linked !== 0) this.#kernel.unlink(context, linked);
    }
  }

  /** Sends an exit signal, as by a link. */
  sendExit(context: number, from: Term, reason: Term): void {
    if ((this.#memory.load(context + ContextOffset.flags) & (ProcessFlag.trapExit | ProcessFlag.mailbox)) !== 0) {
      this.sendOrEnd(this.pid(context), tuple(atom('EXIT'), from, reason));
      return;
    }
    this.#scratch.withTerm(reason, (word) => {
      this.#kernel.setExitSignal(context, word);
    });
  }

  /** Tells those who are linked to processes of another node that the connection is gone; takes back what processes there have set. */
  breakConnection(mailbox: number): void {
    this.#scratch.withTerm(NIL, () => {
      this.#kernel.breakConnectionTo(mailbox);
    });
  }

  /** Tells those who monitor processes of another node that the connection is gone. */
  breakMonitors(mailbox: number): void {
    this.#scratch.withTerm(NIL, () => {
      this.#kernel.breakMonitorsOf(mailbox);
    });
  }

  /** The registered name of a process; undefined if it has none. */
  registeredName(context: number): Term | undefined {
    const name = this.#memory.load(context + ContextOffset.name);
    return name === 0 ? undefined : this.#reader.read(name);
  }

  /** The group leader of a process. */
  leader(context: number): Term {
    const word = this.#memory.load(context + ContextOffset.groupLeader);
    return word === 0 ? this.pid(context) : this.#reader.read(word);
  }

  /** Sets the group leader of a process, by its number. */
  setGroupLeader(context: number, leader: number): void {
    this.#memory.store(context + ContextOffset.groupLeader, (leader << 4) | TermTag.pid);
  }

  /** Registers a process under a name that no other process has. */
  register(name: string, context: number): void {
    this.#kernel.nameProcess(context, this.#atoms.term(name));
  }

  /** Takes the first message out of a mailbox of the host; undefined if there is none. Throws TermTooLargeError. */
  take(context: number): Term | undefined {
    return this.#takeBy(context, (word) => this.#reader.read(word));
  }

  /** As `take`, but of a tuple that is too large to be read out the parts that are, too, are an atom. */
  takeParts(context: number): Term | undefined {
    return this.#takeBy(context, (word) => this.#reader.readParts(word, { kind: 'atom', name: 'system_limit' }));
  }

  #takeBy(context: number, read: (word: number) => Term): Term | undefined {
    const message = this.#memory.load(context + ContextOffset.mailboxFirst);
    if (message === 0) return undefined;
    try {
      return read(this.#memory.load(message + MessageOffset.term));
    } finally {
      this.#kernel.dropMessage(context);
    }
  }

  /** Closes a mailbox of the host. Processes that are linked to it or monitor it get the reason normal. */
  closeMailbox(context: number): void {
    try {
      this.#kernel.closeMailbox(context);
    } finally {
      this.#fillReserve();
    }
  }

  /** Ends the running process, whose slice an error of the engine has ended, with an atom as the reason. Returns its Context, 0 if none was running. */
  abandonRunning(reason: 'system_limit' | 'internal_error'): number {
    try {
      return this.#kernel.abandonRunning(this.#atoms.withSpare(() => this.#atoms.term(reason))) >>> 0;
    } finally {
      this.#fillReserve();
    }
  }

  #fillReserve(): void {
    try {
      this.#kernel.fillReserve();
    } catch {
      // The engine has no memory for it now. When the next process ends it is tried again.
      this.#kernel.wasRefused();
    }
  }

  /** Functions that wait in the stack of a process, innermost first: of a deep one no more than are asked for. */
  *callers(context: number): Generator<StackFrame, undefined, undefined> {
    if (context === 0) return undefined;
    for (const address of this.returnAddresses(context)) {
      const frame = this.#traces.frameAt(address);
      if (frame !== undefined) yield frame;
    }
    return undefined;
  }

  /** True for a process that has an exit signal. */
  isEnding(context: number): boolean {
    return this.#memory.load(context + ContextOffset.exitSignal) !== 0;
  }

  /** Context of the running process. */
  running(): number {
    return this.#memory.load(MachineRegister.context) >>> 0;
  }

  /** Number of processes. */
  count(): number {
    return this.#kernel.processes() >>> 0;
  }

  /** Greatest number of processes. */
  limit(): number {
    return this.#kernel.processLimit() >>> 0;
  }

  /** Number of processes that can run. */
  runnable(): number {
    return this.#kernel.runnableCount() >>> 0;
  }

  /** Sends a message to the running process. Throws TermConversionError. */
  sendToRunning(message: Term): void {
    const context = this.running();
    this.#scratch.withTerm(message, (word) => {
      this.#kernel.deliver(context, word);
    });
  }

  /** Writes a term to the heap of a process that does not run. Throws TermConversionError. */
  writeFor(context: number, term: Term): number {
    return this.#scratch.writeFor(context, term);
  }

  /** Collects the garbage of a process, unless it is running; always true. */
  collect(context: number): boolean {
    if (context === this.running()) return true;
    this.#kernel.collectOther(context, 1);
    return true;
  }

  /** Ends a collection of a process that is under way: before that its terms are in two places. */
  settle(context: number): void {
    this.#kernel.settleCollection(context);
  }

  /** The value of a key in the process dictionary; the atom undefined if there is none. */
  dictionaryValue(context: number, key: Term): Term {
    this.settle(context);
    const map = this.#memory.load(context + ContextOffset.dictionary);
    let value: Term = { kind: 'atom', name: 'undefined' };
    if (map === 0) return value;
    this.#scratch.withTerm(key, (word) => {
      const found = this.#kernel.mapFind(map, word) >>> 0;
      if (found !== 0) value = this.#reader.read(this.#memory.load(found));
    });
    return value;
  }

  /** True if a process has a table index between two in its stack, or enters one next. */
  isIn(context: number, first: number, end: number): boolean {
    const memory = this.#memory;
    const isInside = (at: number): boolean => {
      const index = this.#traces.aliases.get(at) ?? at;
      return index >= first && index < end;
    };
    const pending = memory.load(context + ContextOffset.pending);
    const enters =
      pending === TrapReason.call || pending === TrapReason.yield || pending === TrapReason.hibernating || pending === TrapReason.blocked;
    if (enters && isInside(memory.load(context + ContextOffset.pendingFunction))) return true;
    for (const address of this.returnAddresses(context)) if (isInside(address >>> (RESUME_POINT_BITS + 2))) return true;
    return false;
  }

  /** The flags of a process that are kept for it, a map; undefined if none was ever set. */
  options(context: number): Term | undefined {
    const options = this.#memory.load(context + ContextOffset.options);
    return options === 0 ? undefined : this.#reader.read(options);
  }

  /** A flag of a process that is kept for it; undefined if it was never set. */
  option(context: number, name: string): Term | undefined {
    const map = this.options(context);
    return map?.kind === 'map' ? map.pairs.find(([key]) => key.kind === 'atom' && key.name === name)?.[1] : undefined;
  }

  /** True for the process that runs. */
  isRunning(context: number): boolean {
    return this.#memory.load(context + ContextOffset.pending) === TrapReason.none && context === this.running();
  }

  /** Where the stack of a process begins. The running one is in a BIF, whose stack pointer is `trapSp`. */
  stackPointer(context: number): number {
    return (this.isRunning(context) ? this.#memory.load(MachineRegister.trapSp) : this.#memory.load(context + ContextOffset.e)) >>> 0;
  }

  /** Return addresses in the stack of a process, innermost first. */
  *returnAddresses(context: number): Generator<number, undefined, undefined> {
    const memory = this.#memory;
    const end = memory.load(context + ContextOffset.stackEnd) >>> 0;
    for (let at = this.stackPointer(context); at < end; at += 4) {
      const word = memory.load(at) >>> 0;
      if ((word & TermTag.primaryMask) === 0 && word !== 0) yield word;
    }
    return undefined;
  }

  /** Collections of a process so far. */
  collections(context: number): { minor: number; major: number } {
    return {
      minor: this.#memory.load(context + ContextOffset.minorCollections),
      major: this.#memory.load(context + ContextOffset.majorCollections),
    };
  }
}
