import type { PidTerm, Term } from '@beamline/beam-file';
import { LOCAL_NODE, pidNumber } from '../../terms/identifiers.js';
import { atom, tuple } from '../../terms/plain-terms.js';
import { raiseInvalid, type SocketMachine } from './socket-machine.js';

/** A process that waits, and the handle that its messages have. */
interface Request {
  readonly pid: PidTerm;
  readonly handle: Term;
  readonly unwatch: () => void;
}

/** The handle of an operation that does not wait. */
export function isZero(handle: Term): boolean {
  return handle.kind === 'atom' && handle.name === 'zero';
}

/** True for two references that are the same. */
function isSame(one: Term, other: Term): boolean {
  return one === other || (one.kind === 'reference' && other.kind === 'reference' && String(one.ids) === String(other.ids));
}

/** True for two pids of one process of this machine. */
export function isSameProcess(one: PidTerm, other: PidTerm): boolean {
  return one.node === LOCAL_NODE && other.node === LOCAL_NODE && pidNumber(one) === pidNumber(other);
}

/**
 * Those who wait to read from a socket, to write to it, or to accept from it: one is *current* and learns when it can try again, the others
 * follow in turn when that one is done, has given up or has ended.
 */
export class RequestQueue {
  readonly #machine: SocketMachine;
  readonly #socket: Term;
  readonly #isReady: () => boolean;
  #current: Request | undefined;
  /** The current one has its message. */
  #isTold = false;
  readonly #waiting: Request[] = [];

  /**
   * @param socket - `{'$socket', Reference}`
   * @param isReady - true if the operation can be tried now
   */
  constructor(machine: SocketMachine, socket: Term, isReady: () => boolean) {
    this.#machine = machine;
    this.#socket = socket;
    this.#isReady = isReady;
  }

  /** How many there are. */
  get count(): number {
    return this.#waiting.length + (this.#current === undefined ? 0 : 1);
  }

  /**
   * True if a process may try; otherwise others come first, and it waits behind them, unless its handle is `zero`. Raises `{invalid, state}`
   * if it waits already.
   */
  admits(pid: PidTerm, handle: Term): boolean {
    if (this.#current === undefined || isSameProcess(this.#current.pid, pid)) return true;
    if (isZero(handle)) return false;
    if (this.#waiting.some((each) => isSameProcess(each.pid, pid))) return raiseInvalid(atom('state'));
    this.#waiting.push(this.#request(pid, handle));
    return false;
  }

  /** A process that was admitted waits. */
  wait(pid: PidTerm, handle: Term): void {
    this.#current?.unwatch();
    this.#current = this.#request(pid, handle);
    this.#isTold = false;
    if (this.#isReady()) this.ready();
  }

  /** A process that was admitted is done: it is the next one's turn. */
  done(pid: PidTerm): void {
    if (this.#current !== undefined && isSameProcess(this.#current.pid, pid)) this.#next();
  }

  /** The operation can be tried now. */
  ready(): void {
    if (this.#current === undefined || this.#isTold) return;
    this.#isTold = true;
    this.#machine.send(this.#current.pid, tuple(atom('$socket'), this.#socket, atom('select'), this.#current.handle));
  }

  /** Gives up; the result is that of `prim_socket:cancel/3`. */
  cancel(pid: PidTerm, handle: Term): Term {
    const current = this.#current;
    if (current !== undefined && isSameProcess(current.pid, pid) && isSame(current.handle, handle)) {
      const wasTold = this.#isTold;
      this.#next();
      return atom(wasTold ? 'select_sent' : 'ok');
    }
    const at = this.#waiting.findIndex((each) => isSameProcess(each.pid, pid) && isSame(each.handle, handle));
    if (at < 0) return atom('not_found');
    for (const each of this.#waiting.splice(at, 1)) each.unwatch();
    return atom('ok');
  }

  /** Tells all of them that they wait in vain, but for one that has its message already. */
  abort(reason: string): void {
    this.#current?.unwatch();
    const all = [...(this.#current === undefined || this.#isTold ? [] : [this.#current]), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const { pid, handle, unwatch } of all) {
      unwatch();
      this.#machine.send(pid, tuple(atom('$socket'), this.#socket, atom('abort'), tuple(handle, atom(reason))));
    }
  }

  #request(pid: PidTerm, handle: Term): Request {
    const request: Request = {
      pid,
      handle,
      unwatch:
        this.#machine.whenEnded(pid, () => {
          this.#machine.later(() => {
            this.#gone(request);
          });
        }) ?? ((): void => undefined),
    };
    return request;
  }

  #gone(request: Request): void {
    if (this.#current === request) {
      this.#next();
      return;
    }
    const at = this.#waiting.indexOf(request);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  #next(): void {
    this.#current?.unwatch();
    this.#current = this.#waiting.shift();
    this.#isTold = false;
    if (this.#current !== undefined && this.#isReady()) this.ready();
  }
}
