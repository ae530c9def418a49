import { ADLER_PRIME, adler32, crc32, type Term } from '@beamline/beam-file';
import { MD5_STATE, md5, md5Final, md5Init, md5Update } from '../loader/md5.js';
import { binary, integer } from '../terms/plain-terms.js';
import { badarg, bytesOf, integerOf, iolistBytes } from './arguments.js';
import type { HostBifs } from './bif-context.js';

/** A 32-bit number that is an argument. */
function word(term: Term | undefined): number {
  const value = integerOf(term);
  return value >= 0 && value <= 0xffffffff ? Number(value) : badarg();
}

function length(term: Term | undefined): bigint {
  const value = BigInt(integerOf(term));
  return value >= 0n && value < 1n << 64n ? value : badarg();
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

function combineAdler(first: number, second: number, bytes: bigint): number {
  const count = Number(bytes % BigInt(ADLER_PRIME));
  const a1 = first & 0xffff;
  const a = (a1 + (second & 0xffff) + ADLER_PRIME - 1) % ADLER_PRIME;
  const b = (((count * a1) % ADLER_PRIME) + (first >>> 16) + (second >>> 16) + ADLER_PRIME - count) % ADLER_PRIME;
  return ((b << 16) | a) >>> 0;
}

function md5State(term: Term | undefined): Uint8Array {
  const state = bytesOf(term);
  return state.length === MD5_STATE ? state : badarg();
}

/** Checksums and MD5. */
export const checksumBifs: HostBifs = {
  'erlang:crc32/1': ([data]) => integer(crc32(iolistBytes(data))),
  'erlang:crc32/2': ([start, data]) => integer(crc32(iolistBytes(data), word(start))),
  'erlang:crc32_combine/3': ([first, second, bytes]) => integer(combineCrc(word(first), word(second), length(bytes))),
  'erlang:adler32/1': ([data]) => integer(adler32(iolistBytes(data))),
  'erlang:adler32/2': ([start, data]) => integer(adler32(iolistBytes(data), word(start))),
  'erlang:adler32_combine/3': ([first, second, bytes]) => integer(combineAdler(word(first), word(second), length(bytes))),
  'erlang:md5/1': ([data]) => binary(md5(iolistBytes(data))),
  'erlang:md5_init/0': () => binary(md5Init()),
  'erlang:md5_update/2': ([state, data]) => binary(md5Update(md5State(state), iolistBytes(data))),
  'erlang:md5_final/1': ([state]) => binary(md5Final(md5State(state))),
};
