import type { CryptoEngine } from '../engine.js';
import { bytesOf, numberOf } from '../numbers/big-bytes.js';
import type { EcGroup, EcPoint } from './ec-group.js';

/** A group of a curve of which an engine multiplies the base point. */
export class EngineGroup implements EcGroup {
  readonly order: bigint;
  readonly fieldBytes: number;
  readonly base: EcPoint;

  constructor(
    readonly group: EcGroup,
    readonly name: string,
    readonly engine: CryptoEngine,
  ) {
    this.order = group.order;
    this.fieldBytes = group.fieldBytes;
    this.base = group.base;
  }

  has(point: EcPoint): boolean {
    return this.group.has(point);
  }

  lift(x: bigint, bit: number): EcPoint | undefined {
    return this.group.lift(x, bit);
  }

  add(left: EcPoint | undefined, right: EcPoint | undefined): EcPoint | undefined {
    return this.group.add(left, right);
  }

  *multiply(point: EcPoint, scalar: bigint): Generator<undefined, EcPoint | undefined> {
    const isBase = point.x === this.base.x && point.y === this.base.y && scalar > 0n && scalar < this.order;
    const bytes = isBase ? this.engine.ecPublicKey?.(this.name, bytesOf(scalar, this.fieldBytes)) : undefined;
    if (bytes === undefined) return yield* this.group.multiply(point, scalar);
    return { x: numberOf(bytes.subarray(1, 1 + this.fieldBytes)), y: numberOf(bytes.subarray(1 + this.fieldBytes)) };
  }
}
