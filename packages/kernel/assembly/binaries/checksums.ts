// CRC-32 (RFC 1952) and Adler-32 (RFC 1950), of bytes and of two runs of bytes one after the other.

const POLYNOMIAL: u32 = 0xedb88320;
const ADLER_PRIME: u32 = 65521;

/** Bytes after which the sums of Adler-32 may be too large for 32 bits. */
const ADLER_RUN: u32 = 5552;

/** What each byte does to the checksum with 0 to 7 bytes behind it: eight tables, made when they are first needed. */
const tables: u32 = memory.data(8192) as u32;

function makeTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
    store<u32>(tables + (byte << 2), crc);
  }
  for (let at = tables; at < tables + 7168; at += 4) {
    const crc = load<u32>(at);
    store<u32>(at, effect(crc, 0) ^ (crc >> 8), 1024);
  }
}

/** What the lowest byte of a word does with so many bytes behind it. */
// @ts-expect-error: decorator
@inline
function effect(word: u32, behind: u32): u32 {
  return load<u32>(tables + (behind << 10) + ((word & 255) << 2));
}

/** The CRC-32 of what had one, and bytes after it. */
export function addToCrc32(crc: u32, at: u32, bytes: u32): u32 {
  if (load<u32>(tables, 4) == 0) makeTables();
  crc = ~crc;
  const end = at + bytes;
  // Eight bytes at a time, which do not wait for each other.
  for (; end - at >= 8; at += 8) {
    const low = crc ^ load<u32>(at);
    const high = load<u32>(at, 4);
    crc =
      effect(low, 7) ^
      effect(low >> 8, 6) ^
      effect(low >> 16, 5) ^
      effect(low >> 24, 4) ^
      effect(high, 3) ^
      effect(high >> 8, 2) ^
      effect(high >> 16, 1) ^
      effect(high >> 24, 0);
  }
  for (; at < end; at++) crc = effect(crc ^ load<u8>(at), 0) ^ (crc >> 8);
  return ~crc;
}

/** The Adler-32 of what had one, and bytes after it. */
export function addToAdler32(adler: u32, at: u32, bytes: u32): u32 {
  let a = adler & 0xffff;
  let b = adler >> 16;
  const end = at + bytes;
  while (at < end) {
    for (const stop = at + min<u32>(ADLER_RUN, end - at); at < stop; at++) {
      a += load<u8>(at);
      b += a;
    }
    a %= ADLER_PRIME;
    b %= ADLER_PRIME;
  }
  return (b << 16) | a;
}

/** A 32 by 32 matrix of bits times a vector. */
function times(matrix: u32, vector: u32): u32 {
  let sum: u32 = 0;
  for (; vector != 0; vector &= vector - 1) sum ^= load<u32>(matrix + (ctz(vector) << 2));
  return sum;
}

/** Two matrices: the present one, and room for its square. */
const matrices: u32 = memory.data(256) as u32;

/** The CRC-32 of two runs of bytes, of theirs and the length of the second. */
export function combineCrc32(first: u32, second: u32, bytes: u64): u32 {
  // What a zero byte does to the checksum, then by squaring what 2^n of them do.
  let matrix = matrices;
  let square = matrices + 128;
  for (let i: u32 = 0; i < 32; i++) {
    let column: u32 = 1 << i;
    for (let bit = 0; bit < 8; bit++) column = (column & 1) != 0 ? (column >> 1) ^ POLYNOMIAL : column >> 1;
    store<u32>(matrix + (i << 2), column);
  }
  for (; bytes != 0; bytes >>= 1) {
    if ((bytes & 1) != 0) first = times(matrix, first);
    for (let i: u32 = 0; i < 128; i += 4) store<u32>(square + i, times(matrix, load<u32>(matrix + i)));
    const swap = matrix;
    matrix = square;
    square = swap;
  }
  return first ^ second;
}

/** The Adler-32 of two runs of bytes, likewise. */
export function combineAdler32(first: u32, second: u32, bytes: u64): u32 {
  const count = (bytes % ADLER_PRIME) as u32;
  const a1 = first & 0xffff;
  const a = (a1 + (second & 0xffff) + ADLER_PRIME - 1) % ADLER_PRIME;
  const sum = (((count as u64) * a1) % ADLER_PRIME) as u32;
  const b = (sum + (first >> 16) + (second >> 16) + ADLER_PRIME - count) % ADLER_PRIME;
  return (b << 16) | a;
}
