import type { BitstringTerm } from '@beamline/beam-file';

/** Puts integers of any number of bits, one after the other. */
export class BitstringWriter {
  readonly #bytes: number[] = [];
  /** Bits of a byte that is not full, as digits. */
  #rest = '';

  /** Appends the lowest `size` bits of an integer, the highest first. */
  write(value: number | bigint, size: number): void {
    if (size === 8 && this.#rest === '' && typeof value === 'number') {
      this.#bytes.push(Number(BigInt.asUintN(8, BigInt(value))));
      return;
    }
    const digits = this.#rest + (size === 0 ? '' : BigInt.asUintN(size, BigInt(value)).toString(2).padStart(size, '0'));
    const whole = digits.length - (digits.length % 8);
    for (let i = 0; i < whole; i += 8) this.#bytes.push(Number.parseInt(digits.slice(i, i + 8), 2));
    this.#rest = digits.slice(whole);
  }

  /** All that was appended. */
  term(): BitstringTerm {
    const bits = this.#rest.length;
    const last = bits === 0 ? [] : [Number.parseInt(this.#rest.padEnd(8, '0'), 2)];
    return { kind: 'bitstring', bytes: Uint8Array.from(this.#bytes.concat(last)), bitSize: 8 * this.#bytes.length + bits };
  }
}
