import { Field } from '@noble/curves/abstract/modular.js';
import { type WeierstrassPoint, type WeierstrassPointCons, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { mod } from '../numbers/powers.js';
import type { EcGroup, EcPoint } from './ec-group.js';

/** The numbers of a curve y² = x³ + ax + b. */
export interface PrimeCurve {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly base: EcPoint;
  readonly order: bigint;
  readonly cofactor: bigint;
}

/** A curve over a prime field. */
export class PrimeGroup implements EcGroup {
  readonly order: bigint;
  readonly fieldBytes: number;
  readonly base: EcPoint;
  readonly #curve: PrimeCurve;
  readonly #points: WeierstrassPointCons<bigint>;

  /** Throws where the numbers are of no curve. */
  constructor(curve: PrimeCurve) {
    const { p, a, b, base, order, cofactor } = curve;
    this.#curve = curve;
    this.#points = weierstrass({ p, a: mod(a, p), b: mod(b, p), Gx: base.x, Gy: base.y, n: order, h: cofactor });
    this.order = order;
    this.base = base;
    this.fieldBytes = Math.ceil(p.toString(2).length / 8);
  }

  has(point: EcPoint): boolean {
    const { p, a, b } = this.#curve;
    return point.x < p && point.y < p && mod(point.y * point.y - point.x * point.x * point.x - a * point.x - b, p) === 0n;
  }

  lift(x: bigint, bit: number): EcPoint | undefined {
    return lifted(this.#curve, x, bit);
  }

  #point(point: EcPoint | undefined): WeierstrassPoint<bigint> {
    if (point === undefined) return this.#points.ZERO;
    const isBase = point.x === this.base.x && point.y === this.base.y;
    return isBase ? this.#points.BASE : this.#points.fromAffine({ x: point.x, y: point.y });
  }

  #affine(point: WeierstrassPoint<bigint>): EcPoint | undefined {
    return point.is0() ? undefined : point.toAffine();
  }

  add(left: EcPoint | undefined, right: EcPoint | undefined): EcPoint | undefined {
    return this.#affine(this.#point(left).add(this.#point(right)));
  }

  // biome-ignore lint/correctness/useYield: noble multiplies in one go, some milliseconds at most
  *multiply(point: EcPoint, scalar: bigint): Generator<undefined, EcPoint | undefined> {
    const reduced = mod(scalar, this.order);
    return reduced === 0n ? undefined : this.#affine(this.#point(point).multiply(reduced));
  }
}

/** The point of a curve with a coordinate, whose other one is odd or not; undefined if there is none. */
export function lifted({ p, a, b }: Pick<PrimeCurve, 'p' | 'a' | 'b'>, x: bigint, bit: number): EcPoint | undefined {
  if (x >= p) return undefined;
  try {
    const y = Field(p).sqrt(mod(x * x * x + a * x + b, p));
    return { x, y: Number(y & 1n) === bit || y === 0n ? y : p - y };
  } catch {
    return undefined;
  }
}
