/** A sequence of random numbers that its seed decides (xorshift32, as the kernel's). */
export class Random {
  #state: number;

  /** @param seed - 1 to 2^32 - 1 */
  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995;
    if (this.#state === 0) this.#state = 1;
  }

  /** A whole number from 0 to `count - 1`. */
  draw(count: number): number {
    let next = this.#state;
    next ^= next << 13;
    next ^= next >>> 17;
    next ^= next << 5;
    this.#state = next;
    return Math.floor(((next >>> 0) / 2 ** 32) * count);
  }
}
