import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister, MessageOffset, smallTerm, TermTag, TraceEvent, TrapReason } from '@beamline/machine-model';
import type { Host } from '../io/host.js';
import { collectionInfo, type ProcessInfo } from '../processes/process-info.js';
import type { Processes } from '../processes/processes.js';
import { LOCAL_NODE } from '../terms/identifiers.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, integer, list, tuple } from '../terms/plain-terms.js';
import type { TermReader } from '../terms/term-reader.js';
import type { CallTimes } from './call-times.js';
import { hasOwnMessage, isTold, type MatchActions } from './match-actions.js';
import type { SequentialTracing } from './sequential-tracing.js';
import { INHERITS_BY_LINK, INHERITS_BY_SPAWN, TraceFlag } from './trace-flags.js';
import type { TraceMatch } from './trace-match.js';
import type { TraceSender } from './trace-sender.js';
import type { Tracee, TraceSession } from './trace-session.js';
import type { TraceWords } from './trace-words.js';
import type { Tracees } from './tracees.js';

/** Bytes of a word. */
const WORD = 4;
const RUNNING = TraceFlag.running | TraceFlag.running_procs;
const IDENTIFIER_EVENTS: ReadonlyMap<number, string> = new Map([
  [TraceEvent.link, 'link'],
  [TraceEvent.unlink, 'unlink'],
  [TraceEvent.gettingLinked, 'getting_linked'],
  [TraceEvent.gettingUnlinked, 'getting_unlinked'],
  [TraceEvent.register, 'register'],
  [TraceEvent.unregister, 'unregister'],
  [TraceEvent.exit, 'exit'],
]);
const COLLECTION_EVENTS: ReadonlyMap<number, string> = new Map([
  [TraceEvent.minorStart, 'gc_minor_start'],
  [TraceEvent.minorEnd, 'gc_minor_end'],
  [TraceEvent.majorStart, 'gc_major_start'],
  [TraceEvent.majorEnd, 'gc_major_end'],
]);

interface EventTracingParts {
  readonly memory: LinearMemory;
  readonly host: Host;
  readonly kernel: KernelExports;
  readonly processes: Processes;
  readonly info: ProcessInfo;
  readonly reader: TermReader;
  readonly tracees: Tracees;
  readonly sender: TraceSender;
  readonly actions: MatchActions;
  readonly sequential: SequentialTracing;
  readonly times: CallTimes;
}

/** What the kernel tells of traced processes. */
export class EventTracing {
  readonly #parts: EventTracingParts;
  /** By numbers of processes: addresses of messages that have come and have not been told. */
  readonly #arrived = new Map<number, number[]>();

  constructor(parts: EventTracingParts) {
    this.#parts = parts;
  }

