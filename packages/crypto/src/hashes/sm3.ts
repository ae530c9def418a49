import { HashMD } from '@noble/hashes/_md.js';
import { type CHash, createHasher } from '@noble/hashes/utils.js';

const INITIAL = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

const words = new Int32Array(68);

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** SM3 (GB/T 32905-2016). */
class Sm3 extends HashMD<Sm3> {
  readonly #state = Int32Array.from(INITIAL);

  constructor() {
    super(64, 32, 8, false);
  }

  protected get(): number[] {
    return [...this.#state];
  }

  protected set(...state: number[]): void {
    this.#state.set(state);
  }

  _cloneInto(to: Sm3 = new Sm3()): Sm3 {
    to.set(...this.get());
    return this._cloneIntoMeta(to);
  }

  protected process(view: DataView, offset: number): void {
    const w = (i: number): number => words[i] ?? 0;
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i, false);
    for (let i = 16; i < 68; i++) {
      const x = w(i - 16) ^ w(i - 9) ^ rotated(w(i - 3), 15);
      words[i] = x ^ rotated(x, 15) ^ rotated(x, 23) ^ rotated(w(i - 13), 7) ^ w(i - 6);
    }
    const state = this.#state;
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let i = 0; i < 64; i++) {
      const turned = rotated(a, 12);
      const first = rotated((turned + e + rotated(i < 16 ? 0x79cc4519 : 0x7a879d8a, i % 32)) | 0, 7);
      const second = first ^ turned;
      const left = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const right = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const one = (left + d + second + (w(i) ^ w(i + 4))) | 0;
      const two = (right + h + first + w(i)) | 0;
      d = c;
      c = rotated(b, 9);
      b = a;
      a = one;
      h = g;
      g = rotated(f, 19);
      f = e;
      e = two ^ rotated(two, 9) ^ rotated(two, 17);
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      state[i] = (state[i] ?? 0) ^ value;
    });
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

/** SM3. */
export const sm3: CHash<Sm3> = createHasher(() => new Sm3());
