import type { Term } from '@beamline/beam-file';
import type { CryptoEngine } from '../engine.js';
import { bytesOf, numberOf } from '../numbers/big-bytes.js';
import { atomName, binaryBytes, joined, smallInteger, tupleElements } from '../terms/arguments.js';
import { BinaryGroup } from './binary-group.js';
import type { EcGroup, EcPoint } from './ec-group.js';
import { EngineGroup } from './engine-group.js';
import { lifted, PrimeGroup } from './prime-group.js';

/** What a program may take for a degree of a field: OpenSSL's limit. */
const GREATEST_DEGREE = 661;

/** The groups of the curves that OTP has by names. */
const named = new Map<string, EcGroup>();

/**
 * The group of a curve as OTP's natives get it, `{Parameters, Name}`; undefined if it is no curve.
 */
export function ecGroup(term: Term | undefined, engine: CryptoEngine): EcGroup | undefined {
  const [parameters, nameTerm] = tupleElements(term) ?? [];
  const name = atomName(nameTerm);
  if (name === undefined || name === 'undefined') return groupOf(tupleElements(parameters));
  const group = named.get(name) ?? groupOf(tupleElements(parameters));
  if (group === undefined) return undefined;
  named.set(name, group);
  return engine.ecPublicKey === undefined ? group : new EngineGroup(group, name, engine);
}

/** `{Field, {A, B, Seed}, BasePoint, Order, Cofactor}`. */
function groupOf(parameters: readonly Term[] | undefined): EcGroup | undefined {
  const [fieldTerm, curveTerm, baseTerm, orderTerm, cofactorTerm] = parameters ?? [];
  const [a, b] = (tupleElements(curveTerm) ?? []).map(numberIn);
  const field = tupleElements(fieldTerm) ?? [];
  const base = binaryBytes(baseTerm);
  const order = numberIn(orderTerm);
  const cofactor = numberIn(cofactorTerm) ?? 1n;
  if (a === undefined || b === undefined || base === undefined || order === undefined) return undefined;
  try {
    if (atomName(field[0]) === 'prime_field') {
      const p = numberIn(field[1]);
      return p === undefined ? undefined : ofPrime({ p, a, b, order, cofactor }, base);
    }
    const m = smallInteger(field[1]);
    const polynomial = m === undefined || m < 2 || m > GREATEST_DEGREE ? undefined : polynomialOf(m, tupleElements(field[2]) ?? []);
    return m === undefined || polynomial === undefined ? undefined : ofBinary({ m, polynomial, a, b, order }, base);
  } catch {
    return undefined;
  }
}

function numberIn(term: Term | undefined): bigint | undefined {
  const bytes = binaryBytes(term);
  return bytes === undefined ? undefined : numberOf(bytes);
}

function ofPrime(curve: { p: bigint; a: bigint; b: bigint; order: bigint; cofactor: bigint }, base: Uint8Array): EcGroup | undefined {
  const point = uncompressed(base);
  if (point !== undefined) return new PrimeGroup({ ...curve, base: point });
  const tag = base[0];
  const found = tag === 2 || tag === 3 ? lifted(curve, numberOf(base.subarray(1)), tag & 1) : undefined;
  return found === undefined ? undefined : new PrimeGroup({ ...curve, base: found });
}

function ofBinary(curve: { m: number; polynomial: bigint; a: bigint; b: bigint; order: bigint }, base: Uint8Array): EcGroup | undefined {
  const point = uncompressed(base);
  if (point !== undefined) return new BinaryGroup({ ...curve, base: point });
  // Lifting does not depend on the point.
  const found = decodePoint(new BinaryGroup({ ...curve, base: { x: 0n, y: 0n } }), base);
  return found === undefined ? undefined : new BinaryGroup({ ...curve, base: found });
}

/** `{tpbasis, K}` or `{ppbasis, K1, K2, K3}`. */
function polynomialOf(m: number, [kind, ...exponents]: readonly Term[]): bigint | undefined {
  if (atomName(kind) !== 'tpbasis' && atomName(kind) !== 'ppbasis') return undefined;
  let polynomial = (1n << BigInt(m)) | 1n;
  for (const exponent of exponents) {
    const value = smallInteger(exponent);
    if (value === undefined || value < 1 || value >= m) return undefined;
    polynomial |= 1n << BigInt(value);
  }
  return polynomial;
}

/** Both coordinates of a point, as they are written. */
function uncompressed(bytes: Uint8Array): EcPoint | undefined {
  const size = (bytes.length - 1) / 2;
  const tag = bytes[0];
  if ((tag !== 4 && tag !== 6 && tag !== 7) || !Number.isInteger(size) || size === 0) return undefined;
  return { x: numberOf(bytes.subarray(1, 1 + size)), y: numberOf(bytes.subarray(1 + size)) };
}

/** A point of a curve from its bytes; undefined if they are of none. */
export function decodePoint(group: EcGroup, bytes: Uint8Array): EcPoint | undefined {
  const { fieldBytes } = group;
  const tag = bytes[0];
  if (bytes.length === 1 + fieldBytes && (tag === 2 || tag === 3)) return group.lift(numberOf(bytes.subarray(1)), tag & 1);
  if (bytes.length !== 1 + 2 * fieldBytes) return undefined;
  const point = uncompressed(bytes);
  return point !== undefined && group.has(point) ? point : undefined;
}

/** The bytes of a point, not compressed; that at infinity is one zero. */
export function encodePoint({ fieldBytes }: EcGroup, point: EcPoint | undefined): Uint8Array {
  if (point === undefined) return Uint8Array.of(0);
  return joined([Uint8Array.of(4), bytesOf(point.x, fieldBytes), bytesOf(point.y, fieldBytes)]);
}
