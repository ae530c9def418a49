/**
 * Lengths of the shortest encodings, in bytes. All throw {@link Leb128Error} for a value
 * that the type does not have.
 */
import { encodeS32, encodeS33, encodeS64, encodeU32, encodeU64 } from './encode.js';

const scratch = /* @__PURE__ */ new Uint8Array(10);

/** The length of an unsigned 32-bit integer: 1 to 5. */
export function sizeU32(value: number): number {
  return encodeU32(scratch, 0, value);
}

/** The length of a signed 32-bit integer: 1 to 5. */
export function sizeS32(value: number): number {
  return encodeS32(scratch, 0, value);
}

/** The length of a signed 33-bit integer: 1 to 5. */
export function sizeS33(value: number): number {
  return encodeS33(scratch, 0, value);
}

/** The length of an unsigned 64-bit integer, a number below 2^53 or a bigint: 1 to 10. */
export function sizeU64(value: number | bigint): number {
  return encodeU64(scratch, 0, value);
}

/** The length of a signed 64-bit integer, a number of magnitude below 2^53 or a bigint: 1 to 10. */
export function sizeS64(value: number | bigint): number {
  return encodeS64(scratch, 0, value);
}
