// Long runs of bits, copied piece by piece.
import { workAllowed, worked } from '../execution/pausing';
import { copyBits } from './bits';

/** Bits for a unit of work, if they lie at bytes and if not. */
const BITS_PER_UNIT: u32 = 512;
const SHIFTED_BITS_PER_UNIT: u32 = 32;

/** Copies `count` bits to a place that does not overlap theirs. May pause. */
export function copyBitsInPieces(from: u32, start: u32, to: u32, count: u32): void {
  // Positions of bits from near addresses: what is copied in all may have nearly as many bits as a word can say.
  from += start >>> 3;
  start &= 7;
  const each = start == 0 ? BITS_PER_UNIT : SHIFTED_BITS_PER_UNIT;
  let done: u32 = 0;
  while (true) {
    const allowed = workAllowed();
    const some = min<u32>(allowed * each, count - done);
    copyBits(from + ((start + done) >>> 3), (start + done) & 7, to + (done >>> 3), 0, some);
    done += some;
    if (done == count) return;
    worked(allowed);
  }
}