  /** The running process sends a message; the token that this is to carry, 0 for none. */
  sent(context: number, to: number, message: number, isKnown: boolean): number {
    const { sender, sequential, reader } = this.#parts;
    this.#each(context, TraceFlag.send, (tracee, session) => {
      this.#matched(context, session, session.sendMatch, [to, message], (own) => {
        sender.send(context, tracee, (words) => [words.atom(isKnown ? 'send' : 'send_to_non_existing_process'), message, to, ...own]);
      });
    });
    return isKnown ? sequential.sent(context, reader.readOr(to, { kind: 'atom', name: 'undefined' }), message) : 0;
  }

  /** A message, by its address, comes for a process: that is told when the process looks at what has come, as in OTP. */
  comes(context: number, message: number): void {
    const { memory, processes, sender } = this.#parts;
    if (sender.isSending || !this.#isTraced(context, TraceFlag.receive)) return;
    memory.store(MachineRegister.tellsTaken, 1);
    const number = processes.number(context);
    const waiting = this.#arrived.get(number);
    if (waiting === undefined) this.#arrived.set(number, [message]);
    else waiting.push(message);
  }

  #isTraced(context: number, flag: number): boolean {
    const { processes, tracees } = this.#parts;
    const number = processes.number(context);
    return tracees.sessions.some(({ tracees: own }) => ((own.get(number)?.flags ?? 0) & flag) !== 0);
  }

  /** The running process has taken a message, which has been unlinked. */
  took(context: number, message: number): void {
    const waiting = this.#arrived.get(this.#parts.processes.number(context));
    if (waiting?.includes(message) === true) this.#look(context, message);
  }

  /** A process looks at all that has come. What was taken out of the mailbox otherwise meanwhile is not told. */
  #look(context: number, taken = 0): void {
    const { memory, processes } = this.#parts;
    const number = processes.number(context);
    const waiting = this.#arrived.get(number);
    if (waiting === undefined) return;
    this.#arrived.delete(number);
    const there = new Set<number>([taken]);
    for (
      let message = memory.load(context + ContextOffset.mailboxFirst);
      message !== 0;
      message = memory.load(message + MessageOffset.next)
    )
      there.add(message);
    for (const message of waiting) if (there.has(message)) this.#received(context, memory.load(message + MessageOffset.term));
  }

  #received(context: number, message: number): void {
    const { sender } = this.#parts;
    this.#each(context, TraceFlag.receive, (tracee, session) => {
      const args = sender.words.use(() => [sender.words.atom(LOCAL_NODE), sender.words.atom('undefined'), message]);
      this.#matched(context, session, session.receiveMatch, args, (own) => {
        sender.send(context, tracee, (words) => [words.atom('receive'), message, ...own]);
      });
    });
  }

  /** Calls a function with what a specification has to say, unless there is nothing to tell. */
  #matched(
    context: number,
    session: TraceSession,
    match: TraceMatch | undefined | null,
    args: readonly number[],
    tell: (own: readonly number[]) => void,
  ): void {
    if (match === null) return;
    if (match === undefined) {
      tell([]);
      return;
    }
    const { actions, kernel, sender } = this.#parts;
    sender.words.use(() => {
      const outcome = actions.run(
        { session, context, callers: () => [] },
        () => kernel.runTraceMatch(match.program, sender.words.list(args)) !== 0,
      );
      if (outcome !== undefined && isTold(outcome)) tell(hasOwnMessage(outcome) ? [outcome.message] : []);
    });
  }

  /** A process has made another one; `list` is 0 for a fun in place of the module. */
  spawned(parent: number, child: number, module: number, name: number, list: number, isLinked: boolean): void {
    const { sender, processes, tracees } = this.#parts;
    const number = processes.number(child);
    const told = (words: TraceWords): number =>
      list === 0
        ? words.tuple([words.atom('erlang'), words.atom('apply'), words.list([module, TermTag.nil])])
        : words.tuple([module, name, list]);
    for (const session of [...tracees.sessions]) {
      const own = processes.number(parent);
      if (session.future.processes !== undefined) tracees.set(session, number, { ...session.future.processes });
      const tracee = tracees.of(session, own);
      if (tracee === undefined) {
        this.#begins(session, parent, child, told, isLinked);
        continue;
      }
      const inherits = (tracee.flags & INHERITS_BY_SPAWN) !== 0 || (isLinked && (tracee.flags & INHERITS_BY_LINK) !== 0);
      if ((tracee.flags & TraceFlag.procs) !== 0) {
        sender.send(parent, tracee, (words) => [words.atom('spawn'), words.term(processes.pid(child)), told(words)]);
      }
      const isSingle = (tracee.flags & (TraceFlag.set_on_first_spawn | (isLinked ? TraceFlag.set_on_first_link : 0))) !== 0;
      const flags = isSingle ? tracee.flags & ~(INHERITS_BY_SPAWN | INHERITS_BY_LINK) : tracee.flags;
      if (isLinked && (tracee.flags & TraceFlag.procs) !== 0)
        sender.send(parent, tracee, (words) => [words.atom('link'), words.term(processes.pid(child))]);
      if (inherits) {
        tracees.set(session, number, { ...tracee, flags });
        if (isSingle) tracees.set(session, own, { ...tracee, flags });
      }
      this.#begins(session, parent, child, told, isLinked);
    }
  }

  /** A new process tells of its start. */
  #begins(session: TraceSession, parent: number, child: number, told: (words: TraceWords) => number, isLinked: boolean): void {
    const { sender, processes, tracees } = this.#parts;
    const heir = tracees.of(session, processes.number(child));
    if (heir === undefined || (heir.flags & TraceFlag.procs) === 0) return;
    sender.send(child, heir, (words) => [words.atom('spawned'), words.term(processes.pid(parent)), told(words)]);
    if (isLinked) sender.send(child, heir, (words) => [words.atom('getting_linked'), words.term(processes.pid(parent))]);
  }

  /** Something has happened to a process: a `TraceEvent`, with a term that belongs to it. */
  happened(event: number, context: number, term: number): void {
    const name = IDENTIFIER_EVENTS.get(event);
    if (name !== undefined) {
      this.#each(context, TraceFlag.procs, (tracee) => {
        this.#parts.sender.send(context, tracee, (words) => [words.atom(name), term]);
      });
      if (event === TraceEvent.exit) this.#ended(context);
      return;
    }
    if (event === TraceEvent.scheduledIn || event === TraceEvent.scheduledOut) this.#scheduled(event, context, term);
    else if (COLLECTION_EVENTS.has(event)) this.#collected(event, context);
  }

  #ended(context: number): void {
    const { processes, sender, times, tracees } = this.#parts;
    this.#each(context, TraceFlag.exiting, (tracee) => {
      sender.send(context, tracee, (words) => [words.atom('out_exited'), smallTerm(0)]);
    });
    const number = processes.number(context);
    times.forget(number);
    this.#arrived.delete(number);
    tracees.ending(number);
  }

  #scheduled(event: number, context: number, trap: number): void {
    const { info, processes, sender, times } = this.#parts;
    const number = processes.number(context);
    const isIn = event === TraceEvent.scheduledIn;
    if (isIn) times.goOn(context, number);
    else times.pause(context, number);
    // Its end is told when it ends.
    if (!isIn && (trap === TrapReason.finished || trap === TrapReason.failed || trap === TrapReason.exited)) return;
    if (!isIn && trap === TrapReason.waiting) this.#look(context);
    this.#each(context, RUNNING, (tracee) => {
      const name = isIn ? 'in' : 'out';
      sender.send(context, tracee, (words) => {
        const place = info.value(context, 'current_function');
        const scheduler = (tracee.flags & TraceFlag.scheduler_id) === 0 ? [] : [smallTerm(1)];
        return [words.atom(name), ...scheduler, place?.kind === 'tuple' ? words.term(place) : smallTerm(0)];
      });
    });
    if (!isIn) return;
    const isWokenByMessage = this.#arrived.has(number);
    this.#look(context);
    if (!isWokenByMessage && this.#isTimeOver(context)) {
      this.#each(context, TraceFlag.receive, (tracee) => {
        sender.send(context, tracee, (words) => [words.atom('receive'), words.atom('timeout')]);
      });
    }
  }

  /** True for a process that goes on since the time of its `receive` is over. */
  #isTimeOver(context: number): boolean {
    const { memory, host } = this.#parts;
    if (memory.load(context + ContextOffset.pending) !== TrapReason.waiting) return false;
    const at = memory.view.getFloat64(context + ContextOffset.timeoutAt, true);
    return at !== 0 && host.now() >= at;
  }

  #collected(event: number, context: number): void {
    const { sender, info } = this.#parts;
    const name = COLLECTION_EVENTS.get(event) ?? '';
    this.#each(context, TraceFlag.garbage_collection, (tracee) => {
      sender.send(context, tracee, (words) => [
        words.atom(name),
        words.term(list([tuple(atom('wordsize'), integer(WORD)), ...collectionInfo(context, info)])),
      ]);
    });
  }

  /** Calls a function for each session that traces something of a process. */
  #each(context: number, flag: number, tell: (tracee: Tracee, session: TraceSession) => void): void {
    const { processes, tracees } = this.#parts;
    const number = processes.number(context);
    for (const session of [...tracees.sessions]) {
      const tracee = tracees.of(session, number);
      if (tracee !== undefined && (tracee.flags & flag) !== 0) tell(tracee, session);
    }
  }
}
