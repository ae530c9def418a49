// Which fragment of a list an address lies in: of many, such as those of messages that a process has received, by a sorted index, so
// that a collection takes no time for each pair of a reference and a fragment.
import { allocateBlock, BLOCK_HEADERS, freeBlock, hasRoomFor } from './blocks';
import { FRAGMENT_HEADER } from './fragments';

/** Up to so many fragments a list is as fast as an index. */
const FEW: u32 = 8;

/** Digits of addresses, by which they are sorted. */
const DIGIT_BITS: u32 = 8;
const DIGITS: u32 = 1 << DIGIT_BITS;

/** How many addresses have each digit, and then where the next one that has it belongs. */
const places: u32 = memory.data((DIGITS << 2) as i32) as u32;

/** Sorts words at `from`, in four passes by way of `spare`. */
function sortWords(from: u32, spare: u32, count: u32): void {
  for (let shift: u32 = 0; shift < 32; shift += DIGIT_BITS) {
    memory.fill(places, 0, DIGITS << 2);
    const end = from + (count << 2);
    for (let at = from; at < end; at += 4) {
      const place = places + (((load<u32>(at) >> shift) & (DIGITS - 1)) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
    let next = spare;
    for (let place = places; place < places + (DIGITS << 2); place += 4) {
      const size = load<u32>(place) << 2;
      store<u32>(place, next);
      next += size;
    }
    for (let at = from; at < end; at += 4) {
      const word = load<u32>(at);
      const place = places + (((word >> shift) & (DIGITS - 1)) << 2);
      const to = load<u32>(place);
      store<u32>(to, word);
      store<u32>(place, to + 4);
    }
    const sorted = spare;
    spare = from;
    from = sorted;
  }
}

/**
 * An index of a list of fragments: a block with their number and their addresses, in order. 0, which the list does without, if they are
 * few or memory is short.
 */
export function indexFragments(first: u32): u32 {
  let count: u32 = 0;
  for (let f = first; f != 0; f = load<u32>(f)) count++;
  const bytes = count << 2;
  if (count <= FEW || !hasRoomFor(2 * bytes + BLOCK_HEADERS)) return 0;
  const index = allocateBlock(4 + bytes);
  const spare = allocateBlock(bytes);
  store<u32>(index, count);
  let at = index + 4;
  for (let f = first; f != 0; f = load<u32>(f)) {
    store<u32>(at, f);
    at += 4;
  }
  sortWords(index + 4, spare, count);
  freeBlock(spare);
  return index;
}

/** True if an address lies in the data of a fragment of a list, whose index is given, too, or 0. */
export function inFragments(first: u32, index: u32, address: u32): bool {
  if (index != 0) {
    let low: u32 = 0;
    let high = load<u32>(index);
    // The last one that does not begin behind the address.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (load<u32>(index + (middle << 2), 4) <= address) low = middle + 1;
      else high = middle;
    }
    if (low == 0) return false;
    const f = load<u32>(index + (low << 2));
    return address - (f + FRAGMENT_HEADER) < load<u32>(f, 8);
  }
  for (let f = first; f != 0; f = load<u32>(f)) {
    if (address - (f + FRAGMENT_HEADER) < load<u32>(f, 8)) return true;
  }
  return false;
}
