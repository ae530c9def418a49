// The parts of pako that its types leave out: zlib's own functions, which work on streams step by step.

declare module 'pako/lib/zlib/zstream.js' {
  /** zlib's `z_stream`. */
  class ZStream {
    input: Uint8Array | null;
    next_in: number;
    avail_in: number;
    output: Uint8Array | null;
    next_out: number;
    avail_out: number;
    readonly adler: number;
    state: unknown;
  }
  export = ZStream;
}

declare module 'pako/lib/zlib/deflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js';

  export function deflateInit2(
    stream: ZStream,
    level: number,
    method: number,
    windowBits: number,
    memoryLevel: number,
    strategy: number,
  ): number;
  export function deflate(stream: ZStream, flush: number): number;
  export function deflateReset(stream: ZStream): number;
  export function deflateEnd(stream: ZStream): number;
  export function deflateSetDictionary(stream: ZStream, dictionary: Uint8Array): number;
}

declare module 'pako/lib/zlib/inflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js';

  export function inflateInit2(stream: ZStream, windowBits: number): number;
  export function inflate(stream: ZStream, flush: number): number;
  export function inflateReset(stream: ZStream): number;
  export function inflateEnd(stream: ZStream): number;
  export function inflateSetDictionary(stream: ZStream, dictionary: Uint8Array): number;
}
