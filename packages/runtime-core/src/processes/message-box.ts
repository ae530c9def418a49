import type { Term } from '@beamline/beam-file';
import type { ErlangValue, Opaque } from '../terms/values.js';

/** Messages from Erlang processes to JavaScript, of a machine in this or another thread. */
export interface MessageBox extends AsyncIterable<ErlangValue> {
  /** Its pid, for Erlang code to send to. */
  readonly pid: Opaque;
  /** The next message, in order of arrival. Rejects with StoppedError when it is closed. */
  receive(): Promise<ErlangValue>;
  /** Like `receive`, but returns a plain term. */
  receiveTerm(): Promise<Term>;
  /** Has it be told, by a message as those of `erlang:monitor/2`, when a process ends; false if there is none. */
  monitor(process: Term): boolean | Promise<boolean>;
  /** Closes it. */
  close(): void;
}
