// MD5 (RFC 1321), with its state as bytes.

/** Bytes of the state: four words, the number of bytes, and a block that is not full yet. */
const MD5_STATE = 88;
const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const MD5_TABLE: Int32Array = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** The state of a digest of nothing. */
export function md5Init(): Uint8Array {
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

/** The state after more bytes; `before` is not changed. */
export function md5Update(before: Uint8Array, bytes: Uint8Array): Uint8Array {
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

/** The digest, 16 bytes, of a state. */
export function md5Final(state: Uint8Array): Uint8Array {
  const count = new DataView(state.buffer, state.byteOffset).getBigUint64(16, true);
  const filled = Number(count % 64n);
  const padding = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8);
  padding[0] = 0x80;
  new DataView(padding.buffer).setBigUint64(padding.length - 8, (count * 8n) & 0xffffffffffffffffn, true);
  return md5Update(state, padding).slice(0, 16);
}
