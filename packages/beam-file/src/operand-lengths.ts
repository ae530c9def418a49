/** How long operands are in the bytes of code that has been read, and so is known to be right. */
import { CompactTag } from './chunk-reader.js';

/** Length of the number of a compact term at a place, with its first byte. */
function numberLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if ((first & 8) === 0) return 1;
  if ((first & 16) === 0) return 2;
  const size = (first >> 5) + 2;
  if (size < 9) return 1 + size;
  // A compact number says how many bytes there are beyond nine.
  const length = numberLength(bytes, at + 1);
  return 1 + length + 9 + smallNumber(bytes, at + 1);
}

function smallNumber(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if ((first & 8) === 0) return first >> 4;
  if ((first & 16) === 0) return ((first >> 5) << 8) | (bytes[at + 1] ?? 0);
  let value = 0;
  for (let i = 1; i < numberLength(bytes, at); i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

const LIST = (1 << 4) | CompactTag.extended;
const ALLOC_LIST = (3 << 4) | CompactTag.extended;
const TYPED_REGISTER = (5 << 4) | CompactTag.extended;

/** What a literal operand begins with. */
export const LITERAL: number = (4 << 4) | CompactTag.extended;

/** Length of an operand that `readCode` has checked; of a list that of its head, with the number of its elements. */
export function operandLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if ((first & 7) !== CompactTag.extended) return numberLength(bytes, at);
  if (first === LIST || first === ALLOC_LIST) return 1 + numberLength(bytes, at + 1);
  const length = 1 + numberLength(bytes, at + 1);
  return first === TYPED_REGISTER ? length + numberLength(bytes, at + length) : length;
}

/** Of a typed register the length without its type. */
export function registerLength(bytes: Uint8Array, at: number): number {
  return 1 + numberLength(bytes, at + 1);
}
