// The bytes of an iolist in one piece of memory, for BIFs that compute with them.

import { isBinary, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { iolistBytes, writeIolist } from './iolists';

/** Where they are, and how many. */
export let bytesAt: u32 = 0;
export let bytesCount: u32 = 0;

/** The block that they were written to, or 0. */
let block: u32 = 0;

/** Finds the bytes of a binary, until `releaseBytes`, without a pause. */
export function locateBinary(binary: u32): void {
  locate(binary);
  block = (locatedStart & 7) == 0 ? 0 : allocateTemporary(locatedBits >> 3);
  if (block != 0) copyBits(locatedBase, locatedStart, block, 0, locatedBits);
  bytesAt = block != 0 ? block : locatedBase + (locatedStart >> 3);
  bytesCount = locatedBits >> 3;
}

/** Finds the bytes of an iolist or binary, until `releaseBytes`; false if it is none. May pause. */
export function locateBytes(data: u32): bool {
  block = 0;
  if (isBinary(data)) {
    locate(data);
    if ((locatedStart & 7) == 0) {
      bytesAt = locatedBase + (locatedStart >> 3);
      bytesCount = locatedBits >> 3;
      return true;
    }
  }
  const bytes = iolistBytes(data);
  if (bytes < 0) return false;
  block = allocateTemporary(min<i64>(bytes, MOST_TEMPORARY) as u32);
  writeIolist(data, block);
  bytesAt = block;
  bytesCount = bytes as u32;
  return true;
}

/** Gives up what `locateBytes` has found. */
export function releaseBytes(): void {
  freeTemporary(block);
}
