/// <reference path="./pako.d.ts" />
import ZStream from 'pako/lib/zlib/zstream.js';

/** What zlib's functions return. */
export const ZlibResult = {
  ok: 0,
  streamEnd: 1,
  needDictionary: 2,
  streamError: -2,
  dataError: -3,
  memoryError: -4,
  bufferError: -5,
} as const;

/** What is to come out of a stream beyond what is complete. */
export const ZlibFlush = { none: 0, finish: 4, block: 5 } as const;

/** zlib's `z_stream`. */
interface StreamRecord {
  input: Uint8Array | null;
  next_in: number;
  avail_in: number;
  output: Uint8Array | null;
  next_out: number;
  avail_out: number;
  readonly adler: number;
  state: unknown;
}

const NO_INPUT: Uint8Array = new Uint8Array(0);

/** A stream of zlib: it takes bytes from one array and puts bytes into another, until one of them is used up. */
export abstract class ZlibStream {
  /** zlib's own record. */
  protected readonly stream: StreamRecord = new ZStream();

  /** Bytes of the last input that were not taken. */
  get inputLeft(): number {
    return this.stream.avail_in;
  }

  /** Bytes for which the output has room. */
  get room(): number {
    return this.stream.avail_out;
  }

  /** The checksum of what went through; where a dictionary is needed, its Adler-32. */
  get checksum(): number {
    return this.stream.adler >>> 0;
  }

  /** Sets where output goes. */
  setOutput(output: Uint8Array): void {
    this.stream.output = output;
    this.stream.next_out = 0;
    this.stream.avail_out = output.length;
  }

  /** Takes bytes; returns a ZlibResult. */
  write(input: Uint8Array, flush: number): number {
    this.stream.input = input;
    this.stream.next_in = 0;
    this.stream.avail_in = input.length;
    return this.step(flush);
  }

  /** Writes out what is there, without more input; returns a ZlibResult. */
  flush(flush: number): number {
    return this.write(NO_INPUT, flush);
  }

  /** One call of zlib's function. */
  protected abstract step(flush: number): number;

  /** Begins anew with the same parameters; returns a ZlibResult. */
  abstract reset(): number;

  /** Ends it; returns a ZlibResult, which is a data error if there is something left to do. */
  abstract end(): number;

  /** Sets the bytes that went before; returns a ZlibResult. */
  abstract setDictionary(dictionary: Uint8Array): number;
}
