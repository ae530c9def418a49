import type { Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { ContextOffset, MachineRegister, MESSAGE_TOKEN_FLAG, MessageOffset, smallTerm, TermTag } from '@beamline/machine-model';
import type { Processes } from '../processes/processes.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, boolean, integer, NIL, tuple } from '../terms/plain-terms.js';
import { freshReference } from '../terms/resource-term.js';
import type { TermReader } from '../terms/term-reader.js';
import type { TermWriter } from '../terms/term-writer.js';
import { TraceFlag } from './trace-flags.js';
import type { TraceSender } from './trace-sender.js';
import type { Tracer } from './trace-session.js';
import type { Tracees } from './tracees.js';

/** Bits of a token's flags, by their names. */
const TOKEN_FLAGS = {
  send: 1,
  receive: 2,
  print: 4,
  timestamp: 8,
  strict_monotonic_timestamp: 16,
  monotonic_timestamp: 32,
} as const;

const STAMP_FLAGS: readonly (readonly [number, number])[] = [
  [TOKEN_FLAGS.timestamp, TraceFlag.timestamp],
  [TOKEN_FLAGS.strict_monotonic_timestamp, TraceFlag.strict_monotonic_timestamp],
  [TOKEN_FLAGS.monotonic_timestamp, TraceFlag.monotonic_timestamp],
];

/** A token: a tuple of five words. */
interface Token {
  readonly flags: number;
  /** A term. */
  readonly label: number;
  readonly serial: number;
  /** A pid. */
  readonly sender: number;
  readonly last: number;
}

/** What a new process will call. Without a list of arguments, a fun stands in place of the module. */
interface SpawnedFunction {
  readonly module: number;
  readonly list: number;
  readonly isLinked: boolean;
}

/** What a process counts. */
interface Count {
  clock: number;
  last: number;
}

interface SequentialTracingParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly reader: TermReader;
  readonly writer: TermWriter;
  readonly processes: Processes;
  readonly tracees: Tracees;
  readonly sender: TraceSender;
}

/** Tokens that go with messages from process to process (`seq_trace`). */
export class SequentialTracing {
  readonly #parts: SequentialTracingParts;
  readonly #counts = new Map<number, Count>();
  /** Who is told. */
  systemTracer: Tracer | undefined;

  constructor(parts: SequentialTracingParts) {
    this.#parts = parts;
  }

  /** The token of a process; undefined if it has none. */
  tokenOf(context: number): Token | undefined {
    const { memory } = this.#parts;
    const word = memory.load(context + ContextOffset.traceToken);
    if (word === 0) return undefined;
    const at = word - TermTag.boxed;
    const number = (i: number): number => memory.load(at + 4 * i) >> TermTag.integerShift;
    return { flags: number(1), label: memory.load(at + 8), serial: number(3), sender: memory.load(at + 16), last: number(5) };
  }

  /** The token as a term, `[]` if there is none. */
  tokenTerm(context: number): Term {
    const word = this.#parts.memory.load(context + ContextOffset.traceToken);
    return word === 0 ? NIL : this.#parts.reader.read(word);
  }

  /** An item of the token of the running process: `erlang:seq_trace_info/1`; undefined for no item. */
  item(name: string): Term | undefined {
    const { memory, reader } = this.#parts;
    const token = this.tokenOf(memory.load(MachineRegister.context));
    if (name === 'sequential_trace_token') return tuple(atom(name), this.tokenTerm(memory.load(MachineRegister.context)));
    if (name === 'label') return token === undefined ? NIL : tuple(atom(name), reader.read(token.label));
    if (name === 'serial') return token === undefined ? NIL : tuple(atom(name), tuple(integer(token.last), integer(token.serial)));
    const bit = flagOf(name);
    if (bit === undefined) return undefined;
    return tuple(atom(name), boolean(token !== undefined && (token.flags & bit) !== 0));
  }

  /** Sets an item of the token of the running process; what it was before, undefined for arguments that are none. */
  set(name: string, value: Term): Term | undefined {
    return this.#set(this.#parts.memory.load(MachineRegister.context), name, value);
  }

  /** As `set`, for a match specification; false for arguments that are none. */
  setQuietly(context: number, name: Term | undefined, value: Term | undefined): boolean {
    return name?.kind === 'atom' && value !== undefined && this.#set(context, name.name, value) !== undefined;
  }

