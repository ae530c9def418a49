import type { HostMemory } from '../terms/host-memory.js';
import type { PortPeer } from './port-peer.js';

/** The name by which `ram_file.erl` opens a port to one. */
export const RAM_FILE_DRIVER = 'ram_file_drv';

/** What the first byte of a command asks for, as `ram_file.erl` writes it. */
const Operation = {
  open: 1,
  read: 2,
  position: 3,
  write: 4,
  sync: 9,
  truncate: 14,
  readAt: 17,
  writeAt: 18,
  syncData: 19,
  all: 30,
  size: 37,
  advise: 38,
  allocate: 39,
} as const;

/** The first byte of an answer. */
const Answer = { ok: 0, error: 1, data: 2, number: 3 } as const;

/** Bits of the mode in which it is open. */
const READS = 1;
const WRITES = 2;

/** From where a position is counted. */
const FROM_START = 0;
const FROM_HERE = 1;
const FROM_END = 2;

/** How much more than what is needed is taken at once, at the least. */
const SPARE_BYTES = 1024;

const encoder = new TextEncoder();

/** A file of OTP's option `ram`: bytes in memory behind a port, of which each command but an unknown one gets one answer. */
export class RamFile implements PortPeer {
  readonly #memory: HostMemory;
  readonly #answer: (header: Uint8Array, data?: Uint8Array) => void;
  #mode = 0;
  /** What is behind the end is zeros. */
  #bytes = new Uint8Array();
  #end = 0;
  #at = 0;

  /**
   * @param memory - counts the bytes
   * @param answer - takes the bytes of an answer, and the data behind them where it has some
   */
  constructor(memory: HostMemory, answer: (header: Uint8Array, data?: Uint8Array) => void) {
    this.#memory = memory;
    this.#answer = answer;
  }

  write(command: Uint8Array): void {
    const view = new DataView(command.buffer, command.byteOffset, command.byteLength);
    // Numbers that are cut off are 0: ram_file.erl sends none.
    const number = (at: number): number => (at + 4 <= command.length ? view.getInt32(at) : 0);
    switch (command[0]) {
      case Operation.open:
        this.#open(number(1), command.subarray(5));
        break;
      case Operation.read:
        this.#at += this.#read(this.#at, number(1));
        break;
      case Operation.readAt:
        this.#read(number(1), number(5));
        break;
      case Operation.position:
        this.#position(number(1), number(5));
        break;
      case Operation.write:
        this.#at += this.#write(this.#at, command.subarray(1));
        break;
      case Operation.writeAt:
        this.#write(number(1), command.subarray(5));
        break;
      case Operation.truncate:
        this.#truncate();
        break;
      case Operation.sync:
      case Operation.syncData:
      case Operation.advise:
      case Operation.allocate:
        if (this.#mode === 0) this.#error('ebadf');
        else this.#answer(Uint8Array.of(Answer.ok));
        break;
      case Operation.all:
        this.#data(0, this.#end);
        break;
      case Operation.size:
        this.#number(this.#end);
        break;
    }
  }

  close(): void {
    this.#memory.give(this.#bytes.length);
    this.#bytes = new Uint8Array();
    this.#mode = 0;
    this.#end = 0;
  }

  #open(mode: number, bytes: Uint8Array): void {
    this.close();
    if (!this.#reserve(bytes.length)) return;
    this.#mode = mode;
    this.#bytes.set(bytes);
    this.#end = bytes.length;
    this.#at = 0;
    this.#number(0);
  }

  /** Answers with bytes of the file; how many there were. */
  #read(from: number, length: number): number {
    if (from < 0) return this.#error('einval');
    if ((this.#mode & READS) === 0) return this.#error('ebadf');
    if (length < 0) return this.#error('einval');
    return this.#data(from, Math.max(from, Math.min(this.#end, from + length)));
  }

  /** Puts bytes into the file; how many it has taken. */
  #write(from: number, bytes: Uint8Array): number {
    if (from < 0) return this.#error('einval');
    if ((this.#mode & WRITES) === 0) return this.#error('ebadf');
    const end = from + bytes.length;
    if (!this.#reserve(end)) return 0;
    this.#bytes.set(bytes, from);
    this.#end = Math.max(this.#end, end);
    this.#number(bytes.length);
    return bytes.length;
  }

  #truncate(): void {
    if ((this.#mode & WRITES) === 0) {
      this.#error('eacces');
      return;
    }
    // The position can be behind the end, which then is there.
    if (!this.#reserve(this.#at)) return;
    this.#bytes.fill(0, this.#at);
    this.#end = this.#at;
    this.#answer(Uint8Array.of(Answer.ok));
  }

  #position(offset: number, whence: number): void {
    if (this.#mode === 0) {
      this.#error('ebadf');
      return;
    }
    const start = whence === FROM_START ? 0 : whence === FROM_HERE ? this.#at : whence === FROM_END ? this.#end : Number.NaN;
    const position = start + offset;
    if (!(position >= 0)) {
      this.#error('einval');
      return;
    }
    this.#at = position;
    this.#number(position);
  }

  /** Makes room for so many bytes; answers that there is none if it is so. */
  #reserve(length: number): boolean {
    const has = this.#bytes.length;
    if (length <= has) return true;
    const larger = Math.max(length + SPARE_BYTES, has + (has >> 1));
    const isCounted = this.#memory.keep(larger - has);
    const bytes = isCounted ? zeros(larger) : undefined;
    if (bytes === undefined) {
      if (isCounted) this.#memory.give(larger - has);
      this.#error('enomem');
      return false;
    }
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    return true;
  }

  #error(reason: string): 0 {
    this.#answer(Uint8Array.of(Answer.error, ...encoder.encode(reason)));
    return 0;
  }

  #number(value: number): void {
    this.#answer(header(Answer.number, value));
  }

  #data(from: number, end: number): number {
    const data = this.#bytes.slice(from, end);
    this.#answer(header(Answer.data, data.length), data);
    return data.length;
  }
}

/** So many bytes; undefined if the engine has no array of that length. */
function zeros(length: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function header(kind: number, value: number): Uint8Array {
  const bytes = new Uint8Array(5);
  bytes[0] = kind;
  new DataView(bytes.buffer).setUint32(1, value);
  return bytes;
}
