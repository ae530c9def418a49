import type { FileSystem, OpenFile } from '../io/file-system.js';
import type { PortPeer } from './port-peer.js';

/** The name by which `dbg` opens a port that trace messages are written to. */
export const TRACE_FILE_DRIVER = 'trace_file_drv';

/** The first byte of a record: a message; its size follows in four bytes. */
const MESSAGE = 0;
const HEADER_BYTES = 5;
/** The operation of `port_control` that waits until all is written. */
const FLUSH = 102;

/** Text of the name of a file behind the name of the driver and the mode `n`, as `dbg` writes it; undefined for another mode. */
export function traceFileName(command: string): string | undefined {
  return /^trace_file_drv n (.+)$/s.exec(command)?.[1];
}

/** A file that trace messages are written to, in the format that `dbg:trace_client/2` reads. */
export class TraceFile implements PortPeer {
  readonly #failed: () => void;
  readonly #file: Promise<OpenFile>;
  #records: Uint8Array[] = [];
  #at = 0;
  #written: Promise<void>;
  closing: Promise<void> = Promise.resolve();

  /** @param failed - called when the file cannot be written */
  constructor(files: FileSystem, name: string, failed: () => void) {
    this.#failed = failed;
    const options = { read: false, write: true, append: false, exclusive: false, sync: false, folder: false };
    this.#file = files.open(new TextEncoder().encode(name), options);
    this.#written = this.#file.then((file) => file.truncate(0));
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
    const closed = this.#written.then(async () => (await this.#file).close());
    this.closing = closed.catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    const records = this.#records;
    this.#records = [];
    const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const record of records) {
      bytes.set(record, at);
      at += record.length;
    }
    const start = this.#at;
    this.#at += bytes.length;
    await (await this.#file).write(start, bytes);
  }

  #watch(): void {
    this.#written.catch(this.#failed);
  }
}
