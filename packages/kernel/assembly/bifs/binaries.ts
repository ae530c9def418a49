// BIFs that take parts of bitstrings, without copying.

import { bitSizeOf, isBitstring, locate, locatedBits, locatedStart, parentOf, partOf } from '../binaries/binary';
import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { makeInteger } from '../terms/integer';
import { isSmall, smallValue } from '../terms/term';
import { binaryPart, binaryPart2, WHOLE_BYTES_RELEASE } from './guards';

/**
 * `split_binary/2`: what is in front of a byte and what is after; trailing bits stay in the second part.
 *
 * @bif erlang:split_binary/2
 */
export function erlang_split_binary_2(sp: u32, binary: u32, position: u32): u32 {
  if (!isBitstring(binary) || !isSmall(position) || smallValue(position) < 0 || (smallValue(position) as u32) > bitSizeOf(binary) >> 3) {
    setX(0, binary);
    setX(1, position);
    return failBif(sp, L.Atom_badarg, L.Bif_erlang_split_binary_2, 2);
  }
  const bits = bitSizeOf(binary);
  const before = (smallValue(position) as u32) << 3;
  locate(binary);
  const start = locatedStart;
  const parent = parentOf(binary);
  const first = partOf(parent, start, before);
  const second = partOf(parent, start + before, bits - before);
  const tuple = allocateNoCollect(12);
  store<u32>(tuple, 2 << L.TermTag_arityShift);
  store<u32>(tuple, first, 4);
  store<u32>(tuple, second, 8);
  return tuple | L.TermTag_boxed;
}

/** Bytes of the binary that a bitstring is a part of; since OTP 27 a bitstring that has one of its own may end within a byte. */
function referencedBytes(t: u32): u32 {
  const parentBits = bitSizeOf(parentOf(t));
  const isWhole = !locate(t) || locatedStart != 0 || locatedBits + 7 < parentBits;
  return (isWhole || load<u32>(L.MachineRegister_otpRelease) < WHOLE_BYTES_RELEASE ? parentBits : locatedBits) >> 3;
}

/**
 * `referenced_byte_size/1`: bytes of the binary that a bitstring is a part of.
 *
 * @bif binary:referenced_byte_size/1
 */
export function binary_referenced_byte_size_1(sp: u32, binary: u32): u32 {
  if (isBitstring(binary)) return makeInteger(referencedBytes(binary) as i64);
  setX(0, binary);
  return failBif(sp, L.Atom_badarg, L.Bif_binary_referenced_byte_size_1, 1);
}

/** @bif binary:part/3 */
export function binary_part_3(sp: u32, binary: u32, start: u32, length: u32): u32 {
  const part = binaryPart(binary, start, length);
  if (part != 0) return part;
  setX(0, binary);
  setX(1, start);
  setX(2, length);
  return failBif(sp, L.Atom_badarg, L.Bif_binary_part_3, 3);
}

/** @bif binary:part/2 */
export function binary_part_2(sp: u32, binary: u32, place: u32): u32 {
  const part = binaryPart2(binary, place);
  if (part != 0) return part;
  setX(0, binary);
  setX(1, place);
  return failBif(sp, L.Atom_badarg, L.Bif_binary_part_2, 2);
}