  #set(context: number, name: string, value: Term): Term | undefined {
    const { reader, writer, processes } = this.#parts;
    if (name === 'sequential_trace_token') {
      if (value.kind !== 'nil') return undefined;
      const before = this.tokenTerm(context);
      this.#store(context, undefined);
      return before;
    }
    const count = this.#countOf(context);
    const token = this.tokenOf(context) ?? {
      flags: 0,
      label: smallTerm(0),
      serial: 0,
      sender: writer.toHeap(processes.pid(context)),
      last: count.last,
    };
    if (name === 'label') {
      this.#store(context, { ...token, label: writer.toHeap(value) });
      return reader.read(token.label);
    }
    if (name === 'serial') {
      const [last, serial] = value.kind === 'tuple' && value.elements.length === 2 ? value.elements : [];
      if (last?.kind !== 'integer' || serial?.kind !== 'integer') return undefined;
      count.clock = Number(serial.value);
      count.last = Number(last.value);
      this.#store(context, { ...token, serial: count.clock, last: count.last });
      return tuple(integer(token.last), integer(token.serial));
    }
    const bit = flagOf(name);
    if (bit === undefined || value.kind !== 'atom' || (value.name !== 'true' && value.name !== 'false')) return undefined;
    this.#store(context, { ...token, flags: value.name === 'true' ? token.flags | bit : token.flags & ~bit });
    return boolean((token.flags & bit) !== 0);
  }

  /** `seq_trace:print`: false if the token says nothing of that, or has another label. */
  print(label: Term | undefined, info: Term): boolean {
    const { memory, writer, kernel } = this.#parts;
    const context = memory.load(MachineRegister.context);
    const token = this.tokenOf(context);
    if (token === undefined || (token.flags & TOKEN_FLAGS.print) === 0) return false;
    if (label !== undefined && kernel.equalExact(writer.toHeap(label), token.label) === 0) return false;
    const sent = this.#sending(context);
    if (sent === undefined) return false;
    this.#tell(this.#numberOf(context), 'print', TOKEN_FLAGS.print, sent, TermTag.nil, writer.toHeap(info));
    return true;
  }

  /** A process with a token sends a message: the token that this is to carry, a term; 0 for none. */
  sent(context: number, to: Term, message: number): number {
    const token = this.#sending(context);
    if (token !== undefined)
      this.#tell(this.#numberOf(context), 'send', TOKEN_FLAGS.send, token, this.#parts.writer.toHeap(this.#receiver(to)), message);
    return this.#parts.memory.load(context + ContextOffset.traceToken);
  }

  #receiver(to: Term): Term {
    const { processes } = this.#parts;
    const name = to.kind === 'tuple' ? to.elements[0] : to;
    const context = name?.kind === 'atom' ? processes.named(name.name) : 0;
    return context === 0 ? to : processes.pid(context);
  }

  /** The running process has taken a message out of its mailbox; its token is that of the message, a term or 0. */
  took(context: number, message: number, word: number): void {
    const { memory, tracees, processes, writer } = this.#parts;
    // What the host sends leaves the token as it is.
    if (word === this.#parts.sender.words.atom('undefined')) return;
    if (word === 0 && memory.load(context + ContextOffset.traceToken) === 0) return;
    memory.store(context + ContextOffset.traceToken, word);
    tracees.update(processes.number(context));
    const token = this.tokenOf(context);
    if (token === undefined) return;
    const count = this.#countOf(context);
    count.last = token.serial;
    count.clock = Math.max(count.clock, token.serial);
    this.#tell(processes.number(context), 'receive', TOKEN_FLAGS.receive, token, writer.toHeap(processes.pid(context)), message);
  }

  /** A process has made another one, which inherits its token. In OTP they exchange a request and a reply for that. */
  spawned(parent: number, child: number, { module, list, isLinked }: SpawnedFunction): void {
    const { memory, tracees, processes, writer, reader, sender } = this.#parts;
    if (memory.load(parent + ContextOffset.traceToken) === 0) return;
    const reference = writer.toHeap(freshReference());
    const childPid = writer.toHeap(processes.pid(child));
    const parentPid = writer.toHeap(processes.pid(parent));
    const isFun = list === 0;
    const args = isFun ? sender.words.list([module, TermTag.nil]) : list;
    const request = sender.words.tuple([
      sender.words.atom('spawn_request'),
      reference,
      parentPid,
      memory.load(parent + ContextOffset.groupLeader),
      sender.words.tuple([
        memory.load(child + ContextOffset.initialModule),
        memory.load(child + ContextOffset.initialFunction),
        smallTerm(memory.load(child + ContextOffset.initialArity)),
      ]),
      sender.words.list(isLinked ? [sender.words.atom('link')] : []),
      sender.words.atom('spawn_reply'),
      args,
    ]);
    const own = processes.number(parent);
    const childNumber = processes.number(child);
    const inherit = (): void => {
      const token = memory.load(parent + ContextOffset.traceToken);
      memory.store(child + ContextOffset.traceToken, processes.writeFor(child, reader.read(token)));
      tracees.update(childNumber);
    };
    const sent = this.#sending(parent);
    if (sent === undefined) {
      const { clock } = this.#countOf(parent);
      Object.assign(this.#countOf(child), { clock: clock + 1, last: clock });
      inherit();
      return;
    }
    this.#tell(own, 'send', TOKEN_FLAGS.send, sent, childPid, request);
    this.#tell(childNumber, 'receive', TOKEN_FLAGS.receive, sent, childPid, request);
    const count = this.#countOf(child);
    count.clock = sent.serial + 1;
    count.last = sent.serial;
    const replied = { ...sent, sender: childPid, serial: count.clock, last: count.last };
    const reply = sender.words.tuple([sender.words.atom('spawn_reply'), reference, sender.words.atom('ok'), childPid]);
    this.#tell(childNumber, 'send', TOKEN_FLAGS.send, replied, parentPid, reply);
    this.#tell(own, 'receive', TOKEN_FLAGS.receive, replied, parentPid, reply);
    this.#store(parent, replied);
    inherit();
    // OTP counts on from the word of the number, not from the number itself.
    const parentCount = this.#countOf(parent);
    parentCount.clock = parentCount.last = smallTerm(replied.serial);
  }

  /** Takes the tokens from all processes, and from all messages that have not been received. */
  reset(): void {
    const { memory, processes } = this.#parts;
    this.#counts.clear();
    for (const context of processes.all()) {
      if (memory.load(context + ContextOffset.traceToken) !== 0) this.#store(context, undefined);
      for (
        let message = memory.load(context + ContextOffset.mailboxFirst);
        message !== 0;
        message = memory.load(message + MessageOffset.next)
      ) {
        const used = message + MessageOffset.used;
        memory.store(used, memory.load(used) & ~MESSAGE_TOKEN_FLAG);
      }
    }
  }

  /** Counts that a process sends something; its token then, undefined if it has none, or is the one that is told. */
  #sending(context: number): Token | undefined {
    const token = this.tokenOf(context);
    if (token === undefined || this.systemTracer?.number === this.#parts.processes.number(context)) return undefined;
    const count = this.#countOf(context);
    count.clock++;
    const sender = this.#parts.writer.toHeap(this.#parts.processes.pid(context));
    const next = { ...token, sender, serial: count.clock, last: count.last };
    this.#store(context, next);
    return next;
  }

  #tell(own: number, kind: string, flag: number, token: Token, to: number, message: number): void {
    const { sender } = this.#parts;
    if (this.systemTracer === undefined || (token.flags & flag) === 0 || this.systemTracer.number === own) return;
    sender.deliver(this.systemTracer, (words) => {
      const serial = words.tuple([smallTerm(token.last), smallTerm(token.serial)]);
      const parts = [words.atom('seq_trace'), token.label, words.tuple([words.atom(kind), serial, token.sender, to, message])];
      const stamp = STAMP_FLAGS.find(([bit]) => (token.flags & bit) !== 0);
      if (stamp !== undefined) parts.push(sender.stamp(stamp[1]));
      return parts;
    });
  }

  #store(context: number, token: Token | undefined): void {
    const { memory, processes, sender, tracees } = this.#parts;
    const word =
      token === undefined
        ? 0
        : sender.words.tuple([smallTerm(token.flags), token.label, smallTerm(token.serial), token.sender, smallTerm(token.last)]);
    memory.store(context + ContextOffset.traceToken, word);
    if (word !== 0) memory.store(MachineRegister.tellsTaken, 1);
    tracees.update(processes.number(context));
  }

  #numberOf(context: number): number {
    return this.#parts.processes.number(context);
  }

  #countOf(context: number): Count {
    const number = this.#parts.processes.number(context);
    let count = this.#counts.get(number);
    if (count === undefined) {
      count = { clock: 0, last: 0 };
      this.#counts.set(number, count);
    }
    return count;
  }
}

function flagOf(name: string): number | undefined {
  return Object.hasOwn(TOKEN_FLAGS, name) ? TOKEN_FLAGS[name as keyof typeof TOKEN_FLAGS] : undefined;
}
