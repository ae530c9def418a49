// Integers as magnitudes with signs: the operands of what works on limbs.
import * as L from '../generated/layout';
import { arityOf, headerOf, integer64Of, isInteger64, isSmall, smallValue } from '../terms/term';
import { significant } from './limbs';

/** Where the limbs of the last operand are, how many without zeros at the top, and its sign. */
export let limbsAt: u32 = 0;
export let limbCount: u32 = 0;
export let isNegative: bool = false;

/** The magnitudes of two operands of up to 64 bits. */
const magnitudes: u32 = memory.data(16) as u32;

/** Sets `limbsAt`, `limbCount` and `isNegative` of an integer, the first (0) or second (1) operand. */
export function readOperand(integer: u32, position: u32): void {
  if (isSmall(integer) || isInteger64(integer)) {
    const value = isSmall(integer) ? (smallValue(integer) as i64) : integer64Of(integer);
    isNegative = value < 0;
    limbsAt = magnitudes + (position << 3);
    store<u64>(limbsAt, value < 0 ? -value : value);
    limbCount = significant(limbsAt, 2);
    return;
  }
  isNegative = (headerOf(integer) & 4) != 0;
  limbsAt = integer - L.TermTag_boxed + 4;
  limbCount = arityOf(integer);
  // A number of 64 bits has a third limb, to tell it from the signed form.
  if (limbCount == 3) limbCount = significant(limbsAt, 3);
}
