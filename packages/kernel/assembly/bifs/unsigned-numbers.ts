// Integers as their bytes: `encode_unsigned` and `decode_unsigned` of the module `binary`.

import { isBinary, locate, locatedBase, locatedBits, locatedStart, newBitstring } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import * as L from '../generated/layout';
import { spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeLimbs, mostIntegerBytes } from '../terms/integer';
import { arityOf, headerOf, integer64Of, isBoxedInteger, isInteger64, isSmall, makeAtom, smallValue } from '../terms/term';
import { badarg1, badarg2, fail1, fail2 } from './arguments';

/** Bytes for a reduction. */
const BYTES_PER_REDUCTION: u32 = 256;

/** The magnitude of an integer of up to 64 bits. */
const magnitude: u32 = memory.data(8) as u32;

function reverse(at: u32, bytes: u32): void {
  for (let last = at + bytes - 1; at < last; last--) {
    const byte = load<u8>(at);
    store<u8>(at++, load<u8>(last));
    store<u8>(last, byte);
  }
}

/** The bytes of an integer that is not negative; 0 for any other term. */
function encode(term: u32, isLittle: bool): u32 {
  let at = magnitude;
  let bytes: u32 = 8;
  if (isSmall(term) || isInteger64(term)) {
    const value = isSmall(term) ? (smallValue(term) as i64) : integer64Of(term);
    if (value < 0) return 0;
    store<u64>(magnitude, value);
  } else {
    if (!isBoxedInteger(term) || (headerOf(term) & 4) != 0) return 0;
    at = term - L.TermTag_boxed + 4;
    bytes = arityOf(term) << 2;
  }
  while (bytes > 1 && load<u8>(at + bytes - 1) == 0) bytes--;
  spendReductions(bytes / BYTES_PER_REDUCTION);
  const binary = newBitstring(bytes << 3);
  memory.copy(locatedBase, at, bytes);
  if (!isLittle) reverse(locatedBase, bytes);
  return binary;
}

/** The integer of the bytes of a binary of at most `mostIntegerBytes`. */
function decode(binary: u32, isLittle: bool): u32 {
  locate(binary);
  const bytes = locatedBits >> 3;
  spendReductions(bytes / BYTES_PER_REDUCTION);
  const limbs = (bytes + 3) >> 2;
  const block = allocateTemporary(limbs << 2);
  if (limbs > 0) store<u32>(block + ((limbs - 1) << 2), 0);
  copyBits(locatedBase, locatedStart, block, 0, locatedBits);
  if (!isLittle) reverse(block, bytes);
  const integer = makeLimbs(block, limbs, false);
  freeTemporary(block);
  return integer;
}

/** 1 for little, 0 for big, -1 for any other term. */
function orderOf(term: u32): i32 {
  return term == makeAtom(L.Atom_little) ? 1 : term == makeAtom(L.Atom_big) ? 0 : -1;
}

/** @bif binary:encode_unsigned/1 */
export function binary_encode_unsigned_1(sp: u32, term: u32): u32 {
  const binary = encode(term, false);
  return binary != 0 ? binary : badarg1(sp, L.Bif_binary_encode_unsigned_1, term);
}

/** @bif binary:encode_unsigned/2 */
export function binary_encode_unsigned_2(sp: u32, term: u32, order: u32): u32 {
  const binary = orderOf(order) < 0 ? 0 : encode(term, orderOf(order) == 1);
  return binary != 0 ? binary : badarg2(sp, L.Bif_binary_encode_unsigned_2, term, order);
}

/** The index of the atom that decoding fails with, 0 if it does not. */
function decodeFailure(binary: u32): u32 {
  if (!isBinary(binary)) return L.Atom_badarg;
  locate(binary);
  return locatedBits >> 3 > mostIntegerBytes() ? L.Atom_system_limit : 0;
}

/** @bif binary:decode_unsigned/1 */
export function binary_decode_unsigned_1(sp: u32, binary: u32): u32 {
  const failure = decodeFailure(binary);
  return failure == 0 ? decode(binary, false) : fail1(sp, failure, L.Bif_binary_decode_unsigned_1, binary);
}

/** @bif binary:decode_unsigned/2 */
export function binary_decode_unsigned_2(sp: u32, binary: u32, order: u32): u32 {
  const failure = orderOf(order) < 0 ? L.Atom_badarg : decodeFailure(binary);
  return failure == 0 ? decode(binary, orderOf(order) == 1) : fail2(sp, failure, L.Bif_binary_decode_unsigned_2, binary, order);
}
