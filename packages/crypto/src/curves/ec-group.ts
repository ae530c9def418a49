/** A point of a curve other than the one at infinity. */
export interface EcPoint {
  readonly x: bigint;
  readonly y: bigint;
}

/** The points of an elliptic curve; undefined is the one at infinity. */
export interface EcGroup {
  /** Order of the base point. */
  readonly order: bigint;
  /** Bytes of a coordinate. */
  readonly fieldBytes: number;
  readonly base: EcPoint;
  /** True if a point is on the curve. */
  has(point: EcPoint): boolean;
  /** The point with a coordinate, whose other one is odd or, of a binary field, has that bit; undefined if there is none. */
  lift(x: bigint, bit: number): EcPoint | undefined;
  add(left: EcPoint | undefined, right: EcPoint | undefined): EcPoint | undefined;
  /** A point so many times; work may pause. */
  multiply(point: EcPoint, scalar: bigint): Generator<undefined, EcPoint | undefined>;
}
