// BIFs of the module `binary` on single bytes and whole binaries.

import {
  bitSizeOf,
  isBinary,
  isBitstring,
  locate,
  locatedBase,
  locatedBits,
  locatedStart,
  newBitstring,
  newHeapBinary,
} from '../binaries/binary';
import { readBits } from '../binaries/bits';
import { copyBitsInPieces } from '../binaries/copying';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { makeInteger } from '../terms/integer';
import { headOf, integer64Of, isCons, isInteger64, isSmall, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg2, fail2 } from './arguments';

/** Bytes that are copied for a unit of work. */
const BYTES_PER_UNIT: u32 = 64;

/** Byte `i` of what was located. */
function byteAt(i: u32): u32 {
  return makeSmall(readBits(locatedBase, locatedStart + (i << 3), 8) as i32);
}

/** @bif binary:at/2 */
export function binary_at_2(sp: u32, binary: u32, position: u32): u32 {
  if (!isBinary(binary) || !isSmall(position) || smallValue(position) < 0 || (smallValue(position) as u32) >= bitSizeOf(binary) >> 3)
    return badarg2(sp, L.Bif_binary_at_2, binary, position);
  locate(binary);
  return byteAt(smallValue(position));
}

/** @bif binary:first/1 */
export function binary_first_1(sp: u32, binary: u32): u32 {
  if (!isBinary(binary) || bitSizeOf(binary) == 0) return badarg1(sp, L.Bif_binary_first_1, binary);
  locate(binary);
  return byteAt(0);
}

/** @bif binary:last/1 */
export function binary_last_1(sp: u32, binary: u32): u32 {
  if (!isBinary(binary) || bitSizeOf(binary) == 0) return badarg1(sp, L.Bif_binary_last_1, binary);
  locate(binary);
  return byteAt((locatedBits >> 3) - 1);
}

/** A number of copies of a binary that fit into one. */
function copies(binary: u32, count: u32): u32 {
  const size = bitSizeOf(binary) >> 3;
  const total = size * count;
  if (total == 0) return newHeapBinary(0);
  const result = newBitstring(total << 3);
  const to = locatedBase;
  locate(binary);
  copyBitsInPieces(locatedBase, locatedStart, to, size << 3);
  // What is there is copied behind itself.
  for (let done = size; done < total; ) {
    const allowed = workAllowed();
    // A piece may end in the middle of a copy.
    const from = done % size;
    const more = min<u32>(done - from, min<u32>(total - done, allowed * BYTES_PER_UNIT));
    memory.copy(to + done, to + from, more);
    done += more;
    worked(more / BYTES_PER_UNIT);
  }
  return result;
}

/** @bif binary:copy/1 */
export function binary_copy_1(sp: u32, binary: u32): u32 {
  return isBinary(binary) ? copies(binary, 1) : badarg1(sp, L.Bif_binary_copy_1, binary);
}

/**
 * `copy/2`: no copies of a bitstring are allowed, even if it is not a binary.
 *
 * @bif binary:copy/2
 */
export function binary_copy_2(sp: u32, binary: u32, count: u32): u32 {
  // No copies of a bitstring are none, until OTP 26.
  if (isBitstring(binary) && count == makeSmall(0) && load<u32>(L.MachineRegister_otpRelease) < 26) return newHeapBinary(0);
  let number: i64 = -1;
  if (isSmall(count)) number = smallValue(count);
  else if (isInteger64(count)) number = integer64Of(count);
  if (!isBinary(binary) || number < 0) return badarg2(sp, L.Bif_binary_copy_2, binary, count);
  const size = bitSizeOf(binary) >> 3;
  if (size == 0) return newHeapBinary(0);
  if (number > ((L.MAXIMUM_BINARY_BYTES / size) as i64)) return fail2(sp, L.Atom_system_limit, L.Bif_binary_copy_2, binary, count);
  return copies(binary, number as u32);
}

/** Bytes at the beginning or end that all binaries of a list have in common; -1 if it is none. */
function commonBytes(list: u32, atEnd: bool): i32 {
  if (!isCons(list)) return -1;
  const first = headOf(list);
  if (!isBinary(first)) return -1;
  let common = bitSizeOf(first) >> 3;
  let rest = tailOf(list);
  for (; isCons(rest); rest = tailOf(rest)) {
    const other = headOf(rest);
    if (!isBinary(other)) return -1;
    locate(first);
    const base = locatedBase;
    const start = locatedStart + (atEnd ? locatedBits - 8 : 0);
    locate(other);
    const otherStart = locatedStart + (atEnd ? locatedBits - 8 : 0);
    common = min<u32>(common, locatedBits >> 3);
    const step: u32 = atEnd ? -8 : 8;
    const otherBase = locatedBase;
    let same: u32 = 0;
    while (true) {
      const allowed = workAllowed();
      const stop = min<u32>(common, same + allowed);
      while (same < stop && readBits(base, start + step * same, 8) == readBits(otherBase, otherStart + step * same, 8)) same++;
      if (same < stop || same == common) break;
      worked(allowed);
    }
    common = same;
  }
  return rest == L.TermTag_nil ? (common as i32) : -1;
}

/** @bif binary:longest_common_prefix/1 */
export function binary_longest_common_prefix_1(sp: u32, list: u32): u32 {
  const common = commonBytes(list, false);
  return common < 0 ? badarg1(sp, L.Bif_binary_longest_common_prefix_1, list) : makeInteger(common);
}

/** @bif binary:longest_common_suffix/1 */
export function binary_longest_common_suffix_1(sp: u32, list: u32): u32 {
  const common = commonBytes(list, true);
  return common < 0 ? badarg1(sp, L.Bif_binary_longest_common_suffix_1, list) : makeInteger(common);
}
