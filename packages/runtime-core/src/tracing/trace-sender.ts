import type { KernelExports } from '@beamline/kernel';
import type { Host } from '../io/host.js';
import type { Processes } from '../processes/processes.js';
import { STAMPS, TraceFlag } from './trace-flags.js';
import type { Tracee, Tracer } from './trace-session.js';
import type { TraceWords } from './trace-words.js';

/** Nanoseconds of a millisecond. */
const NANOSECONDS = 1_000_000;

/** Sends trace messages. */
export class TraceSender {
  readonly words: TraceWords;
  readonly #kernel: KernelExports;
  readonly #processes: Processes;
  readonly #host: Host;
  readonly #uniqueTime: () => number;
  readonly #runnable: () => void;
  #isSending = false;
  #strictTimes = 0;

  /**
   * @param uniqueTime - microseconds since 1970, each time later than before (`erlang:now/0`)
   * @param runnable - called when a process may have become runnable while none runs
   */
  constructor(words: TraceWords, kernel: KernelExports, processes: Processes, host: Host, uniqueTime: () => number, runnable: () => void) {
    this.words = words;
    this.#kernel = kernel;
    this.#processes = processes;
    this.#host = host;
    this.#uniqueTime = uniqueTime;
    this.#runnable = runnable;
  }

  /** True while a trace message is on its way: that is no message that is traced. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /** Context of a tracer, 0 if it is gone. */
  contextOf({ number }: Tracer): number {
    const context = this.#processes.find(number);
    return context === 0 || this.#processes.isEnding(context) ? 0 : context;
  }

  /** Sends `{trace, Pid, …}` or `{trace_ts, Pid, …, Time}` of words that `parts` makes; false if the tracer is gone. */
  send(context: number, { flags, tracer }: Tracee, parts: (words: TraceWords) => readonly number[]): boolean {
    return this.deliver(tracer, (words) => {
      const isStamped = (flags & STAMPS) !== 0;
      const all = [words.atom(isStamped ? 'trace_ts' : 'trace'), words.term(this.#processes.pid(context)), ...parts(words)];
      if (isStamped) all.push(this.stamp(flags));
      return all;
    });
  }

  /** Sends a tuple of words; false if nobody is there to get it. */
  deliver(tracer: Tracer, parts: (words: TraceWords) => readonly number[]): boolean {
    const to = this.contextOf(tracer);
    if (to === 0) return false;
    const wasSending = this.#isSending;
    this.#isSending = true;
    try {
      this.words.use(() => {
        this.#kernel.deliver(to, this.words.tuple(parts(this.words)));
      });
    } finally {
      this.#isSending = wasSending;
    }
    this.#runnable();
    return true;
  }

  /** The time as flags want it. */
  stamp(flags: number): number {
    const { words } = this;
    if ((flags & TraceFlag.timestamp) === 0) return this.#monotonicStamp(flags);
    const microseconds = this.#uniqueTime();
    const seconds = Math.floor(microseconds / 1e6);
    return words.tuple([words.small(Math.floor(seconds / 1e6)), words.small(seconds % 1e6), words.small(microseconds % 1e6)]);
  }

  #monotonicStamp(flags: number): number {
    if ((flags & TraceFlag.strict_monotonic_timestamp) === 0) return this.#monotonic();
    this.#strictTimes++;
    return this.words.tuple([this.#monotonic(), this.words.term({ kind: 'integer', value: this.#strictTimes })]);
  }

  #monotonic(): number {
    return this.words.term({ kind: 'integer', value: BigInt(Math.round(this.#host.now() * NANOSECONDS)) });
  }
}
