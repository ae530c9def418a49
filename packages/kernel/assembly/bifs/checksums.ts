// Checksums and MD5.

import { isBinary, locate, locatedBase, locatedBits, locatedStart, newBitstring } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { addToAdler32, addToCrc32, combineAdler32, combineCrc32 } from '../binaries/checksums';
import { addToMd5, endMd5, MD5_STATE, startMd5 } from '../binaries/md5';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeInteger } from '../terms/integer';
import { headerOf, integer64Of, isBoxedInteger, isInteger64, isSmall, smallValue } from '../terms/term';
import { badarg1, badarg2, badarg3 } from './arguments';
import { bytesAt, bytesCount, locateBytes, releaseBytes } from './located-bytes';

/** Bytes of a checksum for a unit of work. */
const BYTES_PER_UNIT: u32 = 4;

/** An integer of 64 bits in the range of a word; -1 for any other term. */
function word(term: u32): i64 {
  if (isSmall(term)) return smallValue(term);
  const value = isInteger64(term) ? integer64Of(term) : -1;
  return value <= (u32.MAX_VALUE as i64) ? value : -1;
}

/** The checksum of bytes, Adler-32 or CRC-32, that goes on from `start`; 0 if something is wrong. */
function checksum(isAdler: bool, start: i64, data: u32): u32 {
  if (start < 0 || !locateBytes(data)) return 0;
  let sum = start as u32;
  // A binary without bytes is still added, which makes both halves remainders; a list has nothing to add.
  if (isAdler && bytesCount == 0 && isBinary(data)) sum = (((sum >> 16) % 65521) << 16) | ((sum & 0xffff) % 65521);
  for (let done: u32 = 0; ; ) {
    const allowed = workAllowed();
    const some = min<u32>(allowed * BYTES_PER_UNIT, bytesCount - done);
    sum = isAdler ? addToAdler32(sum, bytesAt + done, some) : addToCrc32(sum, bytesAt + done, some);
    done += some;
    if (done == bytesCount) break;
    worked(allowed);
  }
  releaseBytes();
  return makeInteger(sum);
}

/** @bif erlang:crc32/1 */
export function erlang_crc32_1(sp: u32, data: u32): u32 {
  const crc = checksum(false, 0, data);
  return crc != 0 ? crc : badarg1(sp, L.Bif_erlang_crc32_1, data);
}

/** @bif erlang:crc32/2 */
export function erlang_crc32_2(sp: u32, start: u32, data: u32): u32 {
  const crc = checksum(false, word(start), data);
  return crc != 0 ? crc : badarg2(sp, L.Bif_erlang_crc32_2, start, data);
}

/** @bif erlang:adler32/1 */
export function erlang_adler32_1(sp: u32, data: u32): u32 {
  const adler = checksum(true, 1, data);
  return adler != 0 ? adler : badarg1(sp, L.Bif_erlang_adler32_1, data);
}

/** @bif erlang:adler32/2 */
export function erlang_adler32_2(sp: u32, start: u32, data: u32): u32 {
  const adler = checksum(true, word(start), data);
  return adler != 0 ? adler : badarg2(sp, L.Bif_erlang_adler32_2, start, data);
}

/** True for an integer from 0 to 2^64 - 1. */
function isLength(term: u32): bool {
  if (isSmall(term)) return smallValue(term) >= 0;
  if (isInteger64(term)) return integer64Of(term) >= 0;
  return isBoxedInteger(term) && headerOf(term) == ((3 << L.TermTag_arityShift) | L.HeaderTag_positiveInteger) && load<u32>(term + 10) == 0;
}

/** Its value. */
function lengthOf(term: u32): u64 {
  return isSmall(term) ? smallValue(term) : load<u64>(term + 2);
}

/** @bif erlang:crc32_combine/3 */
export function erlang_crc32_combine_3(sp: u32, first: u32, second: u32, bytes: u32): u32 {
  if (word(first) < 0 || word(second) < 0 || !isLength(bytes)) return badarg3(sp, L.Bif_erlang_crc32_combine_3, first, second, bytes);
  return makeInteger(combineCrc32(word(first) as u32, word(second) as u32, lengthOf(bytes)));
}

/** @bif erlang:adler32_combine/3 */
export function erlang_adler32_combine_3(sp: u32, first: u32, second: u32, bytes: u32): u32 {
  if (word(first) < 0 || word(second) < 0 || !isLength(bytes)) return badarg3(sp, L.Bif_erlang_adler32_combine_3, first, second, bytes);
  // Nothing behind it is nothing, whatever its checksum is said to be.
  if (lengthOf(bytes) == 0) return first;
  return makeInteger(combineAdler32(word(first) as u32, word(second) as u32, lengthOf(bytes)));
}

/** The state that is worked on, a temporary block. */
let state: u32 = 0;

/** A binary of the first bytes of the state, which is given up. */
function stateBinary(bytes: u32): u32 {
  const binary = newBitstring(bytes << 3);
  memory.copy(locatedBase, state, bytes);
  freeTemporary(state);
  return binary;
}

/** The state of a digest of nothing. */
function newState(): void {
  state = allocateTemporary(MD5_STATE);
  startMd5(state);
}

/** Takes the state that a binary is; false if it is none. */
function takeState(binary: u32): bool {
  if (!isBinary(binary)) return false;
  locate(binary);
  if (locatedBits != MD5_STATE << 3) return false;
  state = allocateTemporary(MD5_STATE);
  copyBits(locatedBase, locatedStart, state, 0, locatedBits);
  return true;
}

/** Adds an iolist to the state; false if it is none, and then the state is given up. */
function addData(data: u32): bool {
  if (!locateBytes(data)) {
    freeTemporary(state);
    return false;
  }
  for (let done: u32 = 0; ; ) {
    const allowed = workAllowed();
    const some = min<u32>(allowed, bytesCount - done);
    addToMd5(state, bytesAt + done, some);
    done += some;
    if (done == bytesCount) break;
    worked(allowed);
  }
  releaseBytes();
  return true;
}

/** @bif erlang:md5/1 */
export function erlang_md5_1(sp: u32, data: u32): u32 {
  newState();
  if (!addData(data)) return badarg1(sp, L.Bif_erlang_md5_1, data);
  endMd5(state);
  return stateBinary(16);
}

/** @bif erlang:md5_init/0 */
export function erlang_md5_init_0(sp: u32): u32 {
  newState();
  return stateBinary(MD5_STATE);
}

/** @bif erlang:md5_update/2 */
export function erlang_md5_update_2(sp: u32, before: u32, data: u32): u32 {
  return takeState(before) && addData(data) ? stateBinary(MD5_STATE) : badarg2(sp, L.Bif_erlang_md5_update_2, before, data);
}

/** @bif erlang:md5_final/1 */
export function erlang_md5_final_1(sp: u32, before: u32): u32 {
  if (!takeState(before)) return badarg1(sp, L.Bif_erlang_md5_final_1, before);
  endMd5(state);
  return stateBinary(16);
}
