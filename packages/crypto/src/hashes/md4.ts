import { HashMD } from '@noble/hashes/_md.js';
import { type CHash, createHasher } from '@noble/hashes/utils.js';

const ORDER = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
] as const;
const SHIFTS = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const;
const CONSTANTS = [0, 0x5a827999, 0x6ed9eba1] as const;

const words = new Uint32Array(16);

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mixed(round: number, x: number, y: number, z: number): number {
  if (round === 0) return (x & y) | (~x & z);
  return round === 1 ? (x & y) | (x & z) | (y & z) : x ^ y ^ z;
}

/** MD4 (RFC 1320), which is broken: for old protocols. */
class Md4 extends HashMD<Md4> {
  readonly #state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);

  constructor() {
    super(64, 16, 8, true);
  }

  protected get(): number[] {
    return [...this.#state];
  }

  protected set(...state: number[]): void {
    this.#state.set(state);
  }

  _cloneInto(to: Md4 = new Md4()): Md4 {
    to.set(...this.get());
    return this._cloneIntoMeta(to);
  }

  protected process(view: DataView, offset: number): void {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i, true);
    const state = this.#state;
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 16; i++) {
        const sum = (a + mixed(round, b, c, d) + (words[ORDER[round]?.[i] ?? 0] ?? 0) + (CONSTANTS[round] ?? 0)) | 0;
        a = d;
        d = c;
        c = b;
        b = rotated(sum, SHIFTS[round]?.[i % 4] ?? 0);
      }
    }
    state[0] = (state[0] ?? 0) + a;
    state[1] = (state[1] ?? 0) + b;
    state[2] = (state[2] ?? 0) + c;
    state[3] = (state[3] ?? 0) + d;
  }

  protected roundClean(): void {
    words.fill(0);
  }

  destroy(): void {
    this.destroyed = true;
    this.#state.fill(0);
    this.buffer.fill(0);
  }
}

/** MD4. */
export const md4: CHash<Md4> = createHasher(() => new Md4());
