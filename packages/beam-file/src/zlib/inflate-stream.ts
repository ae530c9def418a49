import { inflate, inflateEnd, inflateInit2, inflateReset, inflateSetDictionary } from 'pako/lib/zlib/inflate.js';
import { ZlibResult, ZlibStream } from './zlib-stream.js';

/** The part of the inflater's state that holds the bytes that came out last. */
interface Window {
  window: Uint8Array | null;
  /** Bytes in it. */
  readonly whave: number;
  /** Where the next one goes: it is a ring. */
  readonly wnext: number;
}

/** Inflates. */
export class InflateStream extends ZlibStream {
  /** @param windowBits - as zlib's: 8 to 15, negative for raw data, 16 more for gzip, 32 more for either; undefined if there is no such stream */
  static open(windowBits: number): InflateStream | undefined {
    const stream = new InflateStream();
    return inflateInit2(stream.stream, windowBits) === ZlibResult.ok ? stream : undefined;
  }

  protected override step(flush: number): number {
    return inflate(this.stream, flush);
  }

  override reset(): number {
    // pako gives the window a size when it makes one only.
    (this.stream.state as Window).window = null;
    return inflateReset(this.stream);
  }

  override end(): number {
    return inflateEnd(this.stream);
  }

  override setDictionary(dictionary: Uint8Array): number {
    return inflateSetDictionary(this.stream, dictionary);
  }

  /** The bytes that came out last, as far as what comes next may refer to them. */
  dictionary(): Uint8Array {
    const { window, whave, wnext } = this.stream.state as Window;
    const bytes = new Uint8Array(window === null ? 0 : whave);
    if (window === null) return bytes;
    bytes.set(window.subarray(wnext, whave));
    bytes.set(window.subarray(0, wnext), whave - wnext);
    return bytes;
  }
}
