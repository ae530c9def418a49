import { encodeExternalTerm, type Term } from '@beamline/beam-file';
import type { KernelExports } from '@beamline/kernel';
import { PORT_NUMBER_FLAG, UTF8_ATOMS_RELEASE } from '@beamline/machine-model';
import type { Processes } from '../processes/processes.js';
import type { TermReader } from '../terms/term-reader.js';
import { STAMPS, TraceFlag } from './trace-flags.js';
import type { Tracee, Tracer } from './trace-session.js';
import type { TraceWords } from './trace-words.js';

/** Stands for a message that is too large to be read out. */
const TOO_LARGE: Term = { kind: 'atom', name: 'system_limit' };

/** The parts of a machine that sending needs. */
interface TraceSenderParts {
  readonly words: TraceWords;
  readonly kernel: KernelExports;
  readonly processes: Processes;
  readonly reader: TermReader;
  readonly otpRelease: number;
  /** Called when a process may have become runnable while none runs. */
  readonly runnable: () => void;
  /** Writes a message in the external term format to the port with a number. */
  readonly writeToPort: (number: number, message: Uint8Array) => void;
}

/** Sends trace messages. */
export class TraceSender {
  readonly words: TraceWords;
  readonly #parts: TraceSenderParts;
  #isSending = false;
  #strictTimes = 0;

  constructor(parts: TraceSenderParts) {
    this.words = parts.words;
    this.#parts = parts;
  }

  /** True while a trace message is on its way: that is no message that is traced. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /** Context of a tracer, 0 if it is gone. */
  contextOf({ number }: Tracer): number {
    const context = this.#parts.processes.find(number);
    return context === 0 || this.#parts.processes.isEnding(context) ? 0 : context;
  }

  /** Sends `{trace, Pid, …}` or `{trace_ts, Pid, …, Time}` of words that `parts` makes; false if the tracer is gone. */
  send(context: number, { flags, tracer }: Tracee, parts: (words: TraceWords) => readonly number[]): boolean {
    return this.deliver(tracer, (words) => {
      const isStamped = (flags & STAMPS) !== 0;
      const all = [words.atom(isStamped ? 'trace_ts' : 'trace'), words.term(this.#parts.processes.pid(context)), ...parts(words)];
      if (isStamped) all.push(this.stamp(flags));
      return all;
    });
  }

  /** Sends a tuple of words; false if nobody is there to get it. */
  deliver(tracer: Tracer, parts: (words: TraceWords) => readonly number[]): boolean {
    const to = this.contextOf(tracer);
    if (to === 0) return false;
    if ((tracer.number & PORT_NUMBER_FLAG) !== 0) {
      const minorVersion = this.#parts.otpRelease < UTF8_ATOMS_RELEASE ? 1 : 2;
      this.words.use(() => {
        const message = this.#parts.reader.readOr(this.words.tuple(parts(this.words)), TOO_LARGE);
        this.#parts.writeToPort(tracer.number, encodeExternalTerm(message, { minorVersion }));
      });
      return true;
    }
    const wasSending = this.#isSending;
    this.#isSending = true;
    try {
      this.words.use(() => {
        this.#parts.kernel.deliver(to, this.words.tuple(parts(this.words)));
      });
    } finally {
      this.#isSending = wasSending;
    }
    this.#parts.runnable();
    return true;
  }

  /** The time as flags want it. */
  stamp(flags: number): number {
    const { words } = this;
    if ((flags & TraceFlag.timestamp) === 0) return this.#monotonicStamp(flags);
    const microseconds = Number(this.#parts.kernel.uniqueSystemTime());
    const seconds = Math.floor(microseconds / 1e6);
    return words.tuple([words.small(Math.floor(seconds / 1e6)), words.small(seconds % 1e6), words.small(microseconds % 1e6)]);
  }

  #monotonicStamp(flags: number): number {
    if ((flags & TraceFlag.strict_monotonic_timestamp) === 0) return this.#monotonic();
    this.#strictTimes++;
    return this.words.tuple([this.#monotonic(), this.words.term({ kind: 'integer', value: this.#strictTimes })]);
  }

  #monotonic(): number {
    return this.words.term({ kind: 'integer', value: this.#parts.kernel.monotonicTime() });
  }
}
