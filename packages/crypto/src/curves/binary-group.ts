import { bitLength } from '../numbers/big-bytes.js';
import type { EcGroup, EcPoint } from './ec-group.js';

/** The numbers of a curve y² + xy = x³ + ax² + b over a field of 2^m elements. */
export interface BinaryCurve {
  readonly m: number;
  /** The polynomial of the field. */
  readonly polynomial: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly base: EcPoint;
  readonly order: bigint;
}

/** Bits that a product takes at a time. */
const WINDOW = 4;
/** Bits of a scalar between which work may pause. */
const STEPS = 4;

/** A curve over a binary field: coordinates are polynomials, bits of a number. */
export class BinaryGroup implements EcGroup {
  readonly order: bigint;
  readonly fieldBytes: number;
  readonly base: EcPoint;
  readonly #curve: BinaryCurve;
  /** The exponents of the polynomial below the greatest. */
  readonly #rest: readonly bigint[];
  readonly #mask: bigint;

  constructor(curve: BinaryCurve) {
    this.#curve = curve;
    this.order = curve.order;
    this.base = curve.base;
    this.fieldBytes = Math.ceil(curve.m / 8);
    this.#mask = (1n << BigInt(curve.m)) - 1n;
    const rest: bigint[] = [];
    for (let i = 0n; i < BigInt(curve.m); i++) if (((curve.polynomial >> i) & 1n) === 1n) rest.push(i);
    this.#rest = rest;
  }

  #reduced(value: bigint): bigint {
    const m = BigInt(this.#curve.m);
    let result = value;
    for (let high = result >> m; high !== 0n; high = result >> m) {
      result &= this.#mask;
      for (const i of this.#rest) result ^= high << i;
    }
    return result;
  }

  #product(left: bigint, right: bigint): bigint {
    const multiples = [0n, left];
    for (let i = 2; i < 1 << WINDOW; i++) multiples.push(((multiples[i >> 1] ?? 0n) << 1n) ^ ((i & 1) === 1 ? left : 0n));
    let result = 0n;
    for (const digit of right.toString(16)) result = (result << 4n) ^ (multiples[Number.parseInt(digit, 16)] ?? 0n);
    return this.#reduced(result);
  }

  #square(value: bigint): bigint {
    // Bits move to twice their places: hexadecimal digits of a number in base 4, read in base 16.
    return this.#reduced(BigInt(`0x${value.toString(4).replaceAll('2', '4').replaceAll('3', '5')}`));
  }

  #inverse(value: bigint): bigint {
    let [u, v] = [value, this.#curve.polynomial];
    let [g, h] = [1n, 0n];
    while (u !== 1n) {
      const shift = bitLength(u) - bitLength(v);
      if (shift < 0) {
        [u, v, g, h] = [v, u, h, g];
      } else {
        u ^= v << BigInt(shift);
        g ^= h << BigInt(shift);
      }
    }
    return this.#reduced(g);
  }

  has({ x, y }: EcPoint): boolean {
    if (x > this.#mask || y > this.#mask) return false;
    const square = this.#square(x);
    const { a, b } = this.#curve;
    return (this.#square(y) ^ this.#product(x, y) ^ this.#product(square, x ^ a) ^ b) === 0n;
  }

  lift(x: bigint, bit: number): EcPoint | undefined {
    const { a, b, m } = this.#curve;
    if (x > this.#mask) return undefined;
    if (x === 0n) {
      // The root of b.
      let y = b;
      for (let i = 1; i < m; i++) y = this.#square(y);
      return { x, y };
    }
    // y = xz, where z² + z is known.
    const wanted = x ^ a ^ this.#product(b, this.#square(this.#inverse(x)));
    const z = this.#halfTrace(wanted);
    if ((this.#square(z) ^ z) !== wanted) return undefined;
    return { x, y: this.#product(x, Number(z & 1n) === bit ? z : z ^ 1n) };
  }

  /** A root of z² + z = value, if it has any. */
  #halfTrace(value: bigint): bigint {
    const { m } = this.#curve;
    if (m % 2 === 1) {
      let z = value;
      for (let i = 0; i < (m - 1) / 2; i++) z = this.#square(this.#square(z)) ^ value;
      return z;
    }
    // IEEE P1363 A.4.7, with one number after the other of a basis, as one of them has the trace 1.
    for (let i = 0; i < m; i++) {
      let z = 0n;
      let w = value;
      for (let j = 1; j < m; j++) {
        w = this.#square(w);
        z = this.#square(z) ^ this.#product(w, 1n << BigInt(i));
        w ^= value;
      }
      if ((this.#square(z) ^ z) === value) return z;
    }
    return 0n;
  }

  add(left: EcPoint | undefined, right: EcPoint | undefined): EcPoint | undefined {
    if (left === undefined) return right;
    if (right === undefined) return left;
    if (left.x !== right.x) {
      const slope = this.#product(left.y ^ right.y, this.#inverse(left.x ^ right.x));
      const x = this.#square(slope) ^ slope ^ left.x ^ right.x ^ this.#curve.a;
      return { x, y: this.#product(slope, left.x ^ x) ^ x ^ left.y };
    }
    if (left.y !== right.y || left.x === 0n) return undefined;
    const slope = left.x ^ this.#product(left.y, this.#inverse(left.x));
    const x = this.#square(slope) ^ slope ^ this.#curve.a;
    return { x, y: this.#square(left.x) ^ this.#product(slope ^ 1n, x) };
  }

  /** Montgomery's ladder, as López and Dahab have it: without coordinates y, and one division at the end. */
  *multiply(point: EcPoint, scalar: bigint): Generator<undefined, EcPoint | undefined> {
    const { x, y } = point;
    if (scalar === 0n) return undefined;
    if (x === 0n) return scalar % 2n === 0n ? undefined : point;
    const square = (value: bigint): bigint => this.#square(value);
    const product = (left: bigint, right: bigint): bigint => this.#product(left, right);
    const doubled = (a: bigint, c: bigint): [bigint, bigint] => {
      const [aa, cc] = [square(a), square(c)];
      return [square(aa) ^ product(this.#curve.b, square(cc)), product(aa, cc)];
    };
    // The point so many times as the bits until here say, and once more, as fractions.
    let [x1, z1] = [x, 1n];
    let [x2, z2] = doubled(x, 1n);
    let i = 0;
    for (const bit of scalar.toString(2).slice(1)) {
      const [left, right] = [product(x1, z2), product(x2, z1)];
      const z = square(left ^ right);
      const sum = product(x, z) ^ product(left, right);
      if (bit === '1') [x1, z1, [x2, z2]] = [sum, z, doubled(x2, z2)];
      else [x2, z2, [x1, z1]] = [sum, z, doubled(x1, z1)];
      if (++i % STEPS === 0) yield;
    }
    if (z1 === 0n) return undefined;
    if (z2 === 0n) return { x, y: x ^ y };
    const both = product(z1, z2);
    const inverted = this.#inverse(product(x, both));
    const resultX = product(product(x1, product(x, z2)), inverted);
    const rest = product(x1 ^ product(x, z1), x2 ^ product(x, z2)) ^ product(square(x) ^ y, both);
    return { x: resultX, y: product(product(x ^ resultX, rest), inverted) ^ y };
  }
}
