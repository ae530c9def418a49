import type { Term } from '@beamline/beam-file';
import { badarg, binary, bytesOf, type HostNatives, integer, integerOf, iolistBytes } from './arguments.js';

/** A 32-bit number that is an argument. */
function word(term: Term | undefined): number {
  const value = integerOf(term);
  return value >= 0 && value <= 0xffffffff ? Number(value) : badarg();
}

function length(term: Term | undefined): bigint {
  const value = BigInt(integerOf(term));
  return value >= 0n && value < 1n << 64n ? value : badarg();
}

const CRC_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(start: number, bytes: Uint8Array): number {
  let crc = ~start;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}

/** A 32 × 32 matrix of bits times a vector. */
function times(matrix: readonly number[], vector: number): number {
  let sum = 0;
  for (let i = 0; i < 32; i++) if (((vector >>> i) & 1) !== 0) sum ^= matrix[i] ?? 0;
  return sum >>> 0;
}

/** The checksum of two runs of bytes, of theirs and the length of the second. */
function combineCrc(first: number, second: number, bytes: bigint): number {
  // What a zero bit does to the checksum, then by squaring what 2^n of them do.
  let matrix = Array.from({ length: 32 }, (_, i) => (i === 0 ? 0xedb88320 : 1 << (i - 1)) >>> 0);
  let crc = first;
  for (let bits = bytes * 8n; bits > 0n; bits >>= 1n) {
    if ((bits & 1n) === 1n) crc = times(matrix, crc);
    const previous = matrix;
    matrix = previous.map((column) => times(previous, column));
  }
  return (crc ^ second) >>> 0;
}

const ADLER_PRIME = 65521;
/** So many bytes before the sums have to be reduced. */
const ADLER_RUN = 5552;

function adler32(start: number, bytes: Uint8Array): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    for (let i = from; i < Math.min(from + ADLER_RUN, bytes.length); i++) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= ADLER_PRIME;
    b %= ADLER_PRIME;
  }
  return ((b << 16) | a) >>> 0;
}

function combineAdler(first: number, second: number, bytes: bigint): number {
  const count = Number(bytes % BigInt(ADLER_PRIME));
  const a1 = first & 0xffff;
  const a = (a1 + (second & 0xffff) + ADLER_PRIME - 1) % ADLER_PRIME;
  const b = (((count * a1) % ADLER_PRIME) + (first >>> 16) + (second >>> 16) + ADLER_PRIME - count) % ADLER_PRIME;
  return ((b << 16) | a) >>> 0;
}

/** Bytes of the state of `md5_init/0`: four words, the number of bytes, and a block that is not full yet. */
const MD5_STATE = 88;
const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const MD5_TABLE: Int32Array = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

function md5Init(): Uint8Array {
  const state = new Uint8Array(MD5_STATE);
  const view = new DataView(state.buffer);
  [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476].forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return state;
}

function md5Block(state: DataView, block: DataView, at: number): void {
  const start = [0, 4, 8, 12].map((offset) => state.getInt32(offset, true));
  let [a = 0, b = 0, c = 0, d = 0] = start;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let mixed: number;
    let index: number;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      index = i;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      index = (5 * i + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      index = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      index = (7 * i) & 15;
    }
    const sum = (a + mixed + (MD5_TABLE[i] ?? 0) + block.getInt32(at + 4 * index, true)) | 0;
    const shift = MD5_SHIFTS[4 * round + (i & 3)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  [a, b, c, d].forEach((value, i) => {
    state.setInt32(4 * i, (value + (start[i] ?? 0)) | 0, true);
  });
}

/** The state after some more bytes. */
function md5Update(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const state = before.slice();
  const view = new DataView(state.buffer);
  const total = view.getBigUint64(16, true) + BigInt(bytes.length);
  let filled = Number(view.getBigUint64(16, true) % 64n);
  view.setBigUint64(16, total, true);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (filled === 0 && bytes.length - at >= 64) {
      md5Block(view, input, at);
      at += 64;
      continue;
    }
    const count = Math.min(64 - filled, bytes.length - at);
    state.set(bytes.subarray(at, at + count), 24 + filled);
    filled += count;
    at += count;
    if (filled === 64) {
      md5Block(view, view, 24);
      filled = 0;
    }
  }
  return state;
}

function md5Final(state: Uint8Array): Uint8Array {
  const count = new DataView(state.buffer, state.byteOffset).getBigUint64(16, true);
  const filled = Number(count % 64n);
  const padding = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8);
  padding[0] = 0x80;
  new DataView(padding.buffer).setBigUint64(padding.length - 8, (count * 8n) & 0xffffffffffffffffn, true);
  return md5Update(state, padding).slice(0, 16);
}

function md5State(term: Term | undefined): Uint8Array {
  const state = bytesOf(term);
  return state.length === MD5_STATE ? state : badarg();
}

/** Checksums and MD5. */
export const checksumNatives: HostNatives = {
  'erlang:crc32/1': ([data]) => integer(crc32(0, iolistBytes(data))),
  'erlang:crc32/2': ([start, data]) => integer(crc32(word(start), iolistBytes(data))),
  'erlang:crc32_combine/3': ([first, second, bytes]) => integer(combineCrc(word(first), word(second), length(bytes))),
  'erlang:adler32/1': ([data]) => integer(adler32(1, iolistBytes(data))),
  'erlang:adler32/2': ([start, data]) => integer(adler32(word(start), iolistBytes(data))),
  'erlang:adler32_combine/3': ([first, second, bytes]) => integer(combineAdler(word(first), word(second), length(bytes))),
  'erlang:md5/1': ([data]) => binary(md5Final(md5Update(md5Init(), iolistBytes(data)))),
  'erlang:md5_init/0': () => binary(md5Init()),
  'erlang:md5_update/2': ([state, data]) => binary(md5Update(md5State(state), iolistBytes(data))),
  'erlang:md5_final/1': ([state]) => binary(md5Final(md5State(state))),
};
