import type { FileSystem, OpenFile } from '../io/file-system.js';
import type { PortPeer } from './port-peer.js';

/** The name by which `dbg` opens a port that trace messages are written to. */
export const TRACE_FILE_DRIVER = 'trace_file_drv';

/** The first byte of a record: a message; its size follows in four bytes. */
const MESSAGE = 0;
const HEADER_BYTES = 5;
/** The operation of `port_control` that waits until all is written. */
const FLUSH = 102;

/** The file, or the files, that a port writes. */
export interface TraceFileNames {
  /** Text of the name. */
  readonly name: string;
  /** For files in turn: how, and where in the name, in characters, their numbers go. */
  readonly turn?: TurnOfFiles & { readonly at: number };
}

/** When the next one of several files is written. */
interface TurnOfFiles {
  /** Bytes beyond which a file has had its turn, unless there is a time. */
  readonly size: number;
  /** Milliseconds after which it has; 0 if there is a size. */
  readonly time: number;
  /** Number of files that are kept. */
  readonly count: number;
}

/** What `dbg` writes behind the name of the driver: `n NAME`, or `w SIZE COUNT TIME AT n NAME`; undefined for anything else. */
export function traceFileNames(command: string): TraceFileNames | undefined {
  const [, turn, size, count, time, at, name] = /^trace_file_drv (w (\d+) (\d+) (\d+) (\d+) )?n (.+)$/s.exec(command) ?? [];
  if (name === undefined) return undefined;
  return turn === undefined ? { name } : { name, turn: { size: Number(size), count: Number(count), time: Number(time), at: Number(at) } };
}

/** What a trace file needs of its host. */
interface TraceHost {
  readonly files: FileSystem;
  /** Runs a task after a number of milliseconds; returns a function that cancels it. */
  timer(milliseconds: number, task: () => void): () => void;
}

/**
 * A file that trace messages are written to, in the format that `dbg:trace_client/2` reads; or several in turn, numbered from 0 to their count, of
 * which one is always missing, so that one can tell which is the oldest.
 */
export class TraceFile implements PortPeer {
  readonly #host: TraceHost;
  readonly #names: TraceFileNames;
  readonly #failed: () => void;
  #file: OpenFile | undefined;
  /** Number of the file. */
  #number = 0;
  #records: Uint8Array[] = [];
  /** Bytes that are in the file. */
  #at = 0;
  #written: Promise<void>;
  #cancelTurn = (): void => undefined;
  #isClosed = false;
  closing: Promise<void> = Promise.resolve();

  /** @param failed - called when a file cannot be written */
  constructor(host: TraceHost, names: TraceFileNames, failed: () => void) {
    this.#host = host;
    this.#names = names;
    this.#failed = failed;
    this.#written = this.#open();
    this.#watch();
  }

  /** Writes a message, in the external term format. */
  write(message: Uint8Array): void {
    const record = new Uint8Array(HEADER_BYTES + message.length);
    record[0] = MESSAGE;
    new DataView(record.buffer).setUint32(1, message.length);
    record.set(message, HEADER_BYTES);
    if (this.#records.push(record) > 1) return;
    this.#written = this.#written.then(() => this.#writeAll());
    this.#watch();
  }

  control(operation: number): Promise<Uint8Array> {
    const none = new Uint8Array();
    return operation === FLUSH ? this.#written.then(() => none) : Promise.resolve(none);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTurn();
    const closed = this.#written.then(() => this.#file?.close());
    this.closing = closed.catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    const records = this.#records;
    this.#records = [];
    const { turn } = this.#names;
    const most = turn === undefined || turn.time > 0 ? Infinity : turn.size;
    let first = 0;
    let size = 0;
    for (const [i, record] of records.entries()) {
      size += record.length;
      const isFull = this.#at + size > most;
      if (!isFull && i < records.length - 1) continue;
      await this.#append(records.slice(first, i + 1), size);
      if (isFull) await this.#next();
      first = i + 1;
      size = 0;
    }
  }

  async #append(records: readonly Uint8Array[], size: number): Promise<void> {
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const record of records) {
      bytes.set(record, at);
      at += record.length;
    }
    await this.#file?.write(this.#at, bytes);
    this.#at += size;
  }

  async #open(): Promise<void> {
    const options = { read: false, write: true, append: false, exclusive: false, sync: false, folder: false };
    this.#file = await this.#host.files.open(this.#name(this.#number), options);
    await this.#file.truncate(0);
    this.#at = 0;
    const time = this.#names.turn?.time ?? 0;
    if (time === 0 || this.#isClosed) return;
    this.#cancelTurn();
    this.#cancelTurn = this.#host.timer(time, () => {
      this.#written = this.#written.then(() => this.#next());
      this.#watch();
    });
  }

  /** Has the next file its turn. The one after it is the oldest, if there is one, and goes. */
  async #next(): Promise<void> {
    const files = (this.#names.turn?.count ?? 1) + 1;
    await this.#file?.close();
    this.#number = (this.#number + 1) % files;
    await this.#host.files.remove(this.#name((this.#number + 1) % files)).catch(() => undefined);
    await this.#open();
  }

  #name(number: number): Uint8Array {
    const { name, turn } = this.#names;
    const characters = [...name];
    if (turn !== undefined) characters.splice(turn.at, 0, String(number));
    return new TextEncoder().encode(characters.join(''));
  }

  #watch(): void {
    this.#written.catch(this.#failed);
  }
}
